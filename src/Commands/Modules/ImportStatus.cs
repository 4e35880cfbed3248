using System.Text.Json.Nodes;

namespace EventSourced.Commands.Modules;

/// <summary>Names of the states of an import.</summary>
public static class ImportStates
{
    /// <summary>The upload was taken in; its command has not been handled yet.</summary>
    public const string Accepted = "accepted";

    /// <summary>It is registered and waits for a worker.</summary>
    public const string Queued = "queued";

    /// <summary>A worker is at it.</summary>
    public const string Running = "running";

    /// <summary>Somebody has to do something first; <see cref="ImportStatus.NextStep"/> says what.</summary>
    public const string Waiting = "waiting";

    /// <summary>It came to its end.</summary>
    public const string Completed = "completed";

    /// <summary>It ended with an error.</summary>
    public const string Failed = "failed";

    /// <summary>Its command was refused: nothing was imported.</summary>
    public const string Rejected = "rejected";

    /// <summary>It was deleted after its end.</summary>
    public const string Deleted = "deleted";

    /// <summary>Whether an import in this state goes on no more.</summary>
    /// <param name="state">The state.</param>
    public static bool IsFinal(string state) => state is Completed or Failed or Rejected or Deleted;
}

/// <summary>How an import stands, as its events tell it.</summary>
public sealed record ImportStatus
{
    /// <summary>One of <see cref="ImportStates"/>.</summary>
    public required string State { get; init; }

    /// <summary>What is being done, such as <c>days</c>; null when nothing is.</summary>
    public string? Phase { get; init; }

    /// <summary>How much of the phase is done.</summary>
    public long Done { get; init; }

    /// <summary>How much the phase has; null while unknown.</summary>
    public long? Total { get; init; }

    /// <summary>Figures and facts of the file, as far as they are known: numbers and texts by name.</summary>
    public JsonObject Summary { get; init; } = [];

    /// <summary>What was left out, by reason.</summary>
    public IReadOnlyList<ImportLeftOut> LeftOut { get; init; } = [];

    /// <summary>What people should look at.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Why it failed, or null.</summary>
    public ImportFault? Error { get; init; }

    /// <summary>What somebody has to do before it can go on, or null.</summary>
    public string? NextStep { get; init; }
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
