namespace EventSourced.Commands.Fastest.Docs;

/// <summary>The documents of a project's workspaces (§3.8).</summary>
public static class Documents
{
    private static readonly HashSet<string> s_extensions = new([".md", ".mdx", ".markdown", ".txt"], StringComparer.OrdinalIgnoreCase);
    private static readonly HashSet<string> s_names = new(["readme", "changelog", "license", "contributing", "todo", "notes"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a file is a document: Markdown, text, or one of the usual names with any extension or none.</summary>
    /// <param name="path">Its path.</param>
    public static bool IsDocument(string path) => s_extensions.Contains(Path.GetExtension(path)) || s_names.Contains(Path.GetFileNameWithoutExtension(path));

    /// <summary>Sorts workspaces: the one named <c>main</c> first, then by name.</summary>
    /// <param name="workspaces">The workspaces.</param>
    /// <param name="name">Name of a workspace.</param>
    public static IEnumerable<T> InOrder<T>(IEnumerable<T> workspaces, Func<T, string> name) =>
        workspaces.OrderBy(w => name(w) == "main" ? 0 : 1).ThenBy(name, StringComparer.Ordinal);
}
