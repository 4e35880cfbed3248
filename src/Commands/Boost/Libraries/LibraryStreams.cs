namespace EventSourced.Commands.Boost.Libraries;

/// <summary>Names of the streams of libraries and releases.</summary>
internal static class LibraryStreams
{
    /// <summary>Names of all libraries, in one stream: names of dependencies do not tell the repository.</summary>
    public const string Names = "boost/library-names";

    /// <summary>Releases and their dependencies, in one stream: changes come from comparing releases.</summary>
    public const string Releases = "boost/releases";

    /// <summary>The libraries of a repository.</summary>
    /// <param name="repository">Key of the repository.</param>
    public static string Libraries(string repository) => $"boost/libraries/{repository}";

    /// <summary>An import of <c>libraries.json</c>.</summary>
    /// <param name="importId">The import.</param>
    public static string LibrariesImport(Guid importId) => $"boost/libraries-import/{importId}";

    /// <summary>An import of assignments of files.</summary>
    /// <param name="importId">The import.</param>
    public static string AssignmentsImport(Guid importId) => $"boost/assignments-import/{importId}";

    /// <summary>An import of dependencies.</summary>
    /// <param name="importId">The import.</param>
    public static string DependenciesImport(Guid importId) => $"boost/dependencies-import/{importId}";
}
