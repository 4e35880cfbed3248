using System.Text.Json.Serialization;

namespace EventSourced.Contracts.Boost;

/// <summary>Proposes an identity: one person on several platforms. Sent again, it changes name and description.</summary>
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

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IdentityStaged))]
[JsonSerializable(typeof(IdentityRelationStaged))]
[JsonSerializable(typeof(IdentityRelationWithdrawn))]
[JsonSerializable(typeof(IdentityMerged))]
[JsonSerializable(typeof(ProfileUnlinked))]
internal sealed partial class BoostIdentitiesJson : JsonSerializerContext;
