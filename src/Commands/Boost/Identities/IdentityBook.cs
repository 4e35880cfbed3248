using EventSourced.Commands.Deciding;
using EventSourced.Contracts.Boost;

namespace EventSourced.Commands.Boost.Identities;

/// <summary>A proposal.</summary>
/// <param name="Staged">Its name and description.</param>
/// <param name="Profiles">Its profiles.</param>
internal sealed record StagedIdentity(IdentityStaged Staged, IReadOnlyList<string> Profiles);

/// <summary>All identities and proposals, in one stream: a merge concerns any number of identities and profiles at once, and people review them one by one.</summary>
internal sealed class IdentityBook() : StreamState(BoostStreams.Identities)
{
    private readonly Dictionary<Guid, StagedIdentity> _staged = [];
    private readonly Dictionary<Guid, IdentityMerged> _identities = [];
    private readonly Dictionary<string, Guid> _ofProfile = [];
    private readonly HashSet<Guid> _merged = [];
    private readonly HashSet<(string, string)> _separated = [];

    public StagedIdentity? Staged(Guid id) => _staged.GetValueOrDefault(id);

    /// <summary>The open proposals.</summary>
    public IEnumerable<StagedIdentity> Open => _staged.Values;

    /// <summary>Whether somebody separated two profiles: one was taken out of a proposal, or of an identity, that has the other.</summary>
    /// <param name="one">A profile.</param>
    /// <param name="other">Another.</param>
    public bool AreSeparated(string one, string other) => _separated.Contains(Pair(one, other));

    /// <summary>Whether a proposal was accepted: its id is not used again.</summary>
    public bool IsMerged(Guid id) => _merged.Contains(id);

    /// <summary>The identity of a profile, or null.</summary>
    public Guid? OfProfile(string profile) => _ofProfile.TryGetValue(profile, out var id) ? id : null;

    /// <summary>The profiles of an identity.</summary>
    public IEnumerable<string> ProfilesOf(Guid identity) => _ofProfile.Where(p => p.Value == identity).Select(p => p.Key);

    /// <summary>The last merge of an identity, with its name.</summary>
    public IdentityMerged Identity(Guid id) => _identities[id];

    protected override void When(Fact fact)
    {
        switch (fact.Event)
        {
            case IdentityStaged staged:
                _staged[staged.StagedIdentityId] = new(staged, Staged(staged.StagedIdentityId)?.Profiles ?? []);
                break;
            case IdentityRelationStaged added:
                _staged[added.StagedIdentityId] = _staged[added.StagedIdentityId] with { Profiles = [.. _staged[added.StagedIdentityId].Profiles, added.Profile] };
                break;
            case IdentityRelationWithdrawn withdrawn:
                Separate(withdrawn.Profile, _staged[withdrawn.StagedIdentityId].Profiles);
                _staged[withdrawn.StagedIdentityId] = _staged[withdrawn.StagedIdentityId] with { Profiles = [.. _staged[withdrawn.StagedIdentityId].Profiles.Where(p => p != withdrawn.Profile)] };
                break;
            case IdentityMerged merged:
                _staged.Remove(merged.StagedIdentityId);
                _merged.Add(merged.StagedIdentityId);
                _identities[merged.IdentityId] = merged;
                foreach (var removed in merged.RemovedIdentities) _identities.Remove(removed);
                foreach (var profile in merged.Profiles) _ofProfile[profile] = merged.IdentityId;
                break;
            case ProfileUnlinked unlinked:
                Separate(unlinked.Profile, ProfilesOf(unlinked.IdentityId));
                _ofProfile.Remove(unlinked.Profile);
                break;
        }
    }

    private void Separate(string profile, IEnumerable<string> others)
    {
        foreach (var other in others)
            if (other != profile) _separated.Add(Pair(profile, other));
    }

    private static (string, string) Pair(string one, string other) => string.CompareOrdinal(one, other) < 0 ? (one, other) : (other, one);
}
