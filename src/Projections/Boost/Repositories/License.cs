using EventSourced.Contracts.Boost;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Boost.Repositories;

/// <summary>Licences; in the specification <c>License</c>.</summary>
public sealed record License : IReadTable<License>
{
    /// <summary>Computed from the name.</summary>
    public required long Id { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its SPDX id; may be empty.</summary>
    public required string SpdxId { get; init; }

    /// <summary>Its address; may be empty.</summary>
    public required string Url { get; init; }

    /// <summary>When it was first recorded.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<License> table)
    {
        table.Key(r => r.Id);
        table.Index("ux_license_name", r => r.Name).Unique();
        table.Index("ix_license_spdx_id", r => r.SpdxId);
        table.Timestamps(created: r => r.CreatedAt, updated: null);

        table.On<RepositoryLicenseRecorded>(e => e.License != null).Row(e => BoostRows.License(e.License!.Name))
            .Set(r => r.Name, e => e.License!.Name)
            .Set(r => r.SpdxId, e => e.License!.SpdxId)
            .Set(r => r.Url, e => e.License!.Url);
    }
}
