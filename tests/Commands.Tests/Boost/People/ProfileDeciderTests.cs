using EventSourced.Commands.Boost.People;
using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts;
using EventSourced.Contracts.Boost;

namespace EventSourced.Commands.Tests.Boost.People;

/// <summary>Decisions about profiles on platforms other than GitHub, without a database.</summary>
public sealed class ProfileDeciderTests
{
    private static readonly CommandContext s_context = new(Guid.Empty, "tester", Facts.Now, null);
    private static readonly Guid[] s_ids = [.. Enumerable.Range(1, 3).Select(i => Guid.Parse($"019a0000-0000-7000-8000-00000000000{i}"))];

    [Fact]
    public void Blank_members_of_a_Slack_user_never_replace_what_is_known_and_an_address_is_added_once()
    {
        var state = new ProfileState("slack:U1");
        var command = new RecordSlackUser("U1", "ann", "Ann Lee", "https://a.example/1", "Ann@example.org");
        state.After(Facts.Of(ProfileDecider.Decide(state, command, s_context).Events));
        Assert.Equal(new SlackUserRecorded("slack:U1", "U1", "ann", "Ann Lee", "https://a.example/1"), state.Recorded);
        Assert.True(ProfileDecider.Decide(state, new RecordSlackUser("U1", " ", "", "", "ann@EXAMPLE.org"), s_context).IsNothing);
        var events = ProfileDecider.Decide(state, new RecordSlackUser("U1", "", "Ann L.", "", "other@example.org"), s_context).Events;
        Assert.Equal([new SlackUserRecorded("slack:U1", "U1", "ann", "Ann L.", "https://a.example/1"), new EmailAdded("slack:U1", 2, "other@example.org", IsPrimary: false)], events);
    }

    [Fact]
    public void A_forgotten_profile_is_not_recorded_again()
    {
        var state = new ProfileState("slack:U1").After(Facts.Of(
            new SlackUserRecorded("slack:U1", "U1", "ann", "Ann", ""), new EmailAdded("slack:U1", 1, "a@example.org", true), new ProfileForgotten("slack:U1", [1])));
        Assert.True(ProfileDecider.Decide(state, new RecordSlackUser("U1", "ann", "Ann Lee", "", "a@example.org"), s_context).IsNothing);
        Assert.Equal([1], new ProfileContext(null, null, state).Forget("slack:U1").Emails);
        var account = new AccountState(5).After(Facts.Of(new GitHubAccountRecorded(5, "ann", "Ann", "", "user"), new ProfileForgotten("github:5", [])));
        Assert.Null(account.After(new RecordGitHubAccount(5, "other")));
        Assert.Null(account.Add("a@example.org"));
    }

    [Fact]
    public void A_Discord_user_has_the_nickname_or_the_name_and_needs_a_name_at_first()
    {
        var state = new ProfileState("discord:5");
        Assert.Equal("username_missing", ProfileDecider.Decide(state, new RecordDiscordProfile(5), s_context).Problem?.Code);
        state.After(Facts.Of(ProfileDecider.Decide(state, new RecordDiscordProfile(5, "ann", IsBot: true), s_context).Events));
        Assert.Equal(new DiscordProfileRecorded("discord:5", 5, "ann", "ann", "", true), state.Recorded);
        Assert.Equal([new DiscordProfileRecorded("discord:5", 5, "ann", "Annie", "", false)], ProfileDecider.Decide(state, new RecordDiscordProfile(5, "", "Annie"), s_context).Events);
    }

