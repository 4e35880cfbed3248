using EventSourced.Contracts.Boost;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Boost.People;

/// <summary>Profiles of proposals; in the specification <c>TempProfileIdentityRelation</c>.</summary>
public sealed record TempProfileIdentityRelation : IReadTable<TempProfileIdentityRelation>
{
    /// <summary>Computed from profile and proposal.</summary>
    public required long Id { get; init; }

    /// <summary>The profile.</summary>
    public required long BaseProfileId { get; init; }

    /// <summary>The proposal.</summary>
    public required long TargetIdentityId { get; init; }

    /// <summary>When the profile was added.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The same: a relation never changes.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<TempProfileIdentityRelation> table)
    {
        table.Key(r => r.Id);
        table.Area("people");
        table.Index("ux_temp_profile_identity_relation_profile_target", r => r.BaseProfileId, r => r.TargetIdentityId).Unique();
        table.Timestamps(created: r => r.CreatedAt, updated: r => r.UpdatedAt);
        table.References<BaseProfile>(r => r.BaseProfileId);
        table.References<TmpIdentity>(r => r.TargetIdentityId).Cascade();

        table.On<IdentityRelationStaged>().Row(e => BoostRows.StagedRelation(e.Profile, e.StagedIdentityId))
            .Set(r => r.BaseProfileId, e => BoostRows.Profile(e.Profile))
            .Set(r => r.TargetIdentityId, e => BoostRows.StagedIdentity(e.StagedIdentityId));
        table.On<IdentityRelationWithdrawn>().Delete(e => BoostRows.StagedRelation(e.Profile, e.StagedIdentityId));
    }
}
