using System.Text.Json.Serialization;

namespace EventSourced.Contracts.Boost;

/// <summary>
/// Records a release of Boost, after its libraries. With the <c>.gitmodules</c> of its tag, every submodule whose repository has libraries must have them recorded for this release;
/// others are skipped and named in the result.
/// </summary>
/// <param name="Version">Its tag: <c>boost-1.84.0</c>.</param>
/// <param name="CreatedAt">Time of the tag's commit, or null. A later one replaces it.</param>
/// <param name="Gitmodules">Text of <c>.gitmodules</c> of the tag, or null.</param>
/// <param name="Collected">Libraries to record with the release in one step, or null.</param>
[Command("boost.record_release", "POST releases", Scope = nameof(RecordRelease.Version))]
public sealed record RecordRelease(
    string Version, DateTimeOffset? CreatedAt = null, string? Gitmodules = null, IReadOnlyList<CollectedLibraries>? Collected = null) : ICommand;

/// <summary>The libraries of one repository in a release.</summary>
/// <param name="Repository">The repository: <c>boostorg/asio</c>.</param>
/// <param name="Descriptions">Its libraries.</param>
/// <param name="Submodule">Name of its submodule; that of the repository when null.</param>
public sealed record CollectedLibraries(string Repository, IReadOnlyList<GivenLibrary> Descriptions, string? Submodule = null);

/// <summary>Records what is known of the libraries of a repository in a release. Values that are given replace earlier ones; people and categories are added.</summary>
/// <param name="Version">The release: <c>boost-1.84.0</c>.</param>
/// <param name="Repository">The repository: <c>boostorg/asio</c>. The first record makes it a repository of libraries.</param>
/// <param name="Libraries">Its libraries.</param>
/// <param name="Submodule">Name of its submodule, which is the key of its main library; that of the repository when null.</param>
[Command("boost.record_libraries", "POST releases/{version}/libraries", Scope = nameof(RecordLibraries.Repository))]
public sealed record RecordLibraries(string Version, string Repository, IReadOnlyList<GivenLibrary> Libraries, string? Submodule = null) : ICommand;

/// <summary>A library as <c>libraries.json</c> describes it.</summary>
/// <param name="Key">Its key: <c>math/octonion</c>.</param>
/// <param name="Name">Its name; the key when null.</param>
/// <param name="Description">What it is for, or null.</param>
/// <param name="Documentation">Where its documentation is, or null.</param>
/// <param name="CppVersion">The C++ standard that it needs, or null.</param>
/// <param name="Authors">Names of authors, without addresses.</param>
/// <param name="Maintainers">Names of maintainers, without addresses: an import of the file reads them, too.</param>
/// <param name="Categories">Its categories.</param>
public sealed record GivenLibrary(
    string Key, string? Name = null, string? Description = null, string? Documentation = null, string? CppVersion = null,
    IReadOnlyList<string>? Authors = null, IReadOnlyList<string>? Maintainers = null, IReadOnlyList<string>? Categories = null);

/// <summary>
/// Imports <c>meta/libraries.json</c> of a repository at the tag of a release: an object or an array of objects with <c>key</c>, <c>name</c>, <c>description</c>,
/// <c>documentation</c>, <c>cxxstd</c>, <c>authors</c>, <c>maintainers</c> and <c>category</c>.
/// </summary>
/// <param name="ImportId">The import.</param>
/// <param name="ObjectKey">Key of the bytes in the object store until the import ends.</param>
/// <param name="Repository">The repository: <c>boostorg/asio</c>. The first record makes it a repository of libraries.</param>
/// <param name="Version">The release: <c>boost-1.84.0</c>.</param>
/// <param name="Submodule">Name of its submodule, which is the key of its main library; that of the repository when null.</param>
[Command("boost.import_libraries", Scope = nameof(ImportLibraries.Repository))]
public sealed record ImportLibraries(
    [property: Uploaded(UploadValue.ImportId)] Guid ImportId, [property: Uploaded(UploadValue.ObjectKey)] string ObjectKey,
    string Repository, string Version, string? Submodule = null) : ICommand;

/// <summary>Assigns a file of a repository to one of its libraries, instead of any earlier assignment.</summary>
/// <param name="Repository">The repository: <c>boostorg/math</c>.</param>
/// <param name="Filename">Path of the file.</param>
/// <param name="Library">Name of the library.</param>
[Command("boost.assign_file", "POST library-files", Scope = nameof(AssignFile.Repository))]
public sealed record AssignFile(string Repository, string Filename, string Library) : ICommand;

/// <summary>Imports assignments of files to libraries, instead of any earlier ones: CSV with repository, file and library, in this order or as a first row names them.</summary>
/// <param name="ImportId">The import.</param>
/// <param name="ObjectKey">Key of the bytes in the object store until the import ends.</param>
[Command("boost.import_assignments", Scope = nameof(ImportAssignments.ImportId))]
public sealed record ImportAssignments([property: Uploaded(UploadValue.ImportId)] Guid ImportId, [property: Uploaded(UploadValue.ObjectKey)] string ObjectKey) : ICommand;

