namespace EventSourced.Commands.Fastest.Drift;

/// <summary>What readers of a drift report see beside its columns: computed when it is read (§3.2).</summary>
public static class DriftFigures
{
    private const int TopFiles = 20;
    private const int HighModified = 10;
    private const double HighRatio = 0.6;

    /// <summary>Files that differ, without those that only the workspace has.</summary>
    /// <param name="added">The report's <c>files_added</c>.</param>
    /// <param name="modified">The report's <c>files_modified</c>.</param>
    public static int Total(int added, int modified) => added + modified;

    /// <summary>Which share of the files that differ exists on both sides, 0 … 1; 0 without any.</summary>
    /// <param name="added">The report's <c>files_added</c>.</param>
    /// <param name="modified">The report's <c>files_modified</c>.</param>
    public static double OverlapRatio(int added, int modified) => Total(added, modified) is > 0 and var total ? (double)modified / total : 0;

    /// <summary><c>low</c> without modified files, <c>high</c> for 10 of them or a ratio of 0.6, otherwise <c>medium</c>.</summary>
    /// <param name="added">The report's <c>files_added</c>.</param>
    /// <param name="modified">The report's <c>files_modified</c>.</param>
    public static string RiskLevel(int added, int modified) => modified == 0 ? "low" : modified >= HighModified || OverlapRatio(added, modified) >= HighRatio ? "high" : "medium";

    /// <summary>Hours since the report, with one decimal.</summary>
    /// <param name="reportedAt">When it was made.</param>
    /// <param name="now">The time of reading.</param>
    public static double StalenessHours(DateTimeOffset reportedAt, DateTimeOffset now) => Math.Round((now - reportedAt).TotalHours, 1, MidpointRounding.AwayFromZero);

    /// <summary>The first files that differ on both sides.</summary>
    /// <param name="bothDifferent">The report's <c>both_different</c>.</param>
    public static IReadOnlyList<string> TopOverlapFiles(IReadOnlyList<string> bothDifferent) => [.. bothDifferent.Take(TopFiles)];

    /// <summary>How many paths have each extension: with its dot, in lower case, <c>none</c> without one.</summary>
    /// <param name="paths">A list of the report.</param>
    public static IReadOnlyDictionary<string, int> CountsByExtension(IReadOnlyList<string> paths)
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var path in paths)
        {
            var extension = Extension(path);
            counts[extension] = counts.GetValueOrDefault(extension) + 1;
        }
        return counts;
    }

    // The dot that starts a name such as .gitignore starts no extension.
    private static string Extension(string path)
    {
        var name = path.AsSpan(path.LastIndexOf('/') + 1);
        var dot = name.LastIndexOf('.');
        return dot > 0 && dot < name.Length - 1 ? name[dot..].ToString().ToLowerInvariant() : "none";
    }
}
