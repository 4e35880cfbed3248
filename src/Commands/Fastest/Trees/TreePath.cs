namespace EventSourced.Commands.Fastest.Trees;

/// <summary>
/// The rule of paths in a manifest: relative, forward slashes, not empty, no way out of the tree (§1.2). The part <c>..</c> is refused, not two dots within a name:
/// <c>[...slug].tsx</c> is an ordinary file.
/// </summary>
public static class TreePath
{
    /// <summary>What is wrong with a path and how to correct it, or null.</summary>
    /// <param name="path">The path.</param>
    public static string? Fault(string path) => IsPlain(path) ? null : FaultOf(path);

    // Nearly all paths: they are decided by searches of the whole text, since a manifest may have a million.
    private static bool IsPlain(string path) =>
        path.Length > 1 && path[0] is not ('/' or '.') && path[1] != ':' && path[^1] != '/' && !path.Contains('\\')
        && !path.Contains("//", StringComparison.Ordinal) && !path.Contains("/.", StringComparison.Ordinal) && !path.AsSpan().ContainsAnyInRange('\0', '\u001f');

    private static string? FaultOf(string path)
    {
        if (path.Length == 0) return "the path is empty. Name the file relative to the root of the tree";
        if (path.Contains('\\')) return $"the path {Shown(path)} has a backslash. Use forward slashes";
        if (path[0] == '/' || path is [_, ':', '/', ..] && char.IsAsciiLetter(path[0])) return $"the path {Shown(path)} is absolute. Make it relative to the root of the tree";
        foreach (var part in path.AsSpan().Split('/'))
        {
            switch (path.AsSpan(part))
            {
                case "":
                    return $"the path {Shown(path)} has an empty part. Remove the extra slash";
                case ".":
                    return $"the path {Shown(path)} has the part \".\". Remove it";
                case "..":
                    return $"the path {Shown(path)} has the part \"..\". Use the path below the root of the tree";
            }
        }
        return path.AsSpan().ContainsAnyInRange('\0', '\u001f') ? $"the path {Shown(path)} has a control character. Rename the file" : null;
    }

    /// <summary>A name without control characters: those of a file may command a terminal.</summary>
    /// <param name="name">The name.</param>
    public static string Printable(string name) => string.Concat(name.Select(c => char.IsControl(c) ? '\uFFFD' : c));

    /// <summary>A text from a manifest for an error: without control characters, and shortened.</summary>
    /// <param name="text">The text.</param>
    public static string Shown(string text)
    {
        var clean = Printable(text);
        return $"\"{(clean.Length <= 100 ? clean : clean[..100] + "…")}\"";
    }
}
