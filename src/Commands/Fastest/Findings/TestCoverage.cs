namespace EventSourced.Commands.Fastest.Findings;

/// <summary>An action item about missing tests.</summary>
/// <param name="Severity"><c>critical</c>, <c>warning</c> or <c>info</c>.</param>
/// <param name="Title">Its title.</param>
/// <param name="AffectedFiles">The first five code files.</param>
public sealed record TestCoverageFinding(string Severity, string Title, IReadOnlyList<string> AffectedFiles);

/// <summary>Guesses from the names of files whether a project has tests (§3.9). A folder <c>tests</c> counts below another folder only, as the specification's patterns say.</summary>
public static class TestCoverage
{
    private const int LeastFiles = 5, ManyFiles = 20, ShownFiles = 5;
    private const double LowShare = 0.1;

    private static readonly HashSet<string> s_code = new([".ts", ".tsx", ".js", ".jsx", ".py", ".go", ".rs", ".java", ".rb", ".php"], StringComparer.OrdinalIgnoreCase);
    private static readonly string[] s_tests = ["/__tests__/", ".test.", ".spec.", "/test/", "/tests/"];

    /// <summary>Looks at the files of a tree.</summary>
    /// <param name="paths">Their paths.</param>
    /// <returns>The finding, or null when there are enough tests or hardly any code.</returns>
    public static TestCoverageFinding? Find(IEnumerable<string> paths)
    {
        var files = paths.Where(IsCode).ToLookup(IsTest);
        string[] code = [.. files[false]];
        var tests = files[true].Count();
        if (code.Length < LeastFiles || (double)tests / code.Length >= LowShare) return null;
        return tests > 0
            ? new("info", "Low test coverage (heuristic)", code[..ShownFiles])
            : new(code.Length >= ManyFiles ? "critical" : "warning", "No tests detected", code[..ShownFiles]);
    }

    /// <summary>Whether a path is that of a code file.</summary>
    /// <param name="path">The path.</param>
    public static bool IsCode(string path) => s_code.Contains(Path.GetExtension(path));

    /// <summary>Whether a path is that of a test.</summary>
    /// <param name="path">The path.</param>
    public static bool IsTest(string path) => Array.Exists(s_tests, mark => path.Contains(mark, StringComparison.Ordinal));
}
