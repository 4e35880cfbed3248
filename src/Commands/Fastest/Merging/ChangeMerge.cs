using DiffPlex.Model;

namespace EventSourced.Commands.Fastest.Merging;

/// <summary>Joins the changes of two sides to the lines of their ancestor.</summary>
internal sealed class ChangeMerge(string[] ancestor, string[] source, string[] current)
{
    private int _done;
    private int _onlyLineEnds;

    /// <summary>The merged lines; incomplete if there is a conflict.</summary>
    public List<string> Merged { get; } = [];

    public int Conflicts { get; private set; }

    public bool OnlyLineEndsConflict => Conflicts == _onlyLineEnds;

    public void Run(List<DiffBlock> sourceChanges, List<DiffBlock> currentChanges)
    {
        var (s, c) = (0, 0);
        while (s < sourceChanges.Count || c < currentChanges.Count)
        {
            // A group is all changes that overlap or touch each other, so between two groups the sides are equal to the ancestor.
            var (firstSource, firstCurrent) = (s, c);
            var start = Math.Min(Start(sourceChanges, s), Start(currentChanges, c));
            var end = start;
            while (true)
            {
                if (Start(sourceChanges, s) <= end) end = Math.Max(end, End(sourceChanges[s++]));
                else if (Start(currentChanges, c) <= end) end = Math.Max(end, End(currentChanges[c++]));
                else break;
            }
            Merged.AddRange(ancestor[_done..start]);
            _done = end;
            Group(start, end, sourceChanges[firstSource..s], currentChanges[firstCurrent..c]);
        }
        Merged.AddRange(ancestor[_done..]);
    }

    private void Group(int start, int end, List<DiffBlock> sourceChanges, List<DiffBlock> currentChanges)
    {
        var theirs = Lines(source, start, end, sourceChanges);
        var ours = Lines(current, start, end, currentChanges);
        // A side without a change in the group does not count.
        if (sourceChanges.Count == 0 || theirs.SequenceEqual(ours)) Merged.AddRange(ours);
        else if (currentChanges.Count == 0) Merged.AddRange(theirs);
        else
        {
            Conflicts++;
            if (DifferInLineEnds(ancestor[start..end], theirs, ours)) _onlyLineEnds++;
        }
    }

    /// <summary>A side's lines that stand for those of the ancestor from start to end.</summary>
    private static string[] Lines(string[] side, int start, int end, List<DiffBlock> changes)
    {
        if (changes.Count == 0) return [];
        var (first, last) = (changes[0], changes[^1]);
        return side[(first.InsertStartB - (first.DeleteStartA - start))..(last.InsertStartB + last.InsertCountB + (end - End(last)))];
    }

    // The change would be one side's alone if all line ends were equal.
    private static bool DifferInLineEnds(string[] before, string[] theirs, string[] ours)
    {
        string[] b = Bare(before), t = Bare(theirs), o = Bare(ours);
        return t.SequenceEqual(o) || b.SequenceEqual(t) || b.SequenceEqual(o);

        static string[] Bare(string[] lines) => [.. lines.Select(line => line.TrimEnd('\r', '\n'))];
    }

    private static int Start(List<DiffBlock> changes, int index) => index < changes.Count ? changes[index].DeleteStartA : int.MaxValue;

    private static int End(DiffBlock change) => change.DeleteStartA + change.DeleteCountA;
}
