using EventSourced.Commands.Boost.People;
using EventSourced.Commands.Boost.Repositories;
using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Boost;

namespace EventSourced.Commands.Tests.Boost.People;

/// <summary>People without a known account.</summary>
public sealed class UnknownPeopleTests
{
    [Fact]
    public void Each_name_gets_one_id_and_each_address_is_added_once()
    {
        var people = new MetPeople(new UnknownPeople());
        Assert.Equal([-1L, -2L, -1L, -3L, -3L], [people.Meet("Ann", "a@x"), people.Meet("ann", null), people.Meet(" Ann ", "A@X"), people.Meet("", "b@x"), people.Meet(null, "c@x")]);
        Assert.Equal(
            [
                new UnknownPersonNamed(-1, "Ann"), new EmailAdded("github:-1", 1, "a@x", true), new UnknownPersonNamed(-2, "ann"), new UnknownPersonNamed(-3, "unknown"),
                new EmailAdded("github:-3", 1, "b@x", true), new EmailAdded("github:-3", 2, "c@x", false),
            ], people.Events);
    }

    [Fact]
    public void Those_who_are_known_are_found_and_others_follow_them()
    {
        var known = new UnknownPeople().After(Facts.Of(new UnknownPersonNamed(-1, "Ann"), new EmailAdded("github:-1", 1, "a@x", true), new UnknownPersonNamed(-2, "Ben")));
        var people = new MetPeople(known);
        Assert.Equal([-1L, -3L, -4L], [people.Meet("Ann", "b@x"), people.Meet("Cy", null), people.Meet("Di", null)]);
        Assert.Equal([new EmailAdded("github:-1", 2, "b@x", false), new UnknownPersonNamed(-3, "Cy"), new UnknownPersonNamed(-4, "Di")], people.Events);
    }

    [Fact]
    public void An_owner_who_is_not_recorded_is_new_again_for_the_next_decision()
    {
        var command = new RecordRepository("someone", "thing");
        var context = new CommandContext(Guid.NewGuid(), "test", Facts.Now, null);
        var states = new RepositoryContext(new RepositoryState("someone", "thing"), new UsernameState("someone"), null, new UnknownPeople(), null);

        // The append of the first decision failed. Its states, which may be cached, are as before.
        RepositoryDecider.Decide(states, command, context);
        var again = RepositoryDecider.Decide(states, command, context);

        Assert.Equal(new UnknownPersonNamed(-1, "someone"), Assert.Single(again.Events.OfType<UnknownPersonNamed>()));
        Assert.Null(states.Unknown!.Find("someone"));
    }

    [Fact]
    public void An_account_keeps_what_a_later_answer_leaves_empty()
    {
        var account = new AccountState(7);
        var first = account.After(new RecordGitHubAccount(7, "ann", "Ann", "https://a", "User"))!;
        account.Apply(new(first, 1, 1, default, default));
        Assert.Equal(new GitHubAccountRecorded(7, "ann", "Ann", "https://a", "organization"), account.After(new RecordGitHubAccount(7, "", " ", "", "Organization")));
        Assert.Null(account.After(new RecordGitHubAccount(7, "ann", "", "", "Robot")));
    }
}
