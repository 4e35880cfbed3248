using EventSourced.Contracts.Pulse;
using EventSourced.EventStore;

namespace EventSourced.Commands.Pulse.Communities;

/// <summary>What a decision needs to know about a community.</summary>
/// <param name="CommunityId">The community.</param>
/// <param name="Exists">Whether it lives.</param>
/// <param name="Incarnation">Its present life, or its last one; 0 when it never lived.</param>
/// <param name="Since">Position of the event that began this life.</param>
/// <param name="Deletions">The commands that ended its lives, and the positions of these ends.</param>
/// <param name="Version">Version of its stream.</param>
internal sealed record CommunityState(string CommunityId, bool Exists, int Incarnation, long Since, IReadOnlyDictionary<Guid, long> Deletions, long Version)
{
    /// <summary>Whether anybody may read its public results.</summary>
    public bool IsPublic { get; init; } = true;

    public CommunityScope Scope => new(CommunityId, Incarnation);

    /// <summary>Part of an append that fails when the community changed meanwhile: its deletion wins over everything under way.</summary>
    public StreamAppend Unchanged => new(PulseStreams.Community(CommunityId), ExpectedVersion.Exactly(Version), []);

    /// <summary>Whether something recorded at a position belongs to the present life. Registrations hold the community's stream while they
    /// are written, so those of a former life have lower positions than the creation of the next.</summary>
    public bool Owns(long position) => Exists && position > Since;

    public static CommunityState Fold(string communityId, IEnumerable<Fact> facts)
    {
        var state = new CommunityState(communityId, false, 0, 0, new Dictionary<Guid, long>(), 0);
        foreach (var fact in facts)
        {
            state = fact.Event switch
            {
                CommunityCreated created => state with { Exists = true, Incarnation = created.Incarnation, Since = fact.Position, IsPublic = true },
                CommunityVisibilityChanged changed => state with { IsPublic = changed.IsPublic },
                CommunityDeleted => state with { Exists = false, Deletions = new Dictionary<Guid, long>(state.Deletions) { [fact.CommandId] = fact.Position } },
                _ => state,
            } with
            { Version = fact.Version };
        }
        return state;
    }
}
