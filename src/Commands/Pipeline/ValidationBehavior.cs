using System.Text.Json;
using EventSourced.Contracts;
using FluentValidation;
using MediatR;

namespace EventSourced.Commands.Pipeline;

/// <summary>Third: a command with faults is refused, with all of them.</summary>
/// <param name="validators">The command's validators.</param>
/// <typeparam name="TCommand">The command.</typeparam>
internal sealed class ValidationBehavior<TCommand>(IEnumerable<IValidator<TCommand>> validators) : IPipelineBehavior<Handle<TCommand>, CommandResult> where TCommand : ICommand
{
    public async Task<CommandResult> Handle(Handle<TCommand> request, CancellationToken cancellationToken, RequestHandlerDelegate<CommandResult> next)
    {
        Dictionary<string, List<string>> errors = [];
        foreach (var validator in validators)
            foreach (var fault in (await validator.ValidateAsync(request.Command, cancellationToken)).Errors)
            {
                var field = Validation.FieldOf(fault.PropertyName);
                if (!errors.TryGetValue(field, out var texts)) errors.Add(field, texts = []);
                texts.Add(fault.ErrorMessage);
            }
        return errors.Count == 0 ? await next() : new CommandResult.Rejected(Validation.Problem(errors));
    }
}

/// <summary>Problems of validation.</summary>
internal static class Validation
{
    /// <summary>The name of a property as callers write it: <c>Days[2].FirstDay</c> is <c>days[2].first_day</c>.</summary>
    public static string FieldOf(string property) => string.Join('.', property.Split('.').Select(JsonNamingPolicy.SnakeCaseLower.ConvertName));

    public static Problem Problem(IReadOnlyDictionary<string, List<string>> errors) => new(
        422, "validation_failed", $"{(errors.Count == 1 ? "One field is" : $"{errors.Count} fields are")} not valid: {string.Join(", ", errors.Keys)}. Correct what errors says and send the command again.",
        errors.ToDictionary(e => e.Key, e => e.Value.ToArray()));
}
