using EventSourced.Contracts.Boost;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Boost.Libraries;

/// <summary>Changes of dependencies from release to release; in the specification <c>DependencyChangeLog</c>.</summary>
public sealed record DependencyChangeLog : IReadTable<DependencyChangeLog>
{
    /// <summary>Derived from both libraries and the date.</summary>
    public required long Id { get; init; }

    /// <summary>The library whose dependencies changed.</summary>
    public required long ClientLibraryId { get; init; }

    /// <summary>The library that it began or ceased to depend on.</summary>
    public required long DepLibraryId { get; init; }

    /// <summary>Whether it began to.</summary>
    public required bool IsAdd { get; init; }

    /// <summary>Date of the release that has the change; of the record while that is unknown.</summary>
    public required DateOnly CreatedAt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<DependencyChangeLog> table)
    {
        table.Key(r => r.Id);
        table.Area("libraries");
        table.Index("ux_dependency_change_log_client_dep_created_at", r => r.ClientLibraryId, r => r.DepLibraryId, r => r.CreatedAt).Unique();
        table.Index("ix_dependency_change_log_created_at", r => r.CreatedAt);
        table.References<BoostLibrary>(r => r.ClientLibraryId);
        table.References<BoostLibrary>(r => r.DepLibraryId);

        table.On<DependencyChangesLogged>().Each(e => e.Withdrawn).Delete((e, change) => BoostLibraryRows.DependencyChange(change.Client, change.Dependency, change.Date));
        table.On<DependencyChangesLogged>().Each(e => e.Logged).Row((e, change) => BoostLibraryRows.DependencyChange(change.Client, change.Dependency, change.Date))
            .Set(r => r.ClientLibraryId, (e, change) => BoostLibraryRows.Library(change.Client.Repository, change.Client.Name))
            .Set(r => r.DepLibraryId, (e, change) => BoostLibraryRows.Library(change.Dependency.Repository, change.Dependency.Name))
            .Set(r => r.IsAdd, (e, change) => change.IsAdd)
            .Set(r => r.CreatedAt, (e, change) => change.Date);
    }
}
