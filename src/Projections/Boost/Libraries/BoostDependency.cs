using EventSourced.Contracts.Boost;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Boost.Libraries;

/// <summary>What libraries depend on in each release; in the specification <c>BoostDependency</c>. Rows are only added.</summary>
public sealed record BoostDependency : IReadTable<BoostDependency>
{
    /// <summary>Derived from both libraries and the release.</summary>
    public required long Id { get; init; }

    /// <summary>The library that depends.</summary>
    public required long ClientLibraryId { get; init; }

    /// <summary>The release.</summary>
    public required long VersionId { get; init; }

    /// <summary>The library that it depends on; may be itself.</summary>
    public required long DepLibraryId { get; init; }

    /// <summary>When it was recorded.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<BoostDependency> table)
    {
        table.Key(r => r.Id);
        table.Area("libraries");
        table.Index("ux_boost_dependency_client_version_dep", r => r.ClientLibraryId, r => r.VersionId, r => r.DepLibraryId).Unique();
        table.Timestamps(created: r => r.CreatedAt, updated: null);
        table.References<BoostLibrary>(r => r.ClientLibraryId);
        table.References<BoostVersion>(r => r.VersionId);
        table.References<BoostLibrary>(r => r.DepLibraryId);

        table.On<DependenciesRecorded>().Each(e => e.Clients.SelectMany(c => c.Dependencies, (client, dependency) => (Client: client.Library, Dependency: dependency)))
            .Row((e, edge) => BoostLibraryRows.Dependency(edge.Client, e.Version, edge.Dependency))
            .Set(r => r.ClientLibraryId, (e, edge) => BoostLibraryRows.Library(edge.Client.Repository, edge.Client.Name))
            .Set(r => r.VersionId, (e, edge) => BoostLibraryRows.Version(e.Version))
            .Set(r => r.DepLibraryId, (e, edge) => BoostLibraryRows.Library(edge.Dependency.Repository, edge.Dependency.Name));
    }
}
