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

    /// <summary>W3C trace parent of the caller, or null.</summary>
    public string? TraceParent { get; init; }
}
