using EventSourced.EventStore;

namespace EventSourced.Laws.Tests.Histories;

/// <summary>Generates events of every type of a module, in an order that its commands could produce.</summary>
internal interface IModuleHistory
{
    /// <summary>The module.</summary>
    string Module { get; }

    /// <summary>Columns that no event fills yet (<c>table.column</c>), and why.</summary>
    IReadOnlyDictionary<string, string> NotFilledYet { get; }

    /// <summary>Creates the histories of several independent scopes. The suite interleaves them.</summary>
    IReadOnlyList<ScopeHistory> Create(Random random);
}

/// <summary>The history of one scope.</summary>
/// <param name="Scope">Name of the scope: a community, a stall, a child.</param>
/// <param name="Steps">Its commits in order.</param>
internal sealed record ScopeHistory(IReadOnlyList<string> Scope, IReadOnlyList<HistoryStep> Steps);

/// <summary>One commit.</summary>
/// <param name="At">Time of the commit.</param>
/// <param name="Appends">Its events by stream.</param>
/// <param name="Forgets">Subjects whose keys are destroyed before the commit.</param>
internal sealed record HistoryStep(DateTimeOffset At, IReadOnlyList<StreamAppend> Appends, IReadOnlyList<string> Forgets);
