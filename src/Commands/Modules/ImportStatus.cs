using System.Text.Json.Nodes;
using EventSourced.Contracts;

namespace EventSourced.Commands.Modules;

/// <summary>Names of the states of an import.</summary>
public static class ImportStates
{
    /// <summary>The upload was accepted; its command has not been handled yet.</summary>
    public const string Accepted = "accepted";

    /// <summary>It is registered and waits for a worker.</summary>
    public const string Queued = "queued";

    /// <summary>A worker runs it.</summary>
    public const string Running = "running";

    /// <summary>It waits for somebody to act; <see cref="ImportStatus.NextStep"/> describes how.</summary>
    public const string Waiting = "waiting";

    /// <summary>It has finished.</summary>
    public const string Completed = "completed";

    /// <summary>It ended with an error.</summary>
    public const string Failed = "failed";

    /// <summary>Its command was rejected: nothing was imported.</summary>
    public const string Rejected = "rejected";

    /// <summary>It was deleted after its end.</summary>
    public const string Deleted = "deleted";

    /// <summary>Whether this state is final.</summary>
    /// <param name="state">The state.</param>
    public static bool IsFinal(string state) => state is Completed or Failed or Rejected or Deleted;
}

/// <summary>The status of an import, computed from its events.</summary>
public sealed record ImportStatus
{
    /// <summary>One of <see cref="ImportStates"/>.</summary>
    public required string State { get; init; }

    /// <summary>Current phase, such as <c>days</c>; null when none runs.</summary>
    public string? Phase { get; init; }

    /// <summary>Completed items of the phase.</summary>
    public long Done { get; init; }

    /// <summary>All items of the phase; null while unknown.</summary>
    public long? Total { get; init; }

    /// <summary>Known facts of the file: numbers and texts by name.</summary>
    public JsonObject Summary { get; init; } = [];

    /// <summary>What was left out, by reason.</summary>
    public IReadOnlyList<ImportLeftOut> LeftOut { get; init; } = [];

    /// <summary>Warnings for people.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Why it failed, or null.</summary>
    public ImportFault? Error { get; init; }

    /// <summary>What somebody has to do before it can go on, or null.</summary>
    public string? NextStep { get; init; }

    /// <summary>The status of an import whose events change it one after another.</summary>
    /// <param name="events">Its events.</param>
    /// <param name="next">The status after an event.</param>
    public static ImportStatus After(IReadOnlyList<IEvent> events, Func<ImportStatus, IEvent, ImportStatus> next) => events.Aggregate(new ImportStatus { State = ImportStates.Queued }, next);

    /// <summary>The status after a failure.</summary>
    /// <param name="error">Why it failed.</param>
    public ImportStatus Failed(ImportFault error) => this with { State = ImportStates.Failed, Phase = null, Done = 0, Total = null, Error = error };
}

/// <summary>Lines of a file that were left out for one reason.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Count">How many lines or entries.</param>
/// <param name="Lines">The first of these lines; empty where they are counted only.</param>
public sealed record ImportLeftOut(string Reason, long Count, IReadOnlyList<long> Lines);

/// <summary>Why an import failed.</summary>
/// <param name="Code">Stable reason.</param>
/// <param name="Detail">What is wrong and what to do about it.</param>
/// <param name="Line">Line of the file, or null when no line is to blame.</param>
public sealed record ImportFault(string Code, string Detail, int? Line = null);
