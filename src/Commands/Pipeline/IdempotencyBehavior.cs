using System.Text.Json;
using EventSourced.Commands.Deciding;
using EventSourced.Contracts;
using EventSourced.EventStore;
using EventSourced.EventStore.Personal;
using MediatR;

namespace EventSourced.Commands.Pipeline;

/// <summary>Third: returns the stored outcome of a command that has one, and does not run it again.</summary>
/// <param name="outcomes">The stored outcomes.</param>
/// <param name="ledger">The ledger.</param>
/// <param name="personal">Hashes requests with personal data.</param>
/// <param name="handler">The command's handler.</param>
/// <typeparam name="TCommand">The command.</typeparam>
internal sealed class IdempotencyBehavior<TCommand>(StoredOutcomes outcomes, CommandLedger ledger, PersonalData personal, IRequestHandler<Handle<TCommand>, CommandResult> handler)
    : IPipelineBehavior<Handle<TCommand>, CommandResult> where TCommand : ICommand
{
    public async Task<CommandResult> Handle(Handle<TCommand> request, CancellationToken cancellationToken, RequestHandlerDelegate<CommandResult> next)
    {
        // A new command needs no look, unless a second run is harmful: a duplicate of its message is new as well.
        if (request.Command is not IFollowUp && !(request.Context.IsNew && handler is IRepeatable) && await BeforeAsync(request, cancellationToken) is { } stored) return stored;
        try
        {
            return await next();
        }
        catch (CommandAlreadyHandledException)
        {
            // Another delivery of the same command has stored its outcome first.
            return await outcomes.FindAsync(request.Context.CommandId, cancellationToken)
                ?? throw new InvalidOperationException($"Command {request.Context.CommandId} was handled before, but no outcome is stored.");
        }
    }

    private async Task<CommandResult?> BeforeAsync(Handle<TCommand> request, CancellationToken cancellationToken)
    {
        if (await ledger.FindAsync(request.Context.CommandId, cancellationToken) is { } record) return StoredOutcomes.Of(record);
        // Not sent through the API: it is added to the ledger here, so that its status can be queried while it runs.
        await ledger.AcceptAsync(request.Context.CommandId, CommandCatalog.NameOf(typeof(TCommand)), request.Context.Actor,
            personal.HashOf(typeof(TCommand), JsonSerializer.SerializeToUtf8Bytes(request.Command, CommandCatalog.Json)), cancellationToken);
        return null;
    }
}

/// <summary>Outcomes as the ledger holds them.</summary>
/// <param name="ledger">The ledger.</param>
public sealed class StoredOutcomes(CommandLedger ledger)
{
    /// <summary>The outcome of a command, or null while it has none.</summary>
    /// <exception cref="CommandFailedException">It failed.</exception>
    public async Task<CommandResult?> FindAsync(Guid commandId, CancellationToken cancellationToken) =>
        await ledger.FindAsync(commandId, cancellationToken) is { } record ? Of(record) : null;

    /// <inheritdoc cref="FindAsync"/>
    public static CommandResult? Of(CommandRecord record) => record.Status switch
    {
        CommandStatus.Completed => new CommandResult.Completed(record.Position ?? 0, record.Result is { } json ? JsonSerializer.Deserialize<JsonElement>(json) : null),
        CommandStatus.Rejected => new CommandResult.Rejected(OutcomeJson.Problem(record.Result)
            ?? new Problem(422, "rejected", "The reason was not stored.")),
        CommandStatus.Failed => throw new CommandFailedException(record.CommandId, OutcomeJson.Problem(record.Result)?.Detail ?? "the reason was not stored"),
        _ => null,
    };

    /// <summary>Stores an outcome. If another delivery has stored one first, returns that one.</summary>
    public async Task<CommandResult> StoreAsync(Guid commandId, CommandResult result, CancellationToken cancellationToken)
    {
        if (result is CommandResult.Completed { IsStored: true }) return result;
        var outcome = ProgressOf(commandId, result);
        // An append or another delivery may have stored the outcome already.
        return await ledger.FinishAsync(new CommandOutcome(commandId, outcome.Status, outcome.Result), outcome.Position ?? 0, cancellationToken) ? result : await FindAsync(commandId, cancellationToken) ?? result;
    }

    /// <summary>A result as the ledger stores it.</summary>
    public static CommandProgress ProgressOf(Guid commandId, CommandResult result) => result switch
    {
        CommandResult.Completed done => new(commandId, CommandStatus.Completed, done.Position == 0 ? null : done.Position, OutcomeJson.Of(done.Result)),
        CommandResult.Rejected no => new(commandId, CommandStatus.Rejected, null, OutcomeJson.Of(no.Problem)),
        _ => throw new InvalidOperationException($"{result} cannot be stored."),
    };
}
