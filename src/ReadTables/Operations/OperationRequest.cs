using System.Text.Json;
using System.Text.Json.Serialization;

namespace EventSourced.ReadTables.Operations;

/// <summary>What kinds of long work there are.</summary>
public static class OperationKind
{
    /// <summary>Builds tables aside and puts them in the place of the live ones.</summary>
    public const string Rebuild = "rebuild";

    /// <summary>Builds tables aside and compares them with the live ones.</summary>
    public const string Verify = "verify";

    /// <summary>Builds tables as they were at a position.</summary>
    public const string Replay = "replay";
}

/// <summary>Long work that an administrator asks for.</summary>
public sealed record OperationRequest
{
    /// <summary>Qualified names of the tables; a derived table brings its source along.</summary>
    public required IReadOnlyList<string> Tables { get; init; }

    /// <summary>Rebuild, verify: only rows whose first key columns have these values.</summary>
    public IReadOnlyDictionary<string, string>? Where { get; init; }

    /// <summary>Verify: share of the rows, in percent above 0, chosen by a hash of the key; null for all.</summary>
    public double? SamplePercent { get; init; }

    /// <summary>Replay: the position that the tables are built to.</summary>
    public long? To { get; init; }

    /// <summary>Replay: the name that the tables are asked for by.</summary>
    public string? Into { get; init; }

    /// <summary>Replay: for how many hours it is kept.</summary>
    public double? KeepHours { get; init; }

    internal static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };
}

/// <summary>Long work, and how far it is.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">One of <see cref="OperationKind"/>.</param>
/// <param name="Request">What was asked.</param>
/// <param name="Actor">Who asked.</param>
/// <param name="State"><c>queued</c>, <c>running</c>, <c>completed</c>, <c>failed</c> or <c>cancelled</c>.</param>
/// <param name="Owner">The worker that does it, or did it last.</param>
/// <param name="Phase">What it is at, for people.</param>
/// <param name="Position">Position of the log that its tables have reached.</param>
/// <param name="EventsDone">Positions of the log it has been through.</param>
/// <param name="EventsTotal">Positions it has to go through; null while that is not known.</param>
/// <param name="EventsPerSecond">How fast it goes.</param>
/// <param name="Result">JSON of what came out; null before the end.</param>
/// <param name="Error">Why it failed.</param>
/// <param name="CreatedAt">When it was asked for.</param>
/// <param name="StartedAt">When a worker first took it.</param>
/// <param name="FinishedAt">When it ended.</param>
public sealed record Operation(
    Guid Id, string Kind, OperationRequest Request, string Actor, string State, string? Owner, string? Phase, long Position, long EventsDone, long? EventsTotal,
    double? EventsPerSecond, JsonElement? Result, string? Error, DateTimeOffset CreatedAt, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt)
{
    /// <summary>Whether it has come to its end.</summary>
    public bool IsFinal => State is "completed" or "failed" or "cancelled";

    /// <summary>Seconds until all events are done at the present speed; null when it is unknown.</summary>
    public double? SecondsLeft => State == "running" && EventsTotal is { } total && EventsPerSecond is > 0 and var rate ? Math.Max(0, (total - EventsDone) / rate) : null;
}
