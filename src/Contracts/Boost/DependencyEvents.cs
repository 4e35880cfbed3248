namespace EventSourced.Contracts.Boost;

/// <summary>The natural key of a library.</summary>
/// <param name="Repository">Key of its repository.</param>
/// <param name="Name">Its name.</param>
public readonly record struct LibraryName(string Repository, string Name);

/// <summary>A release of Boost whose libraries are recorded; or its date became known.</summary>
/// <param name="Version">Its tag: <c>boost-1.84.0</c>.</param>
/// <param name="VersionCreatedAt">Time of the tag's commit, or null.</param>
[EventName("boost.release_recorded.v1")]
public sealed record ReleaseRecorded(string Version, DateTimeOffset? VersionCreatedAt) : IEvent;

/// <summary>Dependencies of libraries in a release that were not recorded before.</summary>
/// <param name="Version">The release.</param>
/// <param name="RecordedOn">The date, UTC: that of the release's changes while its own is unknown.</param>
/// <param name="Clients">The libraries that depend.</param>
[EventName("boost.dependencies_recorded.v1")]
public sealed record DependenciesRecorded(string Version, DateOnly RecordedOn, IReadOnlyList<ClientDependencies> Clients) : IEvent;

/// <summary>What a library depends on.</summary>
/// <param name="Library">The library.</param>
/// <param name="Dependencies">What it depends on; empty when the release lists the library without any.</param>
public sealed record ClientDependencies(LibraryName Library, IReadOnlyList<LibraryName> Dependencies);

/// <summary>
/// How the log of changes of dependencies differs from before. Changes come from comparing a release with the one before it: an older release that is recorded later replaces
/// one comparison by two.
/// </summary>
/// <param name="Logged">Changes that are new, or have become the opposite.</param>
/// <param name="Withdrawn">Changes that the comparisons do not have any more.</param>
[EventName("boost.dependency_changes_logged.v1")]
public sealed record DependencyChangesLogged(IReadOnlyList<DependencyChange> Logged, IReadOnlyList<DependencyChange> Withdrawn) : IEvent;

/// <summary>A library began or ceased to depend on another.</summary>
/// <param name="Client">The library.</param>
/// <param name="Dependency">The other.</param>
/// <param name="Date">Date of the release.</param>
/// <param name="IsAdd">Whether it began to.</param>
public sealed record DependencyChange(LibraryName Client, LibraryName Dependency, DateOnly Date, bool IsAdd);

/// <summary>A file with dependencies was imported. In the stream of the import; the stream of releases has what was new.</summary>
/// <param name="ImportId">The import.</param>
/// <param name="Version">The release.</param>
/// <param name="Libraries">Libraries that the file lists and that are known.</param>
/// <param name="Dependencies">Their dependencies that are known.</param>
/// <param name="NewDependencies">Those that were not recorded before.</param>
/// <param name="Logged">Changes that were logged.</param>
/// <param name="Withdrawn">Changes that were withdrawn.</param>
/// <param name="Unresolved">Names that no library has, as the file writes them.</param>
/// <param name="LeftOut">Lines that were left out for them.</param>
[EventName("boost.dependencies_imported.v1")]
public sealed record DependenciesImported(
    Guid ImportId, string Version, int Libraries, int Dependencies, int NewDependencies, int Logged, int Withdrawn,
    IReadOnlyList<string> Unresolved, IReadOnlyList<LeftOutEntries> LeftOut) : IEvent;
