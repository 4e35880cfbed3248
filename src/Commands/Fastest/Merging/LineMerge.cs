using System.Text;

namespace EventSourced.Commands.Fastest.Merging;

/// <summary>Why lines could not be merged.</summary>
public enum MergeConflict
{
    /// <summary>Both changed the same lines, or lines side by side.</summary>
    SameLines,

    /// <summary>They changed the same lines only in that one has CRLF line ends and the other LF: bring them to one kind of line end, then merge again.</summary>
    LineEnds,

    /// <summary>A side has a NUL byte: it is not text.</summary>
    Binary,

    /// <summary>A side has more than <see cref="LineMerge.MaxBytes"/> bytes.</summary>
    TooLarge,

    /// <summary>The sides differ in more lines than can be compared in a bounded time (<see cref="LineDiff.MaxLines"/>).</summary>
    TooManyChanges,
}

/// <summary>The result of a merge of lines: the merged bytes, or why there are none.</summary>
/// <param name="Content">The merged bytes; null for a conflict.</param>
/// <param name="Conflict">Why there are none; null without a conflict.</param>
/// <param name="Conflicts">How many places conflict.</param>
public sealed record LineMergeResult(byte[]? Content, MergeConflict? Conflict = null, int Conflicts = 0);

/// <summary>
/// Merges the lines of two versions of a file with their ancestor (§3.5, rule 9), as diff3 does. The two comparisons with the ancestor are made by DiffPlex, a library for differences
/// of texts; its own three-way merge has no bound for files that differ much. As with <c>git merge-file</c>, changes that touch each other conflict unless they are equal, a line ends with LF
/// and contains its CR, and bytes are not decoded: a file in another encoding than UTF-8 is merged as well.
/// </summary>
public static class LineMerge
{
    /// <summary>Largest size of a side, in bytes.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>Merges three versions.</summary>
    /// <param name="ancestor">The version that both started from.</param>
    /// <param name="source">The version to merge.</param>
    /// <param name="current">The version that receives the merge.</param>
    public static LineMergeResult Merge(ReadOnlySpan<byte> ancestor, ReadOnlySpan<byte> source, ReadOnlySpan<byte> current)
    {
        if (Math.Max(ancestor.Length, Math.Max(source.Length, current.Length)) > MaxBytes) return new(null, MergeConflict.TooLarge, 1);
        if (ancestor.Contains((byte)0) || source.Contains((byte)0) || current.Contains((byte)0)) return new(null, MergeConflict.Binary, 1);
        var (before, theirs, ours) = (Lines(ancestor), Lines(source), Lines(current));
        if (LineDiff.Of(before, theirs) is not { } theirChanges || LineDiff.Of(before, ours) is not { } ourChanges) return new(null, MergeConflict.TooManyChanges, 1);
        var merge = new ChangeMerge(before, theirs, ours);
        merge.Run(theirChanges, ourChanges);
        if (merge.Conflicts == 0) return new(Bytes(merge.Merged));
        return new(null, merge.OnlyLineEndsConflict ? MergeConflict.LineEnds : MergeConflict.SameLines, merge.Conflicts);
    }

    // Latin-1 has a character for each byte, so any encoding that contains ASCII comes through unchanged.
    private static string[] Lines(ReadOnlySpan<byte> content)
    {
        var text = Encoding.Latin1.GetString(content);
        var lines = new List<string>();
        for (int start = 0, end; start < text.Length; start = end)
        {
            end = text.IndexOf('\n', start) is >= 0 and var at ? at + 1 : text.Length;
            lines.Add(text[start..end]);
        }
        return [.. lines];
    }

    private static byte[] Bytes(List<string> lines) => Encoding.Latin1.GetBytes(string.Concat(lines));
}
