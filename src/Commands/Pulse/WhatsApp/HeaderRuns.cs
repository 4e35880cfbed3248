using System.Runtime.CompilerServices;

namespace EventSourced.Commands.Pulse.WhatsApp;

/// <summary>The order of day and month that the numbers of a date prove.</summary>
internal enum Proof : byte { None, DayFirst, MonthFirst }

/// <summary>Consecutive lines that look like message headers of one shape, with one date order and one kind of line end before them.</summary>
internal sealed class HeaderRun(HeaderShape shape, LineEnd before, Proof proof, long line, Header header, bool hasName, string? sample)
{
    public HeaderShape Shape { get; } = shape;
    public LineEnd Before { get; set; } = before;
    public Proof Proof { get; set; } = proof;
    public long FirstLine { get; } = line;
    public long LastLine { get; set; } = line;
    public long Count { get; set; } = 1;
    public Header First { get; } = header;
    public Header Last { get; set; } = header;

    /// <summary>Number of names without a space after their colon minus number of names with one.</summary>
    public long NoSpaceScore { get; set; }
    public bool HasName { get; } = hasName;
    public string? Sample { get; } = sample;

    /// <summary>The second header with its line; null if there is none.</summary>
    public (Header Header, long Line)? Second { get; set; }

    /// <summary>First line from which dates that prove nothing jump in the order proven before: the other order may start there.</summary>
    public long LeapLine { get; set; }
    public long LeapCount { get; set; }
    public Header LeapHead { get; set; }

    public bool IsLike(HeaderRun other) => Shape.IsLike(other.Shape) && (Before == other.Before || Before == LineEnd.None || other.Before == LineEnd.None) && (Proof == other.Proof || Proof == Proof.None || other.Proof == Proof.None);
}

/// <summary>
/// Records every line that looks like a message header of any shape, as runs of equal ones. Memory grows only with changes of shape.
/// </summary>
internal sealed class HeaderRuns
{
    public const int MaxRuns = 50_000;
    private const int MaxSamples = 1_000;
    private const long LeapDays = 45;

    private readonly List<HeaderRun> _runs = [];

    public IReadOnlyList<HeaderRun> All => _runs;

    public bool IsFull => _runs.Count >= MaxRuns;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(in Header header, LineEnd before, long line, ReadOnlySpan<char> text)
    {
        // Only in iOS files, which have different line ends within messages, do line ends distinguish messages from quotations.
        if (!header.Shape.Bracketed) before = LineEnd.None;
        var proof = ProofOf(header);
        var body = text[Math.Min(header.BodyStart, text.Length)..];
        var colon = body.IndexOf(':');
        // Nearly every name is followed by a colon and a space.
        var tightness = colon >= 0 && colon + 1 < body.Length && body[colon + 1] == ' ' ? -1 : EntryParser.NoSpaceScore(body);
        if (_runs.Count > 0 && _runs[^1] is var last && last.Shape.IsLike(header.Shape))
        {
            var sameEnd = last.Before == before || last.Before == LineEnd.None || before == LineEnd.None;
            if (sameEnd && (proof == Proof.None || last.Proof == Proof.None || proof == last.Proof))
            {
                last.NoSpaceScore += tightness;
                Extend(last, header, before, proof, line);
                return;
            }
            if (sameEnd && last.LeapLine > 0 && !IsFull)
            {
                // The dates before this one that prove nothing belong to the new run.
                Split(last, header, before, proof, line);
                return;
            }
        }
        if (IsFull) return;
        // The line end before the first header of another export belongs to the previous export.
        if (_runs.Count > 0 && _runs[^1] is var above && (!above.Shape.IsLike(header.Shape) || above.Before == before)) before = LineEnd.None;
        _runs.Add(new HeaderRun(header.Shape, before, proof, line, header, colon >= 0, _runs.Count is > 0 and < MaxSamples ? MaskedSample.Of(text, header.BodyStart) : null) { NoSpaceScore = tightness });
    }

    public static Proof ProofOf(in Header header)
    {
        if (header.Shape.LeadingYear || header.Shape.NamedMonth || (header.A > 12) == (header.B > 12)) return Proof.None;
        return header.A > 31 ? Proof.None : header.A > 12 ? Proof.DayFirst : Proof.MonthFirst;
    }

    private static void Extend(HeaderRun run, in Header header, LineEnd before, Proof proof, long line)
    {
        if (run.Before == LineEnd.None) run.Before = before;
        if (run.Count == 1) run.Second = (header, line);
        if (proof != Proof.None)
        {
            run.Proof = proof;
            run.LeapLine = 0;
        }
        else if (run.Proof != Proof.None)
        {
            if (run.LeapLine == 0 && HeaderTimes.Days(header, run.Proof) - HeaderTimes.Days(run.Last, run.Proof) is var days && (days < 0 || days > LeapDays))
                (run.LeapLine, run.LeapCount, run.LeapHead) = (line, 0, header);
            if (run.LeapLine > 0) run.LeapCount++;
        }
        run.Last = header;
        run.LastLine = line;
        run.Count++;
    }

    private void Split(HeaderRun run, in Header header, LineEnd before, Proof proof, long line)
    {
        run.Count -= run.LeapCount;
        run.LastLine = run.LeapLine - 1;
        var second = new HeaderRun(header.Shape, before, proof, run.LeapLine, run.LeapHead, true, null) { Count = run.LeapCount + 1, LastLine = line, Last = header };
        run.LeapLine = 0;
        _runs.Add(second);
    }
}

/// <summary>Times of headers whose order of day and month may be unknown.</summary>
internal static class HeaderTimes
{
    public static long Days(in Header header, Proof proof) => Minutes(header, proof) / 1440;

    /// <summary>Approximate minutes for comparisons: every month has 31 days.</summary>
    public static long Minutes(in Header header, Proof proof)
    {
        var (year, month, day) = header.Shape.LeadingYear ? (header.A, header.B, header.C) : proof == Proof.MonthFirst && !header.Shape.NamedMonth ? (header.C, header.A, header.B) : (header.C, header.B, header.A);
        year = Calendars.AboutYear(header.Shape, year);
        month = MonthName.Default(month);
        return ((year * 12L + month) * 31 + day) * 1440 + header.SecondOfDay / 60;
    }
}

/// <summary>MaskedSample of lines for warnings, with the personal text masked: letters become x.</summary>
internal static class MaskedSample
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
