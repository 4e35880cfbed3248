using EventSourced.Commands.Pulse.Communities;
using EventSourced.Contracts;
using EventSourced.Contracts.Pulse;

namespace EventSourced.Commands.Pulse.Weeks;

/// <summary>The results of a week, computed from its digests.</summary>
internal sealed record WeekResults(WeekSummarised Summary, WeekHealthAssessed Health, WeekConceptsMapped Concepts);

/// <summary>Decides which results of a week are news.</summary>
internal static class WeekDecider
{
    /// <summary>Records what differs from what was recorded last; removes the results of a week that has none any more.</summary>
    /// <param name="source">The source.</param>
    /// <param name="weekStart">The week.</param>
    /// <param name="state">What was recorded last.</param>
    /// <param name="results">What the digests say now; null below the gate.</param>
    /// <param name="same">Whether two events say the same.</param>
    /// <param name="force">Records also what is no news.</param>
    public static Decision Decide(
        SourceScope source, DateOnly weekStart, WeekState state, WeekResults? results, Func<IEvent, IEvent?, bool> same, bool force = false)
    {
        if (results is null) return Remove(source, weekStart, state);
        List<IEvent> events = [];
        if (force || !same(results.Summary, state.Summary)) events.Add(results.Summary);
        if (force || !same(results.Health, state.Health)) events.Add(results.Health);
        if (force || !same(results.Concepts, state.Concepts)) events.Add(results.Concepts);
        return new(events, null);
    }

    public static Decision Remove(SourceScope source, DateOnly weekStart, WeekState state) =>
        state.HasResults ? Decision.Of(new WeekRemoved(source.CommunityId, source.SourceId, weekStart)) : Decision.Nothing;
}
