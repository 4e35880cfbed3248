using EventSourced.Commands.Fastest.Trees;

namespace EventSourced.Commands.Fastest.Drift;

/// <summary>
/// Two trees side by side, without an ancestor (§3.2). Each list is sorted by UTF-16 code units. Files are equal when their hashes are, symbolic links when their targets are,
/// directories when their modes are; entries of different types differ.
/// </summary>
/// <param name="SourceOnly">Paths that only the source has.</param>
/// <param name="WorkspaceOnly">Paths that only the workspace has.</param>
/// <param name="BothSame">Paths with the same content in both.</param>
/// <param name="BothDifferent">Paths with different content.</param>
/// <param name="LargeFilesChanged">Whether a file that differs has <see cref="LargeBytes"/> or more on a side.</param>
public sealed record TreeComparison(
    IReadOnlyList<string> SourceOnly, IReadOnlyList<string> WorkspaceOnly, IReadOnlyList<string> BothSame, IReadOnlyList<string> BothDifferent, bool LargeFilesChanged)
{
    /// <summary>Size from which a file is large, in bytes (§3.2).</summary>
    public const long LargeBytes = 200_000;

    /// <summary>Compares two trees.</summary>
    /// <param name="source">The tree to compare with, such as main's.</param>
    /// <param name="workspace">The tree of the workspace.</param>
    public static TreeComparison Of(FileTree source, FileTree workspace)
    {
        List<string> sourceOnly = [], workspaceOnly = [], same = [], different = [];
        var large = false;
        foreach (var (left, right) in FileTree.Join(source, workspace))
        {
            if (left is { } l && right is { } r)
            {
                if (l.HoldsSameAs(r))
                {
                    same.Add(l.Path);
                    continue;
                }
                different.Add(l.Path);
            }
            else if (left is { } only) sourceOnly.Add(only.Path);
            else workspaceOnly.Add(right!.Value.Path);
            large |= left?.Size >= LargeBytes || right?.Size >= LargeBytes;
        }
        return new(Ordinal(sourceOnly), Ordinal(workspaceOnly), Ordinal(same), Ordinal(different), large);
    }

    // The trees are in byte order, which is another one only for paths with surrogates.
    private static List<string> Ordinal(List<string> paths)
    {
        if (paths.Exists(path => path.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'))) paths.Sort(StringComparer.Ordinal);
        return paths;
    }
}
