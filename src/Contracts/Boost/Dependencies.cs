using System.Text.Json.Serialization;

namespace EventSourced.Contracts.Boost;

/// <summary>Records dependencies of libraries in a release. They are only added; names that no library has are counted and skipped.</summary>
/// <param name="Version">The release: <c>boost-1.84.0</c>. One that is unknown is recorded without its date.</param>
/// <param name="Lines">Libraries and what they depend on, by the names of the dependency tool.</param>
[Command("boost.record_dependencies", "POST releases/{version}/dependencies", Scope = nameof(RecordDependencies.Version))]
public sealed record RecordDependencies(string Version, IReadOnlyList<GivenDependencies> Lines) : ICommand;

/// <summary>What a library depends on.</summary>
/// <param name="Library">Name of the library: <c>numeric~ublas</c>.</param>
/// <param name="Dependencies">Names of the others.</param>
public sealed record GivenDependencies(string Library, IReadOnlyList<string> Dependencies);

/// <summary>Imports the dependencies of one release: lines <c>library -&gt; dependency dependency</c> of boostdep, or a YAML file with the mapping <c>dependencies</c>.</summary>
/// <param name="ImportId">The import.</param>
/// <param name="ObjectKey">Key of the bytes in the object store until the import ends.</param>
/// <param name="FileType">Type of the file: <c>txt</c> or <c>yml</c>.</param>
/// <param name="Version">The release: <c>boost-1.84.0</c>. One that is unknown is recorded.</param>
/// <param name="CreatedAt">Time of the release's tag, which dates its changes; null when it is recorded already or unknown.</param>
[Command("boost.import_dependencies", Scope = nameof(ImportDependencies.Version))]
public sealed record ImportDependencies(
    [property: Uploaded(UploadValue.ImportId)] Guid ImportId, [property: Uploaded(UploadValue.ObjectKey)] string ObjectKey,
    [property: Uploaded(UploadValue.FileType)] string FileType, string Version, DateTimeOffset? CreatedAt = null) : ICommand;

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

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ReleaseRecorded))]
[JsonSerializable(typeof(DependenciesRecorded))]
[JsonSerializable(typeof(DependencyChangesLogged))]
[JsonSerializable(typeof(DependenciesImported))]
internal sealed partial class BoostDependenciesJson : JsonSerializerContext;
