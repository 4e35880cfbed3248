using EventSourced.Commands.Boost.Identities;
using EventSourced.Commands.Boost.People;
using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts;
using EventSourced.Contracts.Boost;

namespace EventSourced.Commands.Tests.Boost.Identities;

/// <summary>Decisions about identities, without a database.</summary>
public sealed class IdentityDeciderTests
{
    private static readonly CommandContext s_context = new(Guid.Empty, "tester", DateTimeOffset.UnixEpoch, null);
    private static readonly Guid[] s_ids = [.. Enumerable.Range(1, 5).Select(i => Guid.Parse($"019a0000-0000-7000-8000-00000000000{i}"))];

    [Fact]
    public void Profiles_without_an_identity_get_a_new_one()
    {
        var book = Book(new IdentityStaged(s_ids[0], "Ann", "why"), new IdentityRelationStaged(s_ids[0], "github:2"), new IdentityRelationStaged(s_ids[0], "github:-1"));
        var merged = Assert.IsType<IdentityMerged>(Assert.Single(IdentityDecider.Decide(book, new MergeIdentity(s_ids[0]), s_context).Events));
        Assert.Equal(("Ann", "why"), (merged.DisplayName, merged.Description));
        Assert.Equal(["github:-1", "github:2"], merged.Profiles);
        Assert.Empty(merged.RemovedIdentities);
        // Again, it changes nothing.
        Assert.True(IdentityDecider.Decide(Book(new IdentityStaged(s_ids[0], "Ann", ""), merged), new MergeIdentity(s_ids[0]), s_context).IsNothing);
    }

    [Fact]
    public void Of_several_identities_the_one_with_the_lowest_row_stays_and_gets_the_profiles_of_the_others()
    {
        Guid[] identities = [.. s_ids[1..4].OrderBy(BoostRows.Identity)];
        var book = Book(
            new IdentityMerged(Guid.NewGuid(), identities[2], "Last", "", ["github:1", "github:9"], []), new IdentityMerged(Guid.NewGuid(), identities[0], "First", "f", ["github:2"], []),
            new IdentityMerged(Guid.NewGuid(), identities[1], "Other", "", ["github:3"], []),
            new IdentityStaged(s_ids[0], "Ann", ""), new IdentityRelationStaged(s_ids[0], "github:1"), new IdentityRelationStaged(s_ids[0], "github:2"), new IdentityRelationStaged(s_ids[0], "github:4"));
        var merged = Assert.IsType<IdentityMerged>(Assert.Single(IdentityDecider.Decide(book, new MergeIdentity(s_ids[0]), s_context).Events));
        Assert.Equal((identities[0], "First", "f"), (merged.IdentityId, merged.DisplayName, merged.Description));
        Assert.Equal(["github:1", "github:2", "github:4", "github:9"], merged.Profiles);
        Assert.Equal([identities[2]], merged.RemovedIdentities);
    }

    [Fact]
    public void Relations_are_added_once_and_only_for_profiles_that_exist()
    {
        var people = new UnknownPeople().After(new UnknownPersonNamed(-1, "Ben"));
        var (stage, unknown) = (new StageRelation(s_ids[0], "github:-1"), new ProfileContext(null, people));
        Assert.Equal("staged_identity_not_found", IdentityDecider.Decide(new RelationContext(Book(), unknown), stage, s_context).Problem?.Code);
        var staged = new IdentityStaged(s_ids[0], "Ann", "");
        Assert.Equal([new IdentityRelationStaged(s_ids[0], "github:-1")], IdentityDecider.Decide(new RelationContext(Book(staged), unknown), stage, s_context).Events);
        Assert.True(IdentityDecider.Decide(new RelationContext(Book(staged, new IdentityRelationStaged(s_ids[0], "github:-1")), unknown), stage, s_context).IsNothing);
        Assert.Equal("profile_not_found", IdentityDecider.Decide(new RelationContext(Book(staged), unknown), stage with { Profile = "github:-2" }, s_context).Problem?.Code);
        Assert.Equal("no_profiles", IdentityDecider.Decide(Book(staged), new MergeIdentity(s_ids[0]), s_context).Problem?.Code);
    }

    [Fact]
    public void A_profile_is_separated_from_its_identity_once()
    {
        var merged = new IdentityMerged(s_ids[0], s_ids[1], "Ann", "", ["github:1"], []);
        var unlinked = Assert.Single(IdentityDecider.Decide(Book(merged), new UnlinkProfile("github:1"), s_context).Events);
        Assert.Equal(new ProfileUnlinked("github:1", s_ids[1]), unlinked);
        Assert.True(IdentityDecider.Decide(Book(merged, unlinked), new UnlinkProfile("github:1"), s_context).IsNothing);
    }

    private static IdentityBook Book(params IEvent[] events) => new IdentityBook().After(events);
}
