using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pulse.Communities;
using EventSourced.Commands.Pulse.Sources;
using EventSourced.Contracts.Pulse;

namespace EventSourced.Commands.Tests.Pulse;

public sealed class CommunityDeciderTests
{
    private static readonly CreateCommunity Create = new("garden", "Garden", "Ours");
    private static readonly CommunityCreated Created = new("garden", "Garden", "Ours", 1);
    private static readonly CommunityDeleted Deleted = new("garden");

    [Fact]
    public void A_new_community_is_created() => Assert.Equal([Created], CommunityDecider.Decide(Given.Community(), Create).Events);

    [Fact]
    public void An_existing_community_is_not_created_again() =>
        Assert.Equal((409, "community_exists"), Answer(CommunityDecider.Decide(Given.Community(Created), Create)));

    [Fact]
    public void A_deleted_community_can_be_created_again_with_the_next_incarnation() =>
        Assert.Equal([Created with { Incarnation = 3 }], CommunityDecider.Decide(Given.Community(Created, Deleted, Created with { Incarnation = 2 }, Deleted), Create).Events);

    [Fact]
    public void A_community_is_public_until_an_admin_hides_it_and_again_in_its_next_incarnation()
    {
        var hidden = new CommunityVisibilityChanged("garden", false);
        Assert.Equal([Created, hidden], CommunityDecider.Decide(Given.Community(), Create with { IsPublic = false }).Events);
        Assert.Equal([hidden], CommunityDecider.Decide(Given.Community(Created), new SetCommunityVisibility("garden", false), Given.Context).Events);
        Assert.Empty(CommunityDecider.Decide(Given.Community(Created), new SetCommunityVisibility("garden", true), Given.Context).Events);
        Assert.Empty(CommunityDecider.Decide(Given.Community(Created, hidden), new SetCommunityVisibility("garden", false), Given.Context).Events);
        Assert.Empty(CommunityDecider.Decide(Given.Community(Created, hidden, Deleted, Created with { Incarnation = 2 }), new SetCommunityVisibility("garden", true), Given.Context).Events);
        Assert.Equal((404, "community_not_found"), Answer(CommunityDecider.Decide(Given.Community(Created, Deleted), new SetCommunityVisibility("garden", false), Given.Context)));
    }

    [Fact]
    public void Deleting_an_unknown_community_is_refused_and_deleting_twice_has_no_effect()
    {
        Assert.Equal((404, "community_not_found"), Answer(CommunityDecider.Decide(Given.Community(), new DeleteCommunity("garden"))));
        Assert.Equal([Deleted], CommunityDecider.Decide(Given.Community(Created), new DeleteCommunity("garden")).Events);
        var twice = CommunityDecider.Decide(Given.Community(Created, Deleted), new DeleteCommunity("garden"));
        Assert.Null(twice.Problem);
        Assert.Empty(twice.Events);
    }

    [Fact]
    public void A_community_does_not_own_what_was_recorded_before_its_current_incarnation()
    {
        var state = Given.Community(Created, Deleted, Created with { Incarnation = 2 });
        Assert.False(state.Owns(2));
        Assert.True(state.Owns(4));
        Assert.False(Given.Community(Created, Deleted).Owns(4));
    }

    [Fact]
    public void Sources_are_created_once_in_an_existing_community()
    {
        var create = new CreateSource("garden", "chat", "Chat");
        Assert.Equal([Given.SourceCreated], SourceDecider.Decide(new(Given.Garden, new SourceState(Given.Chat)), create, Given.Context).Events);
        Assert.Equal((409, "source_exists"), Answer(SourceDecider.Decide(new(Given.Garden, Given.Source()), create, Given.Context)));
        Assert.Equal((404, "community_not_found"), Answer(SourceDecider.Decide(new(Given.Community(), new SourceState(Given.Chat)), create, Given.Context)));
    }

    [Fact]
    public void Streams_of_two_incarnations_differ()
    {
        Assert.Equal("pulse/garden", PulseStreams.Community("garden"));
        Assert.Equal("pulse/garden~1/chat/day/2024-02-29", Given.Chat.Day(new(2024, 2, 29)));
        Assert.Equal("pulse/garden~2/chat/week/2024-02-25", new CommunityScope("garden", 2).Source("chat").Week(PulseStreams.WeekOf(new(2024, 2, 29))));
        Assert.Equal(new DateOnly(2024, 2, 29), SourceScope.DateOf(Given.Chat.Day(new(2024, 2, 29))));
        Assert.Equal(new DateOnly(2023, 12, 31), PulseStreams.WeekOf(new(2023, 12, 31)));
        Assert.Equal(new DateOnly(2023, 12, 31), PulseStreams.WeekOf(new(2024, 1, 6)));
        Assert.Equal(DateOnly.MinValue, PulseStreams.WeekOf(DateOnly.MinValue));
    }

    private static (int, string) Answer(Decision decision) => (decision.Problem!.Status, decision.Problem.Code);
}