    [Fact]
    public void The_same_name_with_another_address_is_another_profile()
    {
        var name = new ProfileNameState(Platforms.MailingList, "Ann Lee");
        var first = Decide([], s_ids[0], "Ann Lee", "ann (a) Example.org");
        Assert.Equal([new MailingListProfileRecorded($"mailing_list:{s_ids[0]}", "Ann Lee"), new EmailAdded($"mailing_list:{s_ids[0]}", 1, "ann@example.org", true), new ProfileNamed($"mailing_list:{s_ids[0]}")], first.Events);
        var known = State(s_ids[0], first.Events);
        Assert.True(Decide([known], s_ids[1], "Ann Lee", "ANN@example.org").IsNothing);
        var second = Decide([known], s_ids[1], "Ann Lee", "other@example.org");
        Assert.Equal($"mailing_list:{s_ids[1]}", Assert.IsType<MailingListProfileRecorded>(second.Events[0]).Profile);
        // Without an address it is the one that never had one.
        Assert.Equal($"mailing_list:{s_ids[2]}", Assert.IsType<MailingListProfileRecorded>(Decide([known], s_ids[2], "Ann Lee", null).Events[0]).Profile);
        var without = State(s_ids[2], [new MailingListProfileRecorded($"mailing_list:{s_ids[2]}", "Ann Lee")]);
        Assert.True(Decide([known, without], s_ids[1], "Ann Lee", null).IsNothing);
        without.After(Facts.From(without.Version + 1, [new ProfileForgotten(without.Profile, [])]));
        Assert.Equal(2, Decide([known, without], s_ids[1], "Ann Lee", null).Events.Count);
        // One that was forgotten is never meant again.
        known.After(Facts.From(known.Version + 1, [new ProfileForgotten(known.Profile, [1])]));
        Assert.Equal(3, Decide([known], s_ids[1], "Ann Lee", "ann@example.org").Events.Count);

        Decision Decide(ProfileState[] profiles, Guid id, string displayName, string? email) =>
            NamedProfileDecider.Decide(new NamedProfileContext(name, profiles, State(id, [])), new RecordMailingListProfile(id, displayName, email), s_context);
    }

    [Fact]
    public void A_sender_without_a_name_has_the_first_part_of_the_address_and_an_author_keeps_the_alias()
    {
        var context = new NamedProfileContext(new ProfileNameState(Platforms.MailingList, "x"), [], State(s_ids[0], []));
        Assert.Equal("ann.lee", Assert.IsType<MailingListProfileRecorded>(NamedProfileDecider.Decide(context, new RecordMailingListProfile(s_ids[0], " ", "Ann.Lee at example.org"), s_context).Events[0]).DisplayName);
        Assert.Equal("sender_missing", NamedProfileDecider.Decide(context, new RecordMailingListProfile(s_ids[0]), s_context).Problem?.Code);
        var author = new ProfileState($"wg21:{s_ids[0]}").After(Facts.Of(new PaperAuthorRecorded($"wg21:{s_ids[0]}", "Ann Lee", "A. Lee")));
        var named = new NamedProfileContext(new ProfileNameState(Platforms.Wg21, "Ann Lee"), [author], new ProfileState($"wg21:{s_ids[1]}"));
        Assert.True(NamedProfileDecider.Decide(named, new RecordPaperAuthor(s_ids[1], "Ann Lee"), s_context).IsNothing);
        Assert.Equal("profile_exists", NamedProfileDecider.Decide(named with { New = author }, new RecordPaperAuthor(s_ids[0], "Ann Lee", "", "a@example.org"), s_context).Problem?.Code);
    }

    [Theory]
    [InlineData("Ann  Lee-Müller!", "UC1", "v", "youtube:channel:UC1:speaker:ann_lee_müller")]
    [InlineData("Ann Lee", "", "v1", "youtube:video:v1:speaker:ann_lee")]
    [InlineData("明日", "", "", "youtube:name:明日")]
    public void A_speaker_is_known_by_channel_video_or_name(string name, string channel, string video, string id) =>
        Assert.Equal(id, ProfileDecider.StreamOf(new RecordYoutubeSpeaker(name, channel, video)).Profile);

    private static ProfileState State(Guid id, IReadOnlyList<IEvent> events) => new ProfileState($"mailing_list:{id}").After(Facts.Of([.. events.Where(e => e is not ProfileNamed)]));
}
