using EventSourced.Contracts;
using EventSourced.EventStore;
using MediatR;

namespace EventSourced.Commands.Pipeline;

/// <summary>A command in the pipeline: tracing, authorization, idempotency, validation, concurrency retry, handler.</summary>
/// <param name="Command">The command.</param>
/// <param name="Context">Its sender, id and time.</param>
/// <typeparam name="TCommand">The command record.</typeparam>
public sealed record Handle<TCommand>(TCommand Command, CommandContext Context) : IRequest<CommandResult> where TCommand : ICommand;

/// <summary>Sender, id and time of a command. Handlers take time and ids from here, never from a clock.</summary>
/// <param name="CommandId">The command's id.</param>
/// <param name="Actor">Who sent it.</param>
/// <param name="Now">When handling began.</param>
/// <param name="TraceParent">W3C trace parent.</param>
/// <param name="Tenant">Whose data it is about; null in an installation without tenants.</param>
/// <param name="Permissions">What the actor may do; null for a message of a build that had no permissions yet, which only admins and the system could send.</param>
/// <param name="IsNew">Whether the ledger has accepted the command, and this is its first delivery: it probably has no outcome yet.</param>
public sealed record CommandContext(
    Guid CommandId, string Actor, DateTimeOffset Now, string? TraceParent, string? Tenant = null, IReadOnlyList<string>? Permissions = null, bool IsNew = false)
{
    /// <summary>Metadata for the events that the command decides.</summary>
    public EventMetadata Metadata => new(CommandId, Actor, Now, CommandId.ToString(), CommandId.ToString(), TraceParent);

    /// <summary>The outcome of success, for <see cref="Append.Outcome"/>: stored in the transaction of the append, so that the command takes effect exactly once.</summary>
    /// <param name="result">The result for the caller, or null; the same as in <see cref="CommandResult.Completed"/>.</param>
    public CommandOutcome Outcome(object? result = null) => new(CommandId, CommandStatus.Completed, OutcomeJson.Of(result));
}

/// <summary>How a command ended.</summary>
public abstract record CommandResult
{
    private CommandResult()
    {
    }

    /// <summary>It succeeded.</summary>
    /// <param name="Position">Position of the last event; wait for it with X-Min-Position to read what was written. 0 when nothing had to be done.</param>
    /// <param name="Result">The result for the caller, or null. Serialised in snake_case.</param>
    /// <param name="IsStored">Whether the append has stored the outcome already.</param>
    public sealed record Completed(long Position, object? Result = null, bool IsStored = false) : CommandResult;

    /// <summary>It was rejected: nothing was written.</summary>
    /// <param name="Problem">Why.</param>
    public sealed record Rejected(Problem Problem) : CommandResult;
}

/// <summary>Why a command was rejected (RFC 9457).</summary>
/// <param name="Status">HTTP status: 404, 409, 422 …</param>
/// <param name="Code">Stable code such as <c>community_not_found</c>.</param>
/// <param name="Detail">What is wrong, with which thing, and what to do next.</param>
/// <param name="Errors">Faults by field, for validation.</param>
public sealed record Problem(int Status, string Code, string Detail, IReadOnlyDictionary<string, string[]>? Errors = null);
