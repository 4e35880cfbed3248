using DiffPlex;
using DiffPlex.Model;

namespace EventSourced.Commands.Fastest.Merging;

/// <summary>
/// The changes between two lists of lines, by DiffPlex. Lines that only one list has cannot be part of what both have in common, so they are left out of the search: a
/// rewritten file costs nothing, and the search is bounded by the lines that occur on both sides.
/// </summary>
internal static class LineDiff
{
    /// <summary>Lines that are searched at most, of both lists together, after the common start and end.</summary>
    public const int MaxLines = 30_000;

    /// <summary>The changes in order, or null when the search would take too long.</summary>
    public static List<DiffBlock>? Of(string[] before, string[] after)
    {
        var start = before.AsSpan().CommonPrefixLength(after);
        var end = 0;
        while (end < Math.Min(before.Length, after.Length) - start && before[^(end + 1)] == after[^(end + 1)]) end++;
        var (inBefore, inAfter) = (before[start..^end], after[start..^end]);
        var left = Shared(inBefore, inAfter);
        var right = Shared(inAfter, inBefore);
        if (left.Count + right.Count > MaxLines) return null;
        var keptBefore = new bool[before.Length];
        var keptAfter = new bool[after.Length];
        foreach (var (b, a) in Common([.. left.Select(i => inBefore[i])], [.. right.Select(i => inAfter[i])])) keptBefore[start + left[b]] = keptAfter[start + right[a]] = true;
        keptBefore.AsSpan(0, start).Fill(true);
        keptAfter.AsSpan(0, start).Fill(true);
        keptBefore.AsSpan(before.Length - end).Fill(true);
        keptAfter.AsSpan(after.Length - end).Fill(true);
        return Blocks(keptBefore, keptAfter);
    }

    private static List<int> Shared(string[] lines, string[] others)
    {
        var known = others.ToHashSet(StringComparer.Ordinal);
        return [.. lines.Index().Where(l => known.Contains(l.Item)).Select(l => l.Index)];
    }

    /// <summary>The indexes of the lines that both have in common, in order.</summary>
    private static IEnumerable<(int Before, int After)> Common(string[] before, string[] after)
    {
        var (b, a) = (0, 0);
        foreach (var block in Differ.Instance.CreateDiffs(Side.Before, Side.After, ignoreWhiteSpace: false, ignoreCase: false, new Side(before, after)).DiffBlocks)
        {
            while (b < block.DeleteStartA) yield return (b++, a++);
            (b, a) = (b + block.DeleteCountA, a + block.InsertCountB);
        }
        while (b < before.Length) yield return (b++, a++);
    }

    private static List<DiffBlock> Blocks(bool[] keptBefore, bool[] keptAfter)
    {
        var blocks = new List<DiffBlock>();
        var (b, a) = (0, 0);
        while (b < keptBefore.Length || a < keptAfter.Length)
        {
            var (fromBefore, fromAfter) = (b, a);
            while (b < keptBefore.Length && !keptBefore[b]) b++;
            while (a < keptAfter.Length && !keptAfter[a]) a++;
            if (b > fromBefore || a > fromAfter) blocks.Add(new(fromBefore, b - fromBefore, fromAfter, a - fromAfter));
            while (b < keptBefore.Length && a < keptAfter.Length && keptBefore[b] && keptAfter[a]) (b, a) = (b + 1, a + 1);
        }
        return blocks;
    }

    /// <summary>DiffPlex divides texts itself; the lines are divided already, so their side stands for the text.</summary>
    private sealed class Side(string[] before, string[] after) : IChunker
    {
        public const string Before = "before";
        public const string After = "after";

        public IReadOnlyList<string> Chunk(string text) => text == Before ? before : after;
    }
}
