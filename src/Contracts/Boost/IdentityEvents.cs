namespace EventSourced.Contracts.Boost;

/// <summary>An identity was proposed: one person on several platforms, to be reviewed.</summary>
/// <param name="StagedIdentityId">The proposal.</param>
/// <param name="DisplayName">Name of the person.</param>
/// <param name="Description">Why, in words; may be empty.</param>
[EventName("boost.identity_staged.v1")]
public sealed record IdentityStaged(Guid StagedIdentityId, string DisplayName, string Description) : IEvent;

/// <summary>A profile was added to a proposal.</summary>
/// <param name="StagedIdentityId">The proposal.</param>
/// <param name="Profile">Natural key of the profile: <c>github:583231</c>.</param>
[EventName("boost.identity_relation_staged.v1")]
public sealed record IdentityRelationStaged(Guid StagedIdentityId, string Profile) : IEvent;

/// <summary>A profile was taken out of a proposal.</summary>
/// <param name="StagedIdentityId">The proposal.</param>
/// <param name="Profile">Natural key of the profile.</param>
[EventName("boost.identity_relation_withdrawn.v1")]
public sealed record IdentityRelationWithdrawn(Guid StagedIdentityId, string Profile) : IEvent;

/// <summary>A proposal was accepted: its profiles, and those of the identities that it joins, belong to one identity. The proposal is gone.</summary>
/// <param name="StagedIdentityId">The proposal.</param>
/// <param name="IdentityId">The identity: a new one, or the one with the lowest row id of those that the profiles had.</param>
/// <param name="DisplayName">Name of the identity.</param>
/// <param name="Description">Its description.</param>
/// <param name="Profiles">All its profiles, by natural key.</param>
/// <param name="RemovedIdentities">Identities whose profiles moved to it, and that are gone.</param>
[EventName("boost.identity_merged.v1")]
public sealed record IdentityMerged(
    Guid StagedIdentityId, Guid IdentityId, string DisplayName, string Description, IReadOnlyList<string> Profiles, IReadOnlyList<Guid> RemovedIdentities) : IEvent;

/// <summary>A profile belongs to no identity any more.</summary>
/// <param name="Profile">Natural key of the profile.</param>
/// <param name="IdentityId">The identity that it belonged to.</param>
[EventName("boost.profile_unlinked.v1")]
public sealed record ProfileUnlinked(string Profile, Guid IdentityId) : IEvent;
