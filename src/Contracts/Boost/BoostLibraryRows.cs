using System.Globalization;

namespace EventSourced.Contracts.Boost;

/// <summary>Row ids of the tables of libraries, releases and dependencies, computed from natural keys (<see cref="RowId"/>).</summary>
public static class BoostLibraryRows
{
    /// <summary>A library's repository: the row of the repository has the same id.</summary>
    /// <param name="repository">Key of the repository, <see cref="RepositoryKey"/>.</param>
    public static long Repository(string repository) => RowId.Of("boost.github_repository", repository);

    /// <summary>A library's file: the row of the file has the same id.</summary>
    /// <param name="repository">Key of the repository.</param>
    /// <param name="filename">Its path.</param>
    public static long File(string repository, string filename) => RowId.Of("boost.github_file", repository, filename);

    /// <summary>A library.</summary>
    /// <param name="repository">Key of the repository.</param>
    /// <param name="library">Name of the library.</param>
    public static long Library(string repository, string library) => RowId.Of("boost.boost_library", repository, library);

    /// <summary>A release.</summary>
    /// <param name="version">Its version string: <c>boost-1.84.0</c>.</param>
    public static long Version(string version) => RowId.Of("boost.boost_version", version);

    /// <summary>A library in a release.</summary>
    /// <param name="repository">Key of the repository.</param>
    /// <param name="library">Name of the library.</param>
    /// <param name="version">The release.</param>
    public static long LibraryVersion(string repository, string library, string version) => RowId.Of("boost.boost_library_version", repository, library, version);

    /// <summary>What a person is to a library in a release.</summary>
    /// <param name="repository">Key of the repository.</param>
    /// <param name="library">Name of the library.</param>
    /// <param name="version">The release.</param>
    /// <param name="profile">Natural key of the person's profile.</param>
    public static long Role(string repository, string library, string version, string profile) =>
        RowId.Of("boost.boost_library_role_relationship", repository, library, version, profile);

    /// <summary>A category.</summary>
    /// <param name="name">Its name.</param>
    public static long Category(string name) => RowId.Of("boost.boost_library_category", name);

    /// <summary>A category of a library.</summary>
    /// <param name="repository">Key of the repository.</param>
    /// <param name="library">Name of the library.</param>
    /// <param name="category">Name of the category.</param>
    public static long LibraryCategory(string repository, string library, string category) => RowId.Of("boost.boost_library_category_relationship", repository, library, category);

    /// <summary>A dependency in a release.</summary>
    /// <param name="client">The library that depends.</param>
    /// <param name="version">The release.</param>
    /// <param name="dependency">What it depends on.</param>
    public static long Dependency(LibraryName client, string version, LibraryName dependency) =>
        RowId.Of("boost.boost_dependency", client.Repository, client.Name, version, dependency.Repository, dependency.Name);

    /// <summary>A change of dependencies.</summary>
    /// <param name="client">The library whose dependencies changed.</param>
    /// <param name="dependency">What it began or ceased to depend on.</param>
    /// <param name="date">When.</param>
    public static long DependencyChange(LibraryName client, LibraryName dependency, DateOnly date) =>
        RowId.Of("boost.dependency_change_log", client.Repository, client.Name, dependency.Repository, dependency.Name, date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
}
