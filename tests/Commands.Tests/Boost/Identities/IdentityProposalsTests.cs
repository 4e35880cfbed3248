using EventSourced.Commands.Boost.Identities;
using EventSourced.Commands.Deciding;
using EventSourced.Contracts;
using EventSourced.Contracts.Boost;

namespace EventSourced.Commands.Tests.Boost.Identities;

/// <summary>Proposals of identities, without a database.</summary>
public sealed class IdentityProposalsTests
{
    private static readonly ProposedPerson s_github = new("github:1", "Ann  LEE", "annlee", ["Ann@example.org"]);
    private static readonly ProposedPerson s_slack = new("slack:U1", "ann lee", "ann", []);
    private static readonly ProposedPerson s_mail = new("mailing_list:1", "A. L.", "", ["ann@EXAMPLE.org"]);

    private readonly IdentityBook _book = new();

    [Fact]
    public void Profiles_that_share_an_address_or_a_name_on_two_platforms_are_one_proposal_and_again_nothing_is_proposed()
    {
        ProposedPerson[] people = [s_slack, s_mail, s_github, new("github:2", "Ben", "ben", []), new("slack:U2", "Ben", "ben", []), new("github:3", "Carl Orff", "", []), new("github:4", "Carl Orff", "", [])];
        var events = Propose(people);
        var staged = Assert.Single(events.OfType<IdentityStaged>());
        Assert.Equal(("Ann  LEE", "Proposed automatically: the profiles have the same name and an address in common."), (staged.DisplayName, staged.Description));
        Assert.Equal(["github:1", "mailing_list:1", "slack:U1"], Members(events));
        Assert.Empty(Propose(people));
        Assert.Empty(Propose([.. people.Reverse()]));
    }

    [Fact]
    public void A_profile_that_comes_later_is_added_to_the_open_proposal()
    {
        Propose(s_github, s_slack);
        Assert.Equal([new IdentityRelationStaged(_book.Open.Single().Staged.StagedIdentityId, "mailing_list:1")], Propose(s_github, s_slack, s_mail));
    }

    [Fact]
    public void What_a_reviewer_took_out_is_not_proposed_again_also_not_with_others()
    {
        Propose(s_github, s_slack);
        Apply(new IdentityRelationWithdrawn(_book.Open.Single().Staged.StagedIdentityId, "slack:U1"));
        Assert.Empty(Propose(s_github, s_slack));
        // Somebody who shares with both is proposed with one of them.
        var events = Propose(s_github, s_slack, new ProposedPerson("discord:7", "Ann Lee", "", []));
        Assert.Equal(["discord:7"], Members(events));
        Assert.Empty(Propose(s_github, s_slack, new ProposedPerson("discord:7", "Ann Lee", "", [])));
    }

    [Fact]
    public void Others_whom_a_reviewer_separated_are_proposed_among_themselves()
    {
        Propose(s_github, s_mail);
        Apply(new IdentityRelationWithdrawn(_book.Open.Single().Staged.StagedIdentityId, "mailing_list:1"));
        var other = new ProposedPerson("wg21:1", "Somebody", "", ["ann@example.org", "second@example.org"]);
        Apply(new IdentityRelationStaged(_book.Open.Single().Staged.StagedIdentityId, "wg21:1"), new IdentityRelationWithdrawn(_book.Open.Single().Staged.StagedIdentityId, "wg21:1"));
        Assert.Equal(["mailing_list:1", "wg21:1"], Members(Propose(s_github, s_mail, other)));
        Assert.Equal(2, _book.Open.Count());
        Assert.Empty(Propose(s_github, s_mail, other));
    }

    [Fact]
    public void Accepted_proposals_are_not_made_again_and_a_profile_that_was_unlinked_stays_apart()
    {
        Propose(s_github, s_slack);
        var staged = _book.Open.Single().Staged.StagedIdentityId;
        Apply(new IdentityMerged(staged, Guid.NewGuid(), "Ann", "", ["github:1", "slack:U1"], []));
        Assert.Empty(Propose(s_github, s_slack));
        Apply(new ProfileUnlinked("slack:U1", _book.OfProfile("slack:U1")!.Value));
        Assert.Empty(Propose(s_github, s_slack));
        Assert.Equal(["github:1", "mailing_list:1"], Members(Propose(s_github, s_slack, s_mail)));
    }

    private IReadOnlyList<IEvent> Propose(params ProposedPerson[] people)
    {
        var events = new IdentityProposals(_book).Of(people);
        Apply([.. events]);
        return events;
    }

    private void Apply(params IEvent[] events) => _book.After(Facts.From(_book.Version + 1, events));

    private static IEnumerable<string> Members(IReadOnlyList<IEvent> events) => events.OfType<IdentityRelationStaged>().Select(r => r.Profile).Order(StringComparer.Ordinal);
}
