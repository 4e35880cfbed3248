using System.Text.Json;

namespace EventSourced.Contracts;

/// <summary>A command on its way over the bus.</summary>
public sealed record CommandEnvelope
{
    /// <summary>Identifies the command: a redelivery, or a second call with the same id, answers with the stored outcome.</summary>
    public required Guid CommandId { get; init; }

    /// <summary>Stable name of the command.</summary>
    public required string Name { get; init; }

    /// <summary>The command as JSON, snake_case.</summary>
    public required JsonElement Body { get; init; }

    /// <summary>Who asks: the name of the token, or of the job.</summary>
    public required string Actor { get; init; }

    /// <summary>When it was accepted.</summary>
    public required DateTimeOffset AcceptedAt { get; init; }

    /// <summary>Commands of one scope are handled one after another, in the order of their acceptance. Null for a command that runs beside all others.</summary>
    public string? Scope { get; init; }

    /// <summary>Whose data it is about; null for the one tenant of an installation without tenants.</summary>
    public string? Tenant { get; init; }

    /// <summary>What the actor may do, by names of <see cref="Permission"/>. Null in a message of an earlier build, which only admins and the system could send.</summary>
    public IReadOnlyList<string>? Permissions { get; init; }

    /// <summary>W3C trace parent of the caller, or null.</summary>
    public string? TraceParent { get; init; }

    /// <summary>The envelope of a command. Its body is as the record says it; who sends personal members encrypts the body first.</summary>
    /// <param name="command">The command.</param>
    /// <param name="id">Its id.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="acceptedAt">When it was accepted.</param>
    /// <param name="traceParent">W3C trace parent of the caller, or null.</param>
    /// <param name="permissions">What the actor may do; null for what the system sends by itself.</param>
    /// <param name="tenant">Whose data it is about, or null.</param>
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
