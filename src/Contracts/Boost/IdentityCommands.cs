namespace EventSourced.Contracts.Boost;

/// <summary>Proposes an identity: one person on several platforms. Again, it changes name and description.</summary>
/// <param name="StagedIdentityId">The proposal, chosen by the caller.</param>
/// <param name="DisplayName">Name of the person.</param>
/// <param name="Description">Why, in words; may be empty.</param>
[Command("boost.stage_identity", "POST staged-identities", Scope = nameof(StageIdentity.StagedIdentityId))]
public sealed record StageIdentity(Guid StagedIdentityId, string DisplayName, string Description = "") : ICommand;

/// <summary>Adds a profile to a proposal, unless it has it.</summary>
/// <param name="StagedIdentityId">The proposal.</param>
/// <param name="Profile">The profile: <c>github:583231</c>.</param>
[Command("boost.stage_relation", "POST staged-identities/{staged_identity_id}/profiles", Scope = nameof(StageRelation.StagedIdentityId))]
public sealed record StageRelation(Guid StagedIdentityId, string Profile) : ICommand;

/// <summary>Takes a profile out of a proposal.</summary>
/// <param name="StagedIdentityId">The proposal.</param>
/// <param name="Profile">The profile.</param>
[Command("boost.withdraw_relation", "DELETE staged-identities/{staged_identity_id}/profiles/{profile}", Scope = nameof(WithdrawRelation.StagedIdentityId))]
public sealed record WithdrawRelation(Guid StagedIdentityId, string Profile) : ICommand;

/// <summary>
/// Accepts a proposal. Its profiles get the identity that one of them has, or a new one. If they have several, the one with the lowest row id stays, and the profiles of the others
/// move to it.
/// </summary>
/// <param name="StagedIdentityId">The proposal.</param>
[Command("boost.merge_identity", "POST staged-identities/{staged_identity_id}/merge", Scope = nameof(MergeIdentity.StagedIdentityId))]
public sealed record MergeIdentity(Guid StagedIdentityId) : ICommand;

/// <summary>Separates a profile from its identity.</summary>
/// <param name="Profile">The profile.</param>
[Command("boost.unlink_profile", "DELETE profiles/{profile}/identity", Scope = nameof(UnlinkProfile.Profile))]
public sealed record UnlinkProfile(string Profile) : ICommand;
