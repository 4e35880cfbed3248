namespace EventSourced.Commands.Fastest.Folders;

/// <summary>
/// What a manifest of a folder leaves out (§1.2): version control, packages, compiled files, and what <see cref="FileName"/> in the root adds. The last pattern that matches decides.
/// What lies below an ignored directory is ignored with it.
/// </summary>
public sealed class IgnoreRules
{
    /// <summary>The file with further patterns.</summary>
    public const string FileName = ".fstignore";

    /// <summary>The folder of the client's own files; no pattern brings it in.</summary>
    public const string OwnFolder = ".fst";

    private static readonly string[] s_always =
    [
        ".git/", ".svn/", ".hg/", "node_modules/", "__pycache__/", ".DS_Store", "Thumbs.db", "*.pyc", "*.pyo", "*.class", "*.o", "*.obj", "*.exe", "*.dll", "*.so", "*.dylib",
    ];

    private readonly List<IgnorePattern> _patterns = [.. s_always.Select(line => IgnorePattern.Parse(line)!)];

    private IgnoreRules()
    {
    }

    /// <summary>The rules of a folder.</summary>
    /// <param name="root">The folder.</param>
    /// <exception cref="FolderException">A line of its <see cref="FileName"/> is no pattern.</exception>
    public static IgnoreRules Of(string root)
    {
        var file = Path.Combine(root, FileName);
        return Of(File.Exists(file) ? File.ReadLines(file) : []);
    }

    /// <summary>The rules with further patterns.</summary>
    /// <param name="lines">Lines of a <see cref="FileName"/>.</param>
    /// <exception cref="FolderException">A line is no pattern.</exception>
    public static IgnoreRules Of(IEnumerable<string> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        var rules = new IgnoreRules();
        foreach (var (index, line) in lines.Select(line => line.Trim()).Index())
        {
            if (line.Length == 0 || line[0] == '#') continue;
            rules._patterns.Add(IgnorePattern.Parse(line)
                ?? throw new FolderException($"{FileName}, line {index + 1}: \"{line}\" is no pattern. Write a name or a path with at most one star, at its start or its end."));
        }
        return rules;
    }

    /// <summary>Whether an entry is left out, if its directory is not.</summary>
    /// <param name="path">Path relative to the root, with forward slashes.</param>
    /// <param name="isDirectory">Whether it is a directory.</param>
    public bool Ignores(string path, bool isDirectory)
    {
        if (path == OwnFolder) return true;
        for (var i = _patterns.Count - 1; i >= 0; i--)
        {
            if (_patterns[i].Matches(path, isDirectory)) return !_patterns[i].IsNegated;
        }
        return false;
    }
}