/// <summary>
/// Links the files of repositories that have no library yet: to the only library, or to the one with the name of the repository. Other files are counted in the result. A schedule
/// does it every day.
/// </summary>
/// <param name="Repository">Only this repository; all that have libraries when null.</param>
[Command("boost.link_files", "POST library-files/link")]
public sealed record LinkFiles(string? Repository = null) : ICommand;

/// <summary>A repository has libraries of Boost.</summary>
/// <param name="Repository">Key of the repository: <c>boostorg/asio</c>.</param>
[EventName("boost.library_repository_registered.v1")]
public sealed record LibraryRepositoryRegistered(string Repository) : IEvent;

/// <summary>A library has a name. In one stream for all repositories, in which names of dependencies are looked up.</summary>
/// <param name="Repository">Key of the repository.</param>
/// <param name="Library">Name of the library.</param>
[EventName("boost.library_named.v1")]
public sealed record LibraryNamed(string Repository, string Library) : IEvent;

/// <summary>What <c>meta/libraries.json</c> of a repository says about its libraries in a release: those about which it says something new.</summary>
/// <param name="Repository">Key of the repository.</param>
/// <param name="Version">The release: <c>boost-1.84.0</c>.</param>
/// <param name="Libraries">The libraries.</param>
[EventName("boost.libraries_recorded.v1")]
public sealed record LibrariesRecorded(string Repository, string Version, IReadOnlyList<RecordedLibrary> Libraries) : IEvent;

/// <summary>What is known of a library in a release.</summary>
/// <param name="Name">Its name in the tables.</param>
/// <param name="Key">Its key in the file: <c>math/octonion</c>.</param>
/// <param name="CppVersion">The C++ standard that it needs; may be empty.</param>
/// <param name="Description">What it is for; may be empty.</param>
/// <param name="Documentation">Where its documentation is; may be empty.</param>
/// <param name="People">Authors and maintainers that are new, or are now both.</param>
/// <param name="Categories">Categories that the library did not have.</param>
public sealed record RecordedLibrary(
    string Name, string Key, string CppVersion, string Description, string Documentation, IReadOnlyList<LibraryPerson> People, IReadOnlyList<string> Categories);

/// <summary>What a person is to a library in a release. It is never less than it was.</summary>
/// <param name="GithubAccountId">The account; negative for people without one.</param>
/// <param name="IsAuthor">Whether the person wrote it.</param>
/// <param name="IsMaintainer">Whether the person maintains it.</param>
public sealed record LibraryPerson(long GithubAccountId, bool IsAuthor, bool IsMaintainer);

/// <summary>Files of a repository belong to one of its libraries.</summary>
/// <param name="Repository">Key of the repository.</param>
/// <param name="Library">Name of the library.</param>
/// <param name="Filenames">Paths of the files.</param>
[EventName("boost.library_files_assigned.v1")]
public sealed record LibraryFilesAssigned(string Repository, string Library, IReadOnlyList<string> Filenames) : IEvent;

/// <summary>A file with assignments of files was imported. In the stream of the import; the streams of the repositories have what was new.</summary>
/// <param name="ImportId">The import.</param>
/// <param name="Assignments">Rows of the file.</param>
/// <param name="Changed">Files that were assigned to another library, or to none, before.</param>
/// <param name="LeftOut">What was left out.</param>
[EventName("boost.assignments_imported.v1")]
public sealed record AssignmentsImported(Guid ImportId, int Assignments, int Changed, IReadOnlyList<LeftOutEntries> LeftOut) : IEvent;

/// <summary>A file <c>libraries.json</c> was imported. In the stream of the import; the streams of the repository and of people have what was new.</summary>
/// <param name="ImportId">The import.</param>
/// <param name="Repository">Key of the repository.</param>
/// <param name="Version">The release.</param>
/// <param name="Libraries">Libraries of the file.</param>
/// <param name="Changed">Those about which it said something new.</param>
/// <param name="LeftOut">What was left out.</param>
[EventName("boost.libraries_imported.v1")]
public sealed record LibrariesImported(Guid ImportId, string Repository, string Version, int Libraries, int Changed, IReadOnlyList<LeftOutEntries> LeftOut) : IEvent;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(LibraryRepositoryRegistered))]
[JsonSerializable(typeof(LibraryNamed))]
[JsonSerializable(typeof(LibrariesRecorded))]
[JsonSerializable(typeof(LibraryFilesAssigned))]
[JsonSerializable(typeof(AssignmentsImported))]
[JsonSerializable(typeof(LibrariesImported))]
internal sealed partial class BoostLibrariesJson : JsonSerializerContext;
