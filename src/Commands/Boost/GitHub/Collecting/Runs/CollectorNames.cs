namespace EventSourced.Commands.Boost.GitHub.Collecting.Runs;

/// <summary>Names of collectors that are not about one repository.</summary>
internal static class CollectorNames
{
    /// <summary>Issues, pull requests and commits of llvm/llvm-project.</summary>
    public const string Clang = "clang";

    /// <summary>Counts of created repositories by language.</summary>
    public const string CreatedRepos = "created_repos";

    /// <summary>The use of Boost in repositories that were pushed since the last run.</summary>
    public const string Usage = "usage";

    /// <summary>Repositories that are not scanned yet, and the stars of the others.</summary>
    public const string Stars = "stars";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Usage, CreatedRepos, Clang, Stars];
}
