namespace EventSourced.Api.Boost.Usage;

/// <summary>A repository that uses a library.</summary>
/// <param name="Repository">Owner and name, in lower case.</param>
/// <param name="Usages">Active usages: pairs of a file and a header.</param>
public sealed record UsingRepositoryShape(string Repository, long Usages);

/// <summary>Repositories that use a library, by year.</summary>
/// <param name="Year">The year, UTC.</param>
/// <param name="Created">Repositories that were created in the year.</param>
/// <param name="LastCommitted">Repositories whose files that use the library had their last commit in the year.</param>
public sealed record UsageYearShape(int Year, long Created, long LastCommitted);

/// <summary>The use of a library in other repositories.</summary>
/// <param name="Id">Row id of the library, as text.</param>
/// <param name="Name">Its name.</param>
/// <param name="RepoId">Row id of its own repository, as text.</param>
/// <param name="Usages">Active usages: pairs of a file and a header.</param>
/// <param name="Repositories">Repositories that have one.</param>
/// <param name="TopRepositories">The ten with most usages.</param>
/// <param name="Years">Repositories by year, oldest first. A repository whose times are unknown is in none.</param>
public sealed record LibraryUsageShape(
    string Id, string Name, string RepoId, long Usages, long Repositories, IReadOnlyList<UsingRepositoryShape> TopRepositories, IReadOnlyList<UsageYearShape> Years);

/// <summary>The use of libraries, by name of the library.</summary>
/// <param name="Libraries">The libraries, also those that no repository uses.</param>
/// <param name="Next">Cursor of the next page, or null.</param>
public sealed record LibraryUsageList(IReadOnlyList<LibraryUsageShape> Libraries, string? Next);

/// <summary>A header that files include and that no library has.</summary>
/// <param name="HeaderName">Its name, as it is included.</param>
/// <param name="Files">Files that include it.</param>
/// <param name="Repositories">Their repositories.</param>
public sealed record MissingHeaderShape(string HeaderName, long Files, long Repositories);

/// <summary>Missing headers, most frequent first.</summary>
/// <param name="Headers">The headers.</param>
/// <param name="Next">Cursor of the next page, or null.</param>
public sealed record MissingHeaderList(IReadOnlyList<MissingHeaderShape> Headers, string? Next);
