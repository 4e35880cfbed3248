using EventSourced.EventStore;

namespace EventSourced.Laws.Tests.Histories;

/// <summary>Makes up what may have happened in a module: events of every kind, in an order that its commands could have brought about.</summary>
internal interface IModuleHistory
{
    /// <summary>The module.</summary>
    string Module { get; }

    /// <summary>Columns that no event fills yet (<c>table.column</c>), and why.</summary>
    IReadOnlyDictionary<string, string> NotFilledYet { get; }

    /// <summary>A history of each of several scopes. None knows of the others: the suite interleaves them.</summary>
    IReadOnlyList<ScopeHistory> Create(Random random);
}

/// <summary>What happened in one scope.</summary>
/// <param name="Scope">What it is called: a community, a stall, a child.</param>
/// <param name="Steps">What was committed, in order.</param>
internal sealed record ScopeHistory(IReadOnlyList<string> Scope, IReadOnlyList<HistoryStep> Steps);

/// <summary>What one command committed.</summary>
/// <param name="At">When.</param>
/// <param name="Appends">Its events, stream by stream.</param>
/// <param name="Forgets">Subjects whose keys it destroyed before.</param>
internal sealed record HistoryStep(DateTimeOffset At, IReadOnlyList<StreamAppend> Appends, IReadOnlyList<string> Forgets);
