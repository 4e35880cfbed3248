namespace EventSourced.Contracts.Boost;

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
