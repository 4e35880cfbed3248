namespace EventSourced.Commands.Boost.Usage;

/// <summary>Names of the streams of usage.</summary>
internal static class UsageStreams
{
    /// <summary>The use of Boost by a repository.</summary>
    /// <param name="repository">Key of the repository.</param>
    public static string Usage(string repository) => $"boost/usage/{repository}";

    /// <summary>An import of scans.</summary>
    /// <param name="importId">The import.</param>
    public static string Import(Guid importId) => $"boost/usage-import/{importId}";
}
