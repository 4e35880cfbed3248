using EventSourced.Commands.Text;

namespace EventSourced.Commands.Pulse.WhatsApp;

/// <summary>First pass over a transcript: determines its format and counts its messages per day. Memory grows only with the number of days. A file with several formats is read twice.</summary>
public static class TranscriptScanner
{
    /// <summary>Scans the transcript.</summary>
    /// <param name="utf8">The transcript; seekable, read from its start and left open.</param>
    /// <param name="ct">Cancels between two chunks.</param>
    /// <param name="bytes">Receives the number of bytes read so far, about once per MiB.</param>
    /// <param name="options">What is known from other sources.</param>
    /// <exception cref="TranscriptException">The file is not a readable transcript.</exception>
    public static TranscriptScan Scan(Stream utf8, CancellationToken ct, IProgress<long>? bytes = null, ScanOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(utf8);
        ct.ThrowIfCancellationRequested();
        var encoding = TextCheck.RequireText(utf8);
        options ??= new ScanOptions();
        var (runs, overlaps) = (new HeaderRuns(), new OverlapDetector());
        var counted = Count(utf8, encoding, null, runs, overlaps, bytes, ct);
        if (counted.Entries == 0) throw LookAlikes.Of(utf8, encoding) ?? NoMessages("No line starts like a message, such as \"31/12/2023, 21:41 - Alice: Hello\" or \"[31/12/2023, 21:41:05] Alice: Hello\"");
        if (2 * counted.InAngles > counted.Entries) throw LookAlikes.Irc();
        var plan = TranscriptPlan.Of(runs.All, options.Stated);
        plan.AddOverlaps(overlaps.Lines);
        if (!plan.IsSimple) counted = Count(utf8, encoding, plan, null, null, bytes, ct);
        return Result(counted, plan, encoding, options);
    }

    private static Counted Count(Stream transcript, FoundEncoding encoding, TranscriptPlan? plan, HeaderRuns? runs, OverlapDetector? overlaps, IProgress<long>? bytes, CancellationToken ct)
    {
        transcript.Position = encoding.PreambleLength == 3 ? 0 : encoding.PreambleLength;
        using var cursor = new TranscriptCursor(transcript, encoding, plan, runs, bytes, ct);
        using var entry = new EntryParser(null);
        var counted = new Counted();
        DayTally? day = null;
        var (order, second) = (0, 0);
        while (cursor.MoveNext())
        {
            counted.Entries++;
            ref readonly var header = ref cursor.Header;
            if (order != cursor.Order) (day, order) = (null, cursor.Order);
            var days = counted.Of(order);
            days.Detector.Add(header, cursor.LineNumber);
            var known = day is not null && day.DateKey == header.DateKey && header.SecondOfDay < second;
            if (day is null || day.DateKey != header.DateKey)
            {
                day = days.Day(header.DateKey, cursor.LineNumber, out known);
                counted.Last = (day, order);
                counted.First ??= counted.Last;
            }
            second = header.SecondOfDay;
            var raw = cursor.Raw;
            overlaps?.Add(header, cursor.LineNumber, raw, known);
            entry.Parse(header, raw, cursor.Tight);
            if (raw.Length > 0 && raw[0] == '<') counted.InAngles++;
            if (entry.IsDayFirst) days.Detector.AddDayFirstLanguage();
            if (entry.IsUnknownMark) counted.UnknownMarks.Add(cursor.LineNumber, raw);
            switch (entry.Kind)
            {
                case EntryKind.Message:
                    day.AddMessage(header.SecondOfDay);
                    break;
                case EntryKind.System:
                    counted.Systems++;
                    break;
                default:
                    if (entry.IsUndecided) counted.Undecided.Add((SenderNames.Clean(raw[entry.RawSender]), day, header.SecondOfDay));
                    else counted.Notices++;
                    break;
            }
        }
        (counted.Lines, counted.FirstLine) = (cursor.Lines, cursor.FirstLine);
        counted.Writers = entry.Writers;
        return counted;
    }

