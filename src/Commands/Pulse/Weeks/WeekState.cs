using EventSourced.Commands.Pulse.Communities;
using EventSourced.Contracts.Pulse;

namespace EventSourced.Commands.Pulse.Weeks;

/// <summary>The results of a week as they were recorded last; nulls when there are none.</summary>
internal sealed record WeekState(WeekSummarised? Summary, WeekHealthAssessed? Health, WeekConceptsMapped? Concepts, long Version)
{
    public static WeekState None { get; } = new(null, null, null, 0);

    public bool HasResults => Summary is not null || Health is not null || Concepts is not null;

    public static WeekState Fold(IEnumerable<Fact> facts)
    {
        var state = None;
        foreach (var fact in facts)
        {
            state = fact.Event switch
            {
                WeekSummarised e => state with { Summary = e },
                WeekHealthAssessed e => state with { Health = e },
                WeekConceptsMapped e => state with { Concepts = e },
                WeekRemoved => None,
                _ => state,
            } with
            { Version = fact.Version };
        }
        return state;
    }
}
