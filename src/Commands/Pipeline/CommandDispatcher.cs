using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text.Json;
using EventSourced.Contracts;
using EventSourced.EventStore;
using EventSourced.EventStore.Personal;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace EventSourced.Commands.Pipeline;

/// <summary>Runs commands from the bus: finds the record by its name, runs the pipeline, and stores the outcome in the ledger.</summary>
public sealed class CommandDispatcher
{
    private static readonly ConcurrentDictionary<Type, Runner> Runners = [];

    private readonly IServiceScopeFactory _scopes;
    private readonly CommandCatalog _catalog;
    private readonly CommandLedger _ledger;
    private readonly StoredOutcomes _outcomes;
    private readonly PersonalData _personal;
    private readonly TimeProvider _time;

    internal CommandDispatcher(IServiceScopeFactory scopes, CommandCatalog catalog, CommandLedger ledger, StoredOutcomes outcomes, PersonalData personal, TimeProvider time) =>
        (_scopes, _catalog, _ledger, _outcomes, _personal, _time) = (scopes, catalog, ledger, outcomes, personal, time);

    /// <summary>Runs a command and returns its outcome, which is stored by then. Running it again returns the same.</summary>
    /// <param name="envelope">The command as received from the bus.</param>
    /// <param name="isFirst">Whether the broker delivers the message for the first time, and this is the first attempt.</param>
    /// <param name="cancellationToken">Stops the handler.</param>
    /// <exception cref="CommandFailedException">It failed before, and is not run again.</exception>
    public async Task<CommandResult> DispatchAsync(CommandEnvelope envelope, bool isFirst = false, CancellationToken cancellationToken = default)
    {
        CommandResult result;
        if (EnvelopeFault(envelope) is { } unstorable)
            result = Refused("malformed_command", unstorable);
        else if (_catalog.Find(envelope.Name)?.Type is not { } type)
            result = Refused("unknown_command", $"No command is named {envelope.Name}. The commands of this build are in /openapi/v1.json.");
        else if (await _personal.UnprotectAsync(type, envelope.Body, cancellationToken) is var (body, forgotten) && forgotten)
            result = Refused("forgotten", $"{envelope.Name} holds data of somebody who was forgotten after it was sent: it cannot be read any more, and nothing was done.", 410);
        else if (Storable.FaultsOfJson(JsonMarshal.GetRawUtf8Value(body)) is { Count: > 0 } faults)
            result = Refused("malformed_command", $"The body of {envelope.Name} cannot be stored: {string.Join(" ", faults.Select(f => $"{f.Path}: {f.Reason}"))}");
        else if (Read(body, type, out var fault) is not { } command)
            result = Refused("malformed_command", $"The body does not fit {envelope.Name}: {fault}");
        else
            result = await RunAsync(envelope, command, isFirst && envelope.IsAccepted, cancellationToken);

        return await _outcomes.StoreAsync(envelope.CommandId, result, cancellationToken);

        static CommandResult Refused(string code, string detail, int status = 400) => new CommandResult.Rejected(new Problem(status, code, detail));
    }

    // Not every command comes through the API. Text that cannot be stored would fail at each delivery.
    private static string? EnvelopeFault(CommandEnvelope envelope)
    {
        foreach (var (member, text) in ((string, string?)[])[("name", envelope.Name), ("actor", envelope.Actor), ("trace_parent", envelope.TraceParent)])
            if (Storable.FaultOf(text) is { } fault) return $"The {member} of the message cannot be stored. {fault}";
        return null;
    }

    /// <summary>Stores that a command failed for a technical reason. A command that has an outcome keeps it.</summary>
    /// <param name="envelope">The command.</param>
    /// <param name="exception">The reason.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>The reason as stored.</returns>
    public async Task<string> FailAsync(CommandEnvelope envelope, Exception exception, CancellationToken cancellationToken = default)
    {
        var reason = Storable.Replace(ErrorRedaction.Describe(_catalog.Find(envelope.Name)?.Type, exception));
        var problem = new Problem(500, "command_failed", reason);
        await _ledger.FinishAsync(new CommandOutcome(envelope.CommandId, CommandStatus.Failed, OutcomeJson.Of(problem)), cancellationToken);
        return reason;
    }

    /// <summary>The exception when it may be logged in full; null when only its type may be logged.</summary>
    /// <param name="envelope">The command that failed.</param>
    /// <param name="exception">The exception.</param>
    public Exception? Loggable(CommandEnvelope envelope, Exception exception) => ErrorRedaction.IsRequired(_catalog.Find(envelope.Name)?.Type, exception) ? null : exception;

    private static ICommand? Read(JsonElement body, Type type, out string? fault)
    {
        fault = null;
        try
        {
            if (body.ValueKind == JsonValueKind.Object) return (ICommand?)body.Deserialize(type, CommandCatalog.Json);
            fault = "it is not a JSON object.";
        }
        catch (JsonException e)
        {
            // The message is stored, and may quote the body.
            fault = PersonalData.Holds(type) ? $"at {e.Path}." : Storable.Replace(e.Message);
        }
        return null;
    }

    private async Task<CommandResult> RunAsync(CommandEnvelope envelope, ICommand command, bool isNew, CancellationToken cancellationToken)
    {
        await using var services = _scopes.CreateAsyncScope();
        var context = new CommandContext(envelope.CommandId, envelope.Actor, _time.GetUtcNow(), envelope.TraceParent, envelope.Tenant, envelope.Permissions, isNew);
        var runner = Runners.GetOrAdd(command.GetType(), t => (Runner)Activator.CreateInstance(typeof(Runner<>).MakeGenericType(t))!);
        return await runner.RunAsync(services.ServiceProvider, command, context, cancellationToken);
    }

    private abstract class Runner
    {
        public abstract Task<CommandResult> RunAsync(IServiceProvider services, ICommand command, CommandContext context, CancellationToken cancellationToken);
    }

    private sealed class Runner<TCommand> : Runner where TCommand : ICommand
    {
        public override Task<CommandResult> RunAsync(IServiceProvider services, ICommand command, CommandContext context, CancellationToken cancellationToken) =>
            services.GetRequiredService<IServiceProviderIsService>().IsService(typeof(IRequestHandler<Handle<TCommand>, CommandResult>))
                ? services.GetRequiredService<IMediator>().Send(new Handle<TCommand>((TCommand)command, context), cancellationToken)
                : throw new InvalidOperationException($"This worker has no handler of {CommandCatalog.NameOf(typeof(TCommand))}. Deploy the build that has it, then move the message back from the error queue under a new id.");
    }
}