    private static TranscriptScan Result(Counted counted, TranscriptPlan plan, FoundEncoding encoding, ScanOptions options)
    {
        var writers = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (sender, day, second) in counted.Undecided)
        {
            // An ambiguous entry is a message if its sender writes messages, and a notice if its sender is the group's name.
            if (!counted.Writers.Contains(sender))
            {
                counted.Notices++;
                continue;
            }
            writers.Add(sender);
            day.AddMessage(second);
        }
        var orders = counted.Orders.Select(o => o.Decide(options)).ToList();
        var written = counted.Orders.SelectMany((o, i) => o.Days.Values.Where(d => d.Messages > 0).Select(d => (Date: Header.Date(d.DateKey, orders[i].Order, orders[i].Shape)!.Value, Tally: d))).ToList();
        if (written.Count == 0) throw NoMessages("The chat contains only system lines and notices, and no message of a person");
        var perDay = new SortedDictionary<DateOnly, int>();
        foreach (var (date, tally) in written) perDay[date] = perDay.GetValueOrDefault(date) + tally.Messages;
        var form = new TranscriptForm(plan, encoding, orders, writers) { DateOrderBasis = counted.Orders.Min(o => o.Detector.Basis) };
        return new TranscriptScan
        {
            Form = form,
            MessageCount = written.Sum(d => (long)d.Tally.Messages),
            NoticeCount = counted.Notices,
            SystemCount = counted.Systems,
            OtherFormLines = plan.Quoted.Sum(q => q.Count),
            LineCount = counted.Lines,
            LinesBefore = counted.FirstLine - 1,
            Encoding = encoding.Name,
            Warnings = ScanWarnings.Of(counted, plan, encoding, orders, written.Max(d => d.Date), options),
            MessagesPerDay = perDay,
            FirstDay = perDay.Keys.First(),
            LastDay = perDay.Keys.Last(),
            BeginsOn = DateOf(counted.First!.Value),
            EndsOn = DateOf(counted.Last!.Value),
            FirstWallTime = written.Min(d => At(d.Date, d.Tally.EarliestMessage)),
            LastWallTime = written.Max(d => At(d.Date, d.Tally.LatestMessage)),
        };

        DateOnly DateOf((DayTally Day, int Order) at) => Header.Date(at.Day.DateKey, orders[at.Order].Order, orders[at.Order].Shape)!.Value;
    }

    private static DateTime At(DateOnly date, int secondOfDay) => date.ToDateTime(TimeOnly.MinValue).AddSeconds(secondOfDay);

    private static TranscriptException NoMessages(string why) => new(TranscriptException.NoMessages, why + ". Export the chat again from WhatsApp.");

    /// <summary>The counts of one pass.</summary>
    internal sealed class Counted
    {
        private readonly List<Order> _orders = [];

        public long Entries, Notices, Systems, Lines, FirstLine;

        /// <summary>Entries whose text after the time begins with "&lt;", as names of IRC do.</summary>
        public long InAngles;

        /// <summary>The days of the first and the last entry, with the indexes of their date orders.</summary>
        public (DayTally Day, int Order)? First, Last;

        public IReadOnlyList<Order> Orders => _orders;

        public List<(string Sender, DayTally Day, int Second)> Undecided { get; } = [];

        public LineSamples UnknownMarks { get; } = new();

        public IReadOnlySet<string> Writers { get; set; } = new HashSet<string>();

        public Order Of(int order)
        {
            while (_orders.Count <= order) _orders.Add(new Order());
            return _orders[order];
        }
    }

    /// <summary>The days of one date order.</summary>
    internal sealed class Order
    {
        public DateOrderDetector Detector { get; } = new();

        public Dictionary<long, DayTally> Days { get; } = [];

        public DayTally Day(long key, long line, out bool known)
        {
            known = Days.TryGetValue(key, out var day);
            if (!known) Days.Add(key, day = new DayTally(key, line));
            return day!;
        }

        public (DateOrder Order, HeaderShape Shape) Decide(ScanOptions options) => Detector.Decide(Days.Values, options);
    }
}

/// <summary>Number of lines of a kind, with the first line numbers and a masked sample.</summary>
internal sealed class LineSamples
{
    private const int MaxLines = 10;

    public long Count { get; private set; }

    public List<long> Lines { get; } = [];

    public string? Sample { get; private set; }

    public void Add(long line, ReadOnlySpan<char> text)
    {
        Sample ??= MaskedSample.Of(text, 0);
        if (Lines.Count < MaxLines) Lines.Add(line);
        Count++;
    }
}
