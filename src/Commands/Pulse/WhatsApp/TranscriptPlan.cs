namespace EventSourced.Commands.Pulse.WhatsApp;

/// <summary>Lines of a transcript that one export wrote: all heads of one form from a line on.</summary>
/// <param name="FirstLine">Where it begins.</param>
/// <param name="Shape">Its form.</param>
/// <param name="Before">The line end before its heads; none when any will do.</param>
/// <param name="Proof">The order of dates that it proves, when another part of the file proves the other one.</param>
/// <param name="Order">Number of the order of dates: parts of one number have one order.</param>
/// <param name="Tight">Whether most names have no blank behind their colon.</param>
internal sealed record TranscriptPart(long FirstLine, HeaderShape Shape, LineEnd Before, Proof Proof, int Order, bool Tight);

/// <summary>
/// Which lines start messages. Exports that were joined to one file are parts of their own; lines of another form that a member pasted are text.
/// A quotation is older than the message that holds it, is short, and the chat goes on behind it as before.
/// </summary>
internal sealed class TranscriptPlan
{
    private const long LongRun = 20;
    private const long Note = 10;

    private readonly List<TranscriptPart> _parts = [];
    private readonly List<(long First, long Last)> _text = [];

    public IReadOnlyList<TranscriptPart> Parts => _parts;

    /// <summary>Lines that look like heads and are taken as text.</summary>
    public List<HeadRun> Quoted { get; } = [];

    /// <summary>The form of most messages.</summary>
    public HeaderShape MainShape { get; private init; }

    /// <summary>Whether every head that was met starts a message and has one form.</summary>
    public bool IsSimple => _parts is [{ Tight: false }] && Quoted.Count == 0;

    /// <summary>Lines where another export begins.</summary>
    public IReadOnlyList<long> Starts { get; private set; } = [];

    public static TranscriptPlan Of(IReadOnlyList<HeadRun> runs, DateOrder? stated)
    {
        var stack = new List<HeadRun>();
        var quoted = new List<HeadRun>();
        foreach (var run in runs) Push(stack, run, quoted);
        DropNotes(stack, quoted);
        Settle(stack, quoted, stated);
        var plan = new TranscriptPlan { MainShape = stack.MaxBy(r => r.Count)!.Shape };
        plan.Quoted.AddRange(quoted.OrderBy(r => r.FirstLine));
        foreach (var run in plan.Quoted) plan._text.Add((run.FirstLine, run.LastLine));
        var orders = new List<(HeaderShape Shape, Proof Proof)>();
        foreach (var run in stack)
        {
            // One form has one order of dates, unless its numbers prove both.
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
            plan._parts.Add(new TranscriptPart(run.FirstLine, run.Shape, run.Before, run.Proof, order, run.Tightness > 0));
        }
        return plan;
    }

    /// <summary>Adds where an export of the same form begins.</summary>
    public void AddSeams(IEnumerable<long> lines) => Starts = [.. lines.Where(l => l > _parts[0].FirstLine).Concat(_parts.Skip(1).Select(p => p.FirstLine)).Distinct().Order()];

    /// <summary>The part that a head on a line belongs to; null when it is text there. Lines must be asked for in their order.</summary>
    public TranscriptPart? PartOf(in Header head, LineEnd before, long line, ref int part, ref int text)
    {
        while (part + 1 < _parts.Count && _parts[part + 1].FirstLine <= line) part++;
        while (text < _text.Count && _text[text].Last < line) text++;
        var its = _parts[part];
        if (line < its.FirstLine || !its.Shape.IsLike(head.Shape)) return null;
        if (text < _text.Count && _text[text].First <= line)
        {
            // Within a quotation of the same form nothing starts.
            return null;
        }
        // Before the first head of a part stands the line end of the part above.
        if (head.Shape.Bracketed && line > its.FirstLine && its.Before != LineEnd.None && before != LineEnd.None && before != its.Before) return null;
        var proof = HeadRuns.ProofOf(head);
        return its.Proof != Proof.None && proof != Proof.None && proof != its.Proof ? null : its;
    }

    private static void Push(List<HeadRun> stack, HeadRun run, List<HeadRun> quoted)
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
            whole.Tightness += run.Tightness;
            (whole.Last, whole.LastLine) = (run.Last, run.LastLine);
            if (whole.Proof == Proof.None) whole.Proof = run.Proof;
            return;
        }
        stack.Add(run);
    }

    private static bool IsQuotation(HeadRun before, List<HeadRun> between, HeadRun after)
    {
        var count = between.Sum(r => r.Count);
        if (count == 1) return true;
        if (count >= LongRun || count > before.Count + after.Count) return false;
        // What lies between its neighbours in time was written then.
        foreach (var around in Readings(before.Proof, after.Proof))
        {
            foreach (var within in Readings(between[0].Proof, between[^1].Proof))
            {
                if (Instants.Minutes(before.Last, around) <= Instants.Minutes(between[0].First, within)
                    && Instants.Minutes(between[0].First, within) <= Instants.Minutes(between[^1].Last, within)
                    && Instants.Minutes(between[^1].Last, within) <= Instants.Minutes(after.First, around)) return false;
            }
        }
        return true;
    }

    /// <summary>Single lines of another form at the beginning and at the end of a file.</summary>
    private static void DropNotes(List<HeadRun> stack, List<HeadRun> quoted)
    {
        while (stack.Count > 1 && stack[0].Count <= 2 && stack[1].Count >= Note * stack[0].Count
            && (!stack[0].HasName || Readings(stack[0].Proof, stack[0].Proof).All(r => Instants.Minutes(stack[0].First, r) > Instants.Minutes(stack[1].First, stack[1].Proof))))
        {
            quoted.Add(stack[0]);
            stack.RemoveAt(0);
        }
        for (var i = stack.Count - 1; i > 0; i--)
        {
            var (run, before) = (stack[i], stack[i - 1]);
            if (run.Count > 2) continue;
            var later = Readings(run.Proof, run.Proof).Any(r => Readings(before.Proof, before.Proof).All(b => Instants.Minutes(run.Last, r) > Instants.Minutes(before.Last, b)));
            // The same form with the other order of dates is a line from another phone, not an export of one message.
            if (later && run.HasName && !(run.Count == 1 && run.Shape.IsLike(before.Shape))) continue;
            quoted.Add(run);
            stack.RemoveAt(i);
        }
    }

    /// <summary>One form with both orders of dates: the stated one is right. Where neither has more lines than the other, nothing tells.</summary>
    private static void Settle(List<HeadRun> stack, List<HeadRun> quoted, DateOrder? stated)
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
            if (stack.Find(r => r.Shape.IsLike(run.Shape) && r.Before == run.Before && r.Proof != run.Proof) is { } its && its.Count <= run.Count && run.Proof != Proof.None && its.Proof != Proof.None)
                throw new TranscriptException(TranscriptException.AmbiguousDateFormat,
                    $"The dates contradict each other: line {Math.Min(its.FirstLine, run.FirstLine)} and line {Math.Max(its.FirstLine, run.FirstLine)} prove two orders of day and month, and nothing tells which of them is the chat's. State the order: --date-order day-first, or month-first; the lines that do not fit it are then text.",
                    Math.Max(its.FirstLine, run.FirstLine));
        }
    }

    private static Proof[] Readings(Proof one, Proof other) =>
        one != Proof.None ? [one] : other != Proof.None ? [other] : [Proof.DayFirst, Proof.MonthFirst];
}
