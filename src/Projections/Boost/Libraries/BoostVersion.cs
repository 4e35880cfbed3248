using EventSourced.Contracts.Boost;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Boost.Libraries;

/// <summary>Releases of Boost; in the specification <c>BoostVersion</c>. A release has its row when all its libraries are recorded.</summary>
public sealed record BoostVersion : IReadTable<BoostVersion>
{
    /// <summary>Derived from the version.</summary>
    public required long Id { get; init; }

    /// <summary>The tag: <c>boost-1.84.0</c>.</summary>
    public required string Version { get; init; }

    /// <summary>Time of the tag's commit; null while unknown.</summary>
    public DateTimeOffset? VersionCreatedAt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<BoostVersion> table)
    {
        table.Key(r => r.Id);
        table.Area("libraries");
        table.Index("ux_boost_version_version", r => r.Version).Unique();

        table.On<ReleaseRecorded>().Row(e => BoostLibraryRows.Version(e.Version)).CopyExcept();
    }
}
