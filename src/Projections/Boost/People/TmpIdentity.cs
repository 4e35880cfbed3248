using EventSourced.Contracts.Boost;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Boost.People;

/// <summary>Proposals of identities that wait for a review; in the specification <c>TmpIdentity</c>.</summary>
public sealed record TmpIdentity : IReadTable<TmpIdentity>
{
    /// <summary>Computed from the proposal's own id.</summary>
    public required long Id { get; init; }

    /// <summary>Name of the person.</summary>
    public required string DisplayName { get; init; }

    /// <summary>Why, in words; may be empty.</summary>
    public required string Description { get; init; }

    /// <summary>When it was proposed.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When name or description last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<TmpIdentity> table)
    {
        table.Key(r => r.Id);
        table.Area("people");
        table.Index("ix_tmp_identity_display_name", r => r.DisplayName);
        table.Timestamps(created: r => r.CreatedAt, updated: r => r.UpdatedAt);

        table.On<IdentityStaged>().Row(e => BoostRows.StagedIdentity(e.StagedIdentityId)).CopyExcept();
        table.On<IdentityMerged>().Delete(e => BoostRows.StagedIdentity(e.StagedIdentityId));
    }
}
