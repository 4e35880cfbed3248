using EventSourced.Contracts.Boost;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Boost.People;

/// <summary>People, each with profiles on any number of platforms; in the specification <c>Identity</c>.</summary>
public sealed record Identity : IReadTable<Identity>
{
    /// <summary>Computed from the identity's own id.</summary>
    public required long Id { get; init; }

    /// <summary>Name of the person.</summary>
    public required string DisplayName { get; init; }

    /// <summary>Description; may be empty.</summary>
    public required string Description { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When profiles were last added.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<Identity> table)
    {
        table.Key(r => r.Id);
        table.Area("people");
        table.Index("ix_identity_display_name", r => r.DisplayName);
        table.Timestamps(created: r => r.CreatedAt, updated: r => r.UpdatedAt);

        table.On<IdentityMerged>().Row(e => BoostRows.Identity(e.IdentityId)).CopyExcept();
        table.On<IdentityMerged>().Each(e => e.RemovedIdentities).Delete((e, removed) => BoostRows.Identity(removed));
    }
}
