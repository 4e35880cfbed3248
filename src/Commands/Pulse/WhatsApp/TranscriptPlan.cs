namespace EventSourced.Commands.Pulse.WhatsApp;

/// <summary>The lines of one export in a transcript: all headers of one shape from a line on.</summary>
/// <param name="FirstLine">Its first line.</param>
/// <param name="Shape">Its header shape.</param>
/// <param name="Before">The line end before its headers; none if any is accepted.</param>
/// <param name="Proof">The date order that it proves, if another part of the file proves the other one.</param>
/// <param name="Order">Index of the date order: parts with the same index have one order.</param>
/// <param name="Tight">Whether most names have no space after their colon.</param>
internal sealed record TranscriptPart(long FirstLine, HeaderShape Shape, LineEnd Before, Proof Proof, int Order, bool Tight);

/// <summary>
/// Decides which lines start messages. Exports that were joined into one file are separate parts; lines of another shape that a member pasted are text.
/// A quotation is older than the message that contains it, is short, and the chat continues after it as before.
/// </summary>
internal sealed class TranscriptPlan
{
    private const long LongRun = 20;
    private const long NoteRatio = 10;

    private readonly List<TranscriptPart> _parts = [];
    private readonly List<(long First, long Last)> _text = [];

    public IReadOnlyList<TranscriptPart> Parts => _parts;

    /// <summary>Lines that look like headers and are read as text.</summary>
    public List<HeaderRun> Quoted { get; } = [];

    /// <summary>The header shape of most messages.</summary>
    public HeaderShape MainShape { get; private init; }

    /// <summary>Whether every header starts a message and has one shape.</summary>
    public bool IsSimple => _parts is [{ Tight: false }] && Quoted.Count == 0;

    /// <summary>Lines on which another export starts.</summary>
    public IReadOnlyList<long> Starts { get; private set; } = [];

    public static TranscriptPlan Of(IReadOnlyList<HeaderRun> runs, DateOrder? stated)
    {
        var stack = new List<HeaderRun>();
        var quoted = new List<HeaderRun>();
        foreach (var run in SplitFirst(OfMainPrefix(runs, quoted))) Push(stack, run, quoted);
        DropNotes(stack, quoted);
        ResolveContradictions(stack, quoted, stated);
        var plan = new TranscriptPlan { MainShape = stack.MaxBy(r => r.Count)!.Shape };
        plan.Quoted.AddRange(quoted.OrderBy(r => r.FirstLine));
        foreach (var run in plan.Quoted) plan._text.Add((run.FirstLine, run.LastLine));
        var orders = new List<(HeaderShape Shape, Proof Proof)>();
        foreach (var run in stack)
        {
            // One shape has one date order, unless its numbers prove both.
            var order = orders.FindIndex(o => o.Shape.IsLike(run.Shape) && (o.Proof == run.Proof || o.Proof == Proof.None || run.Proof == Proof.None));
            if (order < 0)
            {
                order = orders.Count;
                orders.Add((run.Shape, run.Proof));
            }
            else if (orders[order].Proof == Proof.None)
            {
                orders[order] = (run.Shape, run.Proof);
            }
            plan._parts.Add(new TranscriptPart(run.FirstLine, run.Shape, run.Before, run.Proof, order, run.NoSpaceScore > 0));
        }
        return plan;
    }

    /// <summary>Adds the lines on which an export of the same shape starts.</summary>
    public void AddOverlaps(IEnumerable<long> lines) => Starts = [.. lines.Where(l => l > _parts[0].FirstLine).Concat(_parts.Skip(1).Select(p => p.FirstLine)).Distinct().Order()];

    /// <summary>The part that the header on a line belongs to; null if the line is text. Must be called with ascending lines.</summary>
    public TranscriptPart? PartOf(in Header header, LineEnd before, long line, ref int part, ref int text)
    {
        while (part + 1 < _parts.Count && _parts[part + 1].FirstLine <= line) part++;
        while (text < _text.Count && _text[text].Last < line) text++;
        var current = _parts[part];
        if (line < current.FirstLine || !current.Shape.IsLike(header.Shape)) return null;
        if (text < _text.Count && _text[text].First <= line)
        {
            // Within a quotation of the same shape no message starts.
            return null;
        }
        // The line end before the first header of a part belongs to the previous part.
        if (header.Shape.Bracketed && line > current.FirstLine && current.Before != LineEnd.None && before != LineEnd.None && before != current.Before) return null;
        var proof = HeaderRuns.ProofOf(header);
        return current.Proof != Proof.None && proof != Proof.None && proof != current.Proof ? null : current;
    }

    /// <summary>If some headers come after blanks or ">" and others do not, those that are fewer are quoted.</summary>
    private static IReadOnlyList<HeaderRun> OfMainPrefix(IReadOnlyList<HeaderRun> runs, List<HeaderRun> quoted)
    {
        if (runs.All(r => r.Shape.Prefix == runs[0].Shape.Prefix)) return runs;
        var main = runs.GroupBy(r => r.Shape.Prefix).OrderByDescending(g => g.Sum(r => r.Count)).ThenBy(g => g.Key).First().Key;
        quoted.AddRange(runs.Where(r => r.Shape.Prefix != main));
        return [.. runs.Where(r => r.Shape.Prefix == main)];
    }

