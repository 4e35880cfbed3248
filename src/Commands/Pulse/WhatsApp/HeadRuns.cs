namespace EventSourced.Commands.Pulse.WhatsApp;

/// <summary>Which order of day and month the numbers of a date prove.</summary>
internal enum Proof : byte { None, DayFirst, MonthFirst }

/// <summary>Lines in a row that look like heads of one form, with one order of dates and one kind of line end before them.</summary>
internal sealed class HeadRun(HeaderShape shape, LineEnd before, Proof proof, long line, Header head, bool hasName, string? sample)
{
    public HeaderShape Shape { get; } = shape;
    public LineEnd Before { get; set; } = before;
    public Proof Proof { get; set; } = proof;
    public long FirstLine { get; } = line;
    public long LastLine { get; set; } = line;
    public long Count { get; set; } = 1;
    public Header First { get; } = head;
    public Header Last { get; set; } = head;

    /// <summary>How many more names than not have no blank behind their colon.</summary>
    public long Tightness { get; set; }
    public bool HasName { get; } = hasName;
    public string? Sample { get; } = sample;

    /// <summary>Where dates without proof begin to leap in the order proven before: the other order may begin there.</summary>
    public long LeapLine { get; set; }
    public long LeapCount { get; set; }
    public Header LeapHead { get; set; }

    public bool IsLike(HeadRun other) => Shape.IsLike(other.Shape) && Before == other.Before && (Proof == other.Proof || Proof == Proof.None || other.Proof == Proof.None);
}

/// <summary>
/// Notes every line that looks like the head of a message, whatever its form, as runs of equal ones. Memory grows with changes of form only.
/// </summary>
internal sealed class HeadRuns
{
    public const int MostRuns = 50_000;
    private const int MostSamples = 1_000;
    private const long LeapDays = 45;

    private readonly List<HeadRun> _runs = [];

    public IReadOnlyList<HeadRun> All => _runs;

    public bool IsFull => _runs.Count >= MostRuns;

    public void Add(in Header head, LineEnd before, long line, ReadOnlySpan<char> text)
    {
        // Line ends tell messages from quotations only in files of iOS, which has another one within messages.
        if (!head.Shape.Bracketed) before = LineEnd.None;
        var proof = ProofOf(head);
        var body = text[Math.Min(head.BodyStart, text.Length)..];
        var colon = body.IndexOf(':');
        // Nearly every name ends in a colon and a blank.
        var tightness = colon >= 0 && colon + 1 < body.Length && body[colon + 1] == ' ' ? -1 : EntryParser.Tightness(body);
        if (_runs.Count > 0 && _runs[^1] is var last && last.Shape.IsLike(head.Shape))
        {
            var sameEnd = last.Before == before || last.Before == LineEnd.None || before == LineEnd.None;
            if (sameEnd && (proof == Proof.None || last.Proof == Proof.None || proof == last.Proof))
            {
                last.Tightness += tightness;
                Extend(last, head, before, proof, line);
                return;
            }
            if (sameEnd && last.LeapLine > 0 && !IsFull)
            {
                // The dates before this one that prove nothing belong to it.
                Split(last, head, before, proof, line);
                return;
            }
        }
        if (IsFull) return;
        // The line end before the first head of another export is that of the export above.
        if (_runs.Count > 0 && _runs[^1] is var above && (!above.Shape.IsLike(head.Shape) || above.Before == before)) before = LineEnd.None;
        _runs.Add(new HeadRun(head.Shape, before, proof, line, head, colon >= 0, _runs.Count is > 0 and < MostSamples ? Samples.Of(text, head.BodyStart) : null) { Tightness = tightness });
    }

    public static Proof ProofOf(in Header head)
    {
        if (head.Shape.LeadingYear || head.Shape.NamedMonth || (head.A > 12) == (head.B > 12)) return Proof.None;
        return head.A > 31 ? Proof.None : head.A > 12 ? Proof.DayFirst : Proof.MonthFirst;
    }

    private static void Extend(HeadRun run, in Header head, LineEnd before, Proof proof, long line)
    {
        if (run.Before == LineEnd.None) run.Before = before;
        if (proof != Proof.None)
        {
            run.Proof = proof;
            run.LeapLine = 0;
        }
        else if (run.Proof != Proof.None)
        {
            if (run.LeapLine == 0 && Instants.Days(head, run.Proof) - Instants.Days(run.Last, run.Proof) is var days && (days < 0 || days > LeapDays))
                (run.LeapLine, run.LeapCount, run.LeapHead) = (line, 0, head);
            if (run.LeapLine > 0) run.LeapCount++;
        }
        run.Last = head;
        run.LastLine = line;
        run.Count++;
    }

    private void Split(HeadRun run, in Header head, LineEnd before, Proof proof, long line)
    {
        run.Count -= run.LeapCount;
        run.LastLine = run.LeapLine - 1;
        var second = new HeadRun(head.Shape, before, proof, run.LeapLine, run.LeapHead, true, null) { Count = run.LeapCount + 1, LastLine = line, Last = head };
        run.LeapLine = 0;
        _runs.Add(second);
    }
}

/// <summary>Points in time of heads whose order of day and month may not be known.</summary>
internal static class Instants
{
    public static long Days(in Header head, Proof proof) => Minutes(head, proof) / 1440;

    /// <summary>Minutes, good for comparing: every month has 31 days.</summary>
    public static long Minutes(in Header head, Proof proof)
    {
        var (year, month, day) = head.Shape.LeadingYear ? (head.A, head.B, head.C) : proof == Proof.MonthFirst && !head.Shape.NamedMonth ? (head.C, head.A, head.B) : (head.C, head.B, head.A);
        year = Calendars.AboutYear(head.Shape, year);
        month = MonthName.Usual(month);
        return ((year * 12L + month) * 31 + day) * 1440 + head.SecondOfDay / 60;
    }
}

/// <summary>Samples of lines without what people wrote: letters become x.</summary>
internal static class Samples
{
    private const int Longest = 60;

    public static string Of(ReadOnlySpan<char> line, int bodyStart)
    {
        var length = Math.Min(line.Length, Longest);
        return string.Create(length, new State(line[..length].ToString(), bodyStart), static (target, state) =>
        {
            for (var i = 0; i < target.Length; i++)
            {
                var c = state.Line[i];
                target[i] = i < state.BodyStart && !char.IsSurrogate(c) ? char.IsControl(c) ? ' ' : c : char.IsLetter(c) || char.IsSurrogate(c) ? 'x' : char.IsDigit(c) ? '9' : char.IsControl(c) ? ' ' : c;
            }
        });
    }

    private readonly record struct State(string Line, int BodyStart);
}
