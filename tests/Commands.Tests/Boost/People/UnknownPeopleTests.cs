using EventSourced.Commands.Boost.People;
using EventSourced.Contracts;
using EventSourced.Contracts.Boost;

namespace EventSourced.Commands.Tests.Boost.People;

/// <summary>People without a known account.</summary>
public sealed class UnknownPeopleTests
{
    [Fact]
    public void Each_name_gets_one_id_and_each_address_is_added_once()
    {
        var (people, events) = (new UnknownPeople(), new List<IEvent>());
        Assert.Equal([-1L, -2L, -1L, -3L, -3L], [people.Meet("Ann", "a@x", events), people.Meet("ann", null, events), people.Meet(" Ann ", "A@X", events), people.Meet("", "b@x", events), people.Meet(null, "c@x", events)]);
        Assert.Equal(
            [
                new UnknownPersonNamed(-1, "Ann"), new EmailAdded("github:-1", 1, "a@x", true), new UnknownPersonNamed(-2, "ann"), new UnknownPersonNamed(-3, "unknown"),
                new EmailAdded("github:-3", 1, "b@x", true), new EmailAdded("github:-3", 2, "c@x", false),
            ], events);
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
