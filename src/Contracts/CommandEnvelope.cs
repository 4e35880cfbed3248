using System.Text.Json;

namespace EventSourced.Contracts;

/// <summary>A command as a message on the bus.</summary>
public sealed record CommandEnvelope
{
    /// <summary>Id of the command: a redelivery or a second request with the same id returns the stored outcome.</summary>
    public required Guid CommandId { get; init; }

    /// <summary>Stable name of the command.</summary>
    public required string Name { get; init; }

    /// <summary>The command as JSON, snake_case.</summary>
    public required JsonElement Body { get; init; }

    /// <summary>The sender: name of the token or of the job.</summary>
    public required string Actor { get; init; }

    /// <summary>When it was accepted.</summary>
    public required DateTimeOffset AcceptedAt { get; init; }

    /// <summary>Ordering key: commands with the same key are handled one after another, in the order of their acceptance. Null for a command without order.</summary>
    public string? Scope { get; init; }

    /// <summary>The tenant whose data it changes; null in an installation without tenants.</summary>
    public string? Tenant { get; init; }

    /// <summary>Permissions of the actor, by names of <see cref="Permission"/>. Null in a message of an earlier version, which only admins and the system could send.</summary>
    public IReadOnlyList<string>? Permissions { get; init; }

    /// <summary>W3C trace parent of the caller, or null.</summary>
    public string? TraceParent { get; init; }

    /// <summary>Whether the ledger has accepted the command. If not, the worker adds it before it runs.</summary>
    public bool IsAccepted { get; init; }

    /// <summary>Secret address of the process that waits for the outcome; null when nobody waits for it.</summary>
    public string? ReplyTo { get; init; }

    /// <summary>Creates the envelope of a command. The sender must encrypt personal members in the body.</summary>
    /// <param name="command">The command.</param>
    /// <param name="id">Its id.</param>
    /// <param name="actor">The sender.</param>
    /// <param name="acceptedAt">When it was accepted.</param>
    /// <param name="traceParent">W3C trace parent of the caller, or null.</param>
    /// <param name="permissions">Permissions of the actor; null for commands that the system itself sends.</param>
    /// <param name="tenant">The tenant whose data it changes, or null.</param>
    public static CommandEnvelope For(
        ICommand command, Guid id, string actor, DateTimeOffset acceptedAt, string? traceParent = null, IReadOnlyList<string>? permissions = null, string? tenant = null) => new()
        {
            CommandId = id,
            Name = CommandCatalog.NameOf(command.GetType()),
            Body = JsonSerializer.SerializeToElement(command, command.GetType(), CommandCatalog.Json),
            Actor = actor,
            AcceptedAt = acceptedAt,
            Scope = CommandCatalog.Of(command.GetType()).ScopeOf(command),
            Tenant = tenant,
            Permissions = permissions ?? [Permission.System],
            TraceParent = traceParent,
        };
}
