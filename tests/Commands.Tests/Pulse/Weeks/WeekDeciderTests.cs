using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pulse.Weeks;
using EventSourced.Contracts;
using EventSourced.Contracts.Pulse;

namespace EventSourced.Commands.Tests.Pulse;

public sealed class WeekDeciderTests
{
    private static readonly DateOnly Sunday = new(2024, 1, 7);
    private static readonly WeekSummarised Summary = new("garden", "chat", Sunday, Sunday.AddDays(6), "neutral", 0, 0, [], "s", 20, 2, new(0, "low", [], 0), null, "m");
    private static readonly WeekHealthAssessed Health = new("garden", "chat", Sunday, Sunday.AddDays(6), [], null, 0);
    private static readonly WeekConceptsMapped Concepts = new("garden", "chat", Sunday, Sunday.AddDays(6), [], [], "keyword");
    private static readonly WeekResults Results = new(Summary, Health, Concepts);

    [Fact]
    public void Only_changed_results_are_recorded()
    {
        Assert.Equal([Summary, Health, Concepts], Decide(Results));
        Assert.Empty(Decide(Results, Summary, Health, Concepts));
        Assert.Equal([Summary], Decide(Results, Summary with { TotalMessages = 19 }, Health, Concepts));
        Assert.Equal([Summary, Health, Concepts], Decide(Results, Summary, Health, Concepts, new WeekRemoved("garden", "chat", Sunday)));
        Assert.Equal(3, WeekDecider.Decide(State(Summary, Health, Concepts), Results, Same, force: true).Events.Count);
    }

    [Fact]
    public void Results_of_a_week_without_enough_data_are_removed_once()
    {
        Assert.Equal([new WeekRemoved("garden", "chat", Sunday)], Decide(null, Summary, Health, Concepts));
        Assert.Empty(Decide(null, Summary, Health, Concepts, new WeekRemoved("garden", "chat", Sunday)));
        Assert.Empty(Decide(null));
    }

    [Fact]
    public void Four_later_weeks_depend_on_a_changed_week()
    {
        Assert.Equal(Enumerable.Range(0, 6).Select(i => Sunday.AddDays(7 * i)), WeekRefresher.WithDependentWeeks([Sunday.AddDays(7), Sunday]));
        Assert.True(WeekRefresher.WithDependentWeeks([DateOnly.MaxValue.AddDays(-6)]).Count == 1);
    }

    private static WeekState State(params IReadOnlyList<IEvent> events) => new WeekState(Given.Chat, Sunday).After(Given.Facts(1, events));

    private static bool Same(IEvent one, IEvent? other) => one.Equals(other);

    private static IReadOnlyList<IEvent> Decide(WeekResults? results, params IReadOnlyList<IEvent> events) =>
        WeekDecider.Decide(State(events), results, Same).Events;
}
