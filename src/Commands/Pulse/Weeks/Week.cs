using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pulse.Communities;
using EventSourced.Contracts;
using EventSourced.Contracts.Pulse;

namespace EventSourced.Commands.Pulse.Weeks;

/// <summary>The results of a week, computed from its digests.</summary>
internal sealed record WeekResults(WeekSummarised Summary, WeekHealthAssessed Health, WeekConceptsMapped Concepts);

/// <summary>The last recorded results of a week; nulls when there are none.</summary>
internal sealed class WeekState(SourceScope source, DateOnly weekStart) : StreamState(source.Week(weekStart))
{
    public SourceScope Source { get; } = source;

    public DateOnly WeekStart { get; } = weekStart;

    public WeekSummarised? Summary { get; private set; }

    public WeekHealthAssessed? Health { get; private set; }

    public WeekConceptsMapped? Concepts { get; private set; }

    public bool HasResults => Summary is not null || Health is not null || Concepts is not null;

    protected override void When(Fact fact) => (Summary, Health, Concepts) = fact.Event switch
    {
        WeekSummarised e => (e, Health, Concepts),
        WeekHealthAssessed e => (Summary, e, Concepts),
        WeekConceptsMapped e => (Summary, Health, e),
        WeekRemoved => (null, null, null),
        _ => (Summary, Health, Concepts),
    };
}

/// <summary>Decides which results of a week have changed.</summary>
internal static class WeekDecider
{
    /// <summary>Records the results that differ from the last recorded ones. Removes the results of a week that no longer has any.</summary>
    /// <param name="state">The last recorded results.</param>
    /// <param name="results">The results from the current digests; null when there is not enough data.</param>
    /// <param name="same">Whether two events are equal.</param>
    /// <param name="force">Also records unchanged results.</param>
    public static Decision Decide(WeekState state, WeekResults? results, Func<IEvent, IEvent?, bool> same, bool force = false)
    {
        if (results is null) return Remove(state);
        List<IEvent> events = [];
        if (force || !same(results.Summary, state.Summary)) events.Add(results.Summary);
        if (force || !same(results.Health, state.Health)) events.Add(results.Health);
        if (force || !same(results.Concepts, state.Concepts)) events.Add(results.Concepts);
        return Decision.Of(state, events);
    }

    public static Decision Remove(WeekState state) =>
        state.HasResults ? Decision.Of(state, new WeekRemoved(state.Source.CommunityId, state.Source.SourceId, state.WeekStart)) : Decision.Nothing;
}