    /// <summary>Nothing comes before the first header that would show its line end. If older ones with another line end follow, they are a quotation in the first message.</summary>
    private static IReadOnlyList<HeaderRun> SplitFirst(IReadOnlyList<HeaderRun> runs)
    {
        if (runs is not [{ Shape.Bracketed: true, Before: LineEnd.Lf, Second: var (second, line) } first, { Before: LineEnd.CrLf } next, ..] || !first.Shape.IsLike(next.Shape)
            || !Readings(first.Proof, next.Proof).All(r => HeaderTimes.Minutes(second, r) < HeaderTimes.Minutes(first.First, r))) return runs;
        var message = new HeaderRun(first.Shape, LineEnd.CrLf, HeaderRuns.ProofOf(first.First), first.FirstLine, first.First, first.HasName, null);
        var pasted = new HeaderRun(first.Shape, LineEnd.Lf, first.Proof, line, second, first.HasName, null) { Count = first.Count - 1, Last = first.Last, LastLine = first.LastLine };
        return [message, pasted, .. runs.Skip(1)];
    }

    private static void Push(List<HeaderRun> stack, HeaderRun run, List<HeaderRun> quoted)
    {
        for (var below = stack.Count - 1; below >= Math.Max(0, stack.Count - 6); below--)
        {
            if (!stack[below].IsLike(run)) continue;
            var between = stack[(below + 1)..];
            if (between.Count > 0 && !IsQuotation(stack[below], between, run)) break;
            quoted.AddRange(between);
            stack.RemoveRange(below + 1, between.Count);
            var whole = stack[below];
            whole.Count += run.Count;
            if (whole.Before == LineEnd.None) whole.Before = run.Before;
            whole.NoSpaceScore += run.NoSpaceScore;
            (whole.Last, whole.LastLine) = (run.Last, run.LastLine);
            if (whole.Proof == Proof.None) whole.Proof = run.Proof;
            return;
        }
        stack.Add(run);
    }

    private static bool IsQuotation(HeaderRun before, List<HeaderRun> between, HeaderRun after)
    {
        var count = between.Sum(r => r.Count);
        if (count == 1) return true;
        if (count >= LongRun || count > before.Count + after.Count) return false;
        // If the time stamps in between fit between their neighbours, they are messages and not a quotation.
        foreach (var around in Readings(before.Proof, after.Proof))
        {
            foreach (var within in Readings(between[0].Proof, between[^1].Proof))
            {
                if (HeaderTimes.Minutes(before.Last, around) <= HeaderTimes.Minutes(between[0].First, within)
                    && HeaderTimes.Minutes(between[0].First, within) <= HeaderTimes.Minutes(between[^1].Last, within)
                    && HeaderTimes.Minutes(between[^1].Last, within) <= HeaderTimes.Minutes(after.First, around)) return false;
            }
        }
        return true;
    }

    /// <summary>Treats single lines of another shape at the start and at the end of a file as text.</summary>
    private static void DropNotes(List<HeaderRun> stack, List<HeaderRun> quoted)
    {
        while (stack.Count > 1 && stack[0].Count <= 2 && stack[1].Count >= NoteRatio * stack[0].Count
            && (!stack[0].HasName || Readings(stack[0].Proof, stack[0].Proof).All(r => HeaderTimes.Minutes(stack[0].First, r) > HeaderTimes.Minutes(stack[1].First, stack[1].Proof))))
        {
            quoted.Add(stack[0]);
            stack.RemoveAt(0);
        }
        for (var i = stack.Count - 1; i > 0; i--)
        {
            var (run, before) = (stack[i], stack[i - 1]);
            if (run.Count > 2) continue;
            // A line that proves no order is read as the message above it.
            var later = Readings(run.Proof, before.Proof).Any(r => Readings(before.Proof, before.Proof).All(b => HeaderTimes.Minutes(run.Last, r) > HeaderTimes.Minutes(before.Last, b)));
            // The same shape with the other date order is a line from another phone, not an export with one message.
            if (later && run.HasName && !(run.Count == 1 && run.Shape.IsLike(before.Shape))) continue;
            quoted.Add(run);
            stack.RemoveAt(i);
        }
    }

    /// <summary>Resolves both date orders in one shape: the stated one wins, else the one with more lines. If neither has more, the order is unknown.</summary>
    private static void ResolveContradictions(List<HeaderRun> stack, List<HeaderRun> quoted, DateOrder? stated)
    {
        if (stated is { } order)
        {
            var wrong = order == DateOrder.MonthFirst ? Proof.DayFirst : Proof.MonthFirst;
            if (stack.All(r => r.Proof == wrong)) return;
            quoted.AddRange(stack.Where(r => r.Proof == wrong && stack.Exists(o => o != r && o.Shape.IsLike(r.Shape))));
            stack.RemoveAll(quoted.Contains);
            return;
        }
        foreach (var run in quoted)
        {
            if (stack.Find(r => r.Shape.IsLike(run.Shape) && r.Before == run.Before && r.Proof != run.Proof) is { } opposite && opposite.Count <= run.Count && run.Proof != Proof.None && opposite.Proof != Proof.None)
                throw new TranscriptException(TranscriptException.AmbiguousDateFormat,
                    $"The dates contradict each other: line {Math.Min(opposite.FirstLine, run.FirstLine)} and line {Math.Max(opposite.FirstLine, run.FirstLine)} prove different orders of day and month, and the file does not show which one is right. State it with --date-order day_first or month_first; lines that do not fit it are then read as text.",
                    Math.Max(opposite.FirstLine, run.FirstLine));
        }
    }

    private static Proof[] Readings(Proof one, Proof other) =>
        one != Proof.None ? [one] : other != Proof.None ? [other] : [Proof.DayFirst, Proof.MonthFirst];
}
