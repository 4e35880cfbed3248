using EventSourced.Contracts.Boost;

namespace EventSourced.Laws.Tests.Histories.Boost;

/// <summary>Generates proposals of identities, some of which are accepted, and profiles that are separated again.</summary>
internal sealed class IdentityGenerator(PeopleGenerator people, Steps steps, Random random)
{
    private const string Stream = "boost/identities";
    private readonly Dictionary<string, Guid> _identities = [];

    public void Propose(bool isAccepted)
    {
        var (id, name) = (random.Guid(), $"Ann {random.Next(20)}");
        steps.Commit(Stream, new IdentityStaged(id, name, random.TextOrEmpty()));
        List<string> profiles = [.. people.Ids.Where(_ => random.OneIn(2)).Append(random.Pick(people.Ids)).Distinct().Select(p => $"github:{p}")];
        foreach (var profile in profiles) steps.Commit(Stream, new IdentityRelationStaged(id, profile));
        if (random.OneIn(2)) steps.Commit(Stream, new IdentityStaged(id, name, random.Text()));
        if (profiles.Count > 1)
        {
            steps.Commit(Stream, new IdentityRelationWithdrawn(id, profiles[0]));
            profiles.RemoveAt(0);
        }
        if (isAccepted) Accept(id, name, profiles);
    }

    public void Separate()
    {
        if (_identities.Count == 0) return;
        var (profile, identity) = random.Pick([.. _identities]);
        _identities.Remove(profile);
        steps.Commit(Stream, new ProfileUnlinked(profile, identity));
    }

    private void Accept(Guid id, string name, IReadOnlyList<string> profiles)
    {
        List<Guid> joined = [.. profiles.Where(_identities.ContainsKey).Select(p => _identities[p]).Distinct().OrderBy(BoostRows.Identity)];
        var identity = joined.Count > 0 ? joined[0] : random.Guid();
        string[] all = [.. profiles.Concat(_identities.Where(p => joined.Contains(p.Value)).Select(p => p.Key)).Distinct()];
        foreach (var profile in all) _identities[profile] = identity;
        steps.Commit(Stream, new IdentityMerged(id, identity, name, random.TextOrEmpty(), all, [.. joined.Skip(1)]));
    }
}
