namespace EventSourced.Api.Boost.Libraries;

/// <summary>A library.</summary>
/// <param name="Id">Its row id, as text.</param>
/// <param name="Name">Its name.</param>
/// <param name="RepoId">Row id of its repository, as text.</param>
/// <param name="Repository">Name of its repository, or null while only its libraries are known.</param>
/// <param name="Versions">Recorded releases that have it.</param>
/// <param name="LatestVersion">The last of them, or null.</param>
/// <param name="Categories">Its categories.</param>
public sealed record LibraryShape(string Id, string Name, string RepoId, string? Repository, long Versions, string? LatestVersion, IReadOnlyList<string> Categories);

/// <summary>Libraries in the order of their names.</summary>
/// <param name="Libraries">The libraries.</param>
/// <param name="Next">Cursor of the next page, or null.</param>
public sealed record LibraryList(IReadOnlyList<LibraryShape> Libraries, string? Next);

/// <summary>A person of a library.</summary>
/// <param name="GithubAccountId">Id of the account at GitHub; negative for a person without one.</param>
/// <param name="Username">The login, or the name of a person without an account.</param>
/// <param name="IsAuthor">Whether the person wrote it.</param>
/// <param name="IsMaintainer">Whether the person maintains it.</param>
public sealed record LibraryPersonShape(long GithubAccountId, string Username, bool IsAuthor, bool IsMaintainer);

/// <summary>A library in a release.</summary>
/// <param name="Version">The release.</param>
/// <param name="VersionCreatedAt">Its time, or null.</param>
/// <param name="RepoId">Row id of the library's repository, as text.</param>
/// <param name="Key">Key of the library.</param>
/// <param name="CppVersion">The C++ standard that it needs; may be empty.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Documentation">Where its documentation is.</param>
/// <param name="People">Authors and maintainers.</param>
/// <param name="UpdatedAt">When something new about it was recorded.</param>
public sealed record LibraryVersionShape(
    string Version, DateTimeOffset? VersionCreatedAt, string RepoId, string Key, string CppVersion, string Description, string Documentation, IReadOnlyList<LibraryPersonShape> People,
    DateTimeOffset UpdatedAt);

/// <summary>The releases of a library, newest first.</summary>
/// <param name="Library">Its name.</param>
/// <param name="Versions">The releases.</param>
public sealed record LibraryVersionList(string Library, IReadOnlyList<LibraryVersionShape> Versions);

/// <summary>A library that is reached by dependencies.</summary>
/// <param name="Id">Its row id, as text.</param>
/// <param name="Name">Its name.</param>
/// <param name="RepoId">Row id of its repository, as text.</param>
/// <param name="Depth">Length of the shortest way to it: 1 for a direct one.</param>
public sealed record ReachedLibrary(string Id, string Name, string RepoId, int Depth);

/// <summary>What a library depends on in a release, or what depends on it.</summary>
/// <param name="Library">Its name.</param>
/// <param name="Version">The release; null when it has none with dependencies.</param>
/// <param name="Transitive">Whether dependencies of dependencies are included.</param>
/// <param name="Libraries">The libraries, nearest first, then by name.</param>
/// <param name="Truncated">Whether there may be more beyond the depth.</param>
public sealed record DependencyList(string Library, string? Version, bool Transitive, IReadOnlyList<ReachedLibrary> Libraries, bool Truncated);

/// <summary>A change of dependencies.</summary>
/// <param name="Date">Date of the release.</param>
/// <param name="Library">The library whose dependencies changed.</param>
/// <param name="Dependency">The other library.</param>
/// <param name="IsAdd">Whether it began to depend on it.</param>
public sealed record DependencyChangeShape(DateOnly Date, string Library, string Dependency, bool IsAdd);

/// <summary>Changes of dependencies, newest first.</summary>
/// <param name="Changes">The changes.</param>
/// <param name="Next">Cursor of the next page, or null.</param>
public sealed record DependencyChangeList(IReadOnlyList<DependencyChangeShape> Changes, string? Next);
