using System.Text.Json;
using System.Text.Json.Serialization;

namespace EventSourced.ReadTables.Operations;

/// <summary>Kinds of operations.</summary>
public static class OperationKind
{
    /// <summary>Builds new tables and replaces the live ones.</summary>
    public const string Rebuild = "rebuild";

    /// <summary>Builds tables and compares them with the live ones.</summary>
    public const string Verify = "verify";

    /// <summary>Builds tables as of a position.</summary>
    public const string Replay = "replay";
}

/// <summary>A request for an operation.</summary>
public sealed record OperationRequest
{
    /// <summary>Qualified names of the tables; with a derived table its source is included.</summary>
    public required IReadOnlyList<string> Tables { get; init; }

    /// <summary>Rebuild, verify: only rows whose first key columns have these values.</summary>
    public IReadOnlyDictionary<string, string>? Where { get; init; }

    /// <summary>Verify: share of the rows, in percent above 0, chosen by a hash of the key; null for all.</summary>
    public double? SamplePercent { get; init; }

    /// <summary>Replay: the position up to which the tables are built.</summary>
    public long? To { get; init; }

    /// <summary>Replay: its name.</summary>
    public string? Into { get; init; }

    /// <summary>Replay: how many hours it is kept.</summary>
    public double? KeepHours { get; init; }

    internal static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };
}

/// <summary>An operation and its progress.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">One of <see cref="OperationKind"/>.</param>
/// <param name="Request">The request.</param>
/// <param name="Actor">Who requested it.</param>
/// <param name="State"><c>queued</c>, <c>running</c>, <c>completed</c>, <c>failed</c> or <c>cancelled</c>.</param>
/// <param name="Owner">The worker that runs it, or ran it last.</param>
/// <param name="Phase">The current phase, for display.</param>
/// <param name="Position">Position of the log that its tables have reached.</param>
/// <param name="EventsDone">Positions of the log that it has read.</param>
/// <param name="EventsTotal">Positions that it has to read; null while unknown.</param>
/// <param name="EventsPerSecond">Its speed.</param>
/// <param name="Result">JSON of the result; null before the end.</param>
/// <param name="Error">Why it failed.</param>
/// <param name="CreatedAt">When it was requested.</param>
/// <param name="StartedAt">When a worker first took it.</param>
/// <param name="FinishedAt">When it ended.</param>
public sealed record Operation(
    Guid Id, string Kind, OperationRequest Request, string Actor, string State, string? Owner, string? Phase, long Position, long EventsDone, long? EventsTotal,
    double? EventsPerSecond, JsonElement? Result, string? Error, DateTimeOffset CreatedAt, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt)
{
    /// <summary>Whether it has ended.</summary>
    public bool IsFinal => State is "completed" or "failed" or "cancelled";

    /// <summary>Seconds until all events are read at the current speed; null when unknown.</summary>
    public double? SecondsLeft => State == "running" && EventsTotal is { } total && EventsPerSecond is > 0 and var rate ? Math.Max(0, (total - EventsDone) / rate) : null;
}
