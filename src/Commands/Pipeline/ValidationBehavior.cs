using System.Text.Json;
using EventSourced.Contracts;
using FluentValidation;
using MediatR;

namespace EventSourced.Commands.Pipeline;

/// <summary>Fourth: rejects an invalid command with all its faults.</summary>
/// <param name="validators">The command's validators.</param>
/// <typeparam name="TCommand">The command.</typeparam>
internal sealed class ValidationBehavior<TCommand>(IEnumerable<IValidator<TCommand>> validators) : IPipelineBehavior<Handle<TCommand>, CommandResult> where TCommand : ICommand
{
    public async Task<CommandResult> Handle(Handle<TCommand> request, CancellationToken cancellationToken, RequestHandlerDelegate<CommandResult> next) =>
        await CommandValidation.CheckAsync(validators, request.Command, cancellationToken) is { } problem ? new CommandResult.Rejected(problem) : await next();
}

/// <summary>
/// Validation of a command without any state. The API validates before it accepts a command, so that the caller gets the faults immediately; the pipeline validates
/// again, because not every command comes through the API.
/// </summary>
public static class CommandValidation
{
    /// <summary>The problem of a command with all its faults, or null when it has none.</summary>
    /// <param name="validators">The command's validators.</param>
    /// <param name="command">The command.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <typeparam name="TCommand">The command record.</typeparam>
    public static async Task<Problem?> CheckAsync<TCommand>(IEnumerable<IValidator<TCommand>> validators, TCommand command, CancellationToken cancellationToken = default)
    {
        Dictionary<string, List<string>> errors = [];
        foreach (var validator in validators)
            foreach (var fault in (await validator.ValidateAsync(command, cancellationToken)).Errors)
            {
                var field = FieldOf(fault.PropertyName);
                if (!errors.TryGetValue(field, out var texts)) errors.Add(field, texts = []);
                // A message may quote the value.
                texts.Add(Storable.Replace(fault.ErrorMessage));
            }
        return errors.Count == 0 ? null : new Problem(
            422, "validation_failed", $"{(errors.Count == 1 ? "One field is" : $"{errors.Count} fields are")} not valid: {string.Join(", ", errors.Keys)}. Correct the fields in errors and send the command again.",
            errors.ToDictionary(e => e.Key, e => e.Value.ToArray()));
    }

    // Days[2].FirstDay becomes days[2].first_day.
    private static string FieldOf(string property) => string.Join('.', property.Split('.').Select(JsonNamingPolicy.SnakeCaseLower.ConvertName));
}
