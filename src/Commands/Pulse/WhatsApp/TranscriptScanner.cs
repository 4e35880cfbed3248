namespace EventSourced.Commands.Pulse.WhatsApp;

/// <summary>First pass over a transcript: finds its form and counts its messages per day, in memory that grows with days only.</summary>
public static class TranscriptScanner
{
    private const int Prevailing = 10;

    /// <summary>Reads the transcript from its start to its end.</summary>
    /// <param name="utf8">The transcript; seekable, read from its beginning and left open.</param>
    /// <param name="ct">Stops between two chunks.</param>
    /// <param name="bytes">Told the bytes read so far, about once per MiB.</param>
    /// <exception cref="TranscriptException">The file is no readable transcript.</exception>
    public static TranscriptScan Scan(Stream utf8, CancellationToken ct, IProgress<long>? bytes = null)
    {
        ArgumentNullException.ThrowIfNull(utf8);
        return Scan(utf8, null, bytes, ct);
    }

    private static TranscriptScan Scan(Stream utf8, HeaderShape? shape, IProgress<long>? bytes, CancellationToken ct)
    {
        utf8.Position = 0;
        using var cursor = new TranscriptCursor(utf8, shape, bytes, ct);
        using var entry = new EntryParser();
        var vote = new DateOrderVote();
        var days = new Dictionary<long, DayTally>();
        DayTally? day = null;
        long entries = 0, notices = 0, systems = 0;

        while (cursor.MoveNext())
        {
            entries++;
            ref readonly var header = ref cursor.Header;
            vote.Add(header, cursor.LineNumber);
            if (day is null || day.DateKey != header.DateKey) day = Day(days, header.DateKey, cursor.LineNumber);
            entry.Parse(header, cursor.Raw);
            if (entry.Kind == EntryKind.Message) day.AddMessage(header.SecondOfDay);
            else if (entry.Kind == EntryKind.Notice) notices++;
            else systems++;
        }

        if (day is null) throw NoMessages("No line starts like a message, such as \"31/12/2023, 21:41 - Alice: Hello\" or \"[31/12/2023, 21:41:05] Alice: Hello\"");
        if (shape is null && PrevailingShape(cursor, entries) is { } prevailing) return Scan(utf8, prevailing, bytes, ct);
        var order = vote.Decide(cursor.Shape, days.Values);
        var written = days.Values.Where(d => d.Messages > 0).Select(d => (Date: Header.Date(d.DateKey, order, cursor.Shape.YearDigits)!.Value, Tally: d)).ToList();
        if (written.Count == 0) throw NoMessages("The chat holds only system lines and notices, and no message of a person");
        var perDay = new SortedDictionary<DateOnly, int>();
        foreach (var (date, tally) in written) perDay[date] = perDay.GetValueOrDefault(date) + tally.Messages;
        return new TranscriptScan
        {
            Form = new TranscriptForm(cursor.Shape, order),
            MessageCount = written.Sum(d => (long)d.Tally.Messages),
            NoticeCount = notices,
            SystemCount = systems,
            OtherFormLines = cursor.OtherShapes.Values.Sum(),
            MessagesPerDay = perDay,
            FirstDay = perDay.Keys.First(),
            LastDay = perDay.Keys.Last(),
            FirstWallTime = written.Min(d => At(d.Date, d.Tally.EarliestMessage)),
            LastWallTime = written.Max(d => At(d.Date, d.Tally.LatestMessage)),
        };
    }

    /// <summary>The first header may be a note above the chat that only looks like one. Then nearly all headers have another shape.</summary>
    private static HeaderShape? PrevailingShape(TranscriptCursor cursor, long entries)
    {
        if (cursor.OtherShapes.Count == 0) return null;
        var (shape, count) = cursor.OtherShapes.MaxBy(other => other.Value);
        return count >= Prevailing * entries ? shape : null;
    }

    private static DateTime At(DateOnly date, int secondOfDay) => date.ToDateTime(TimeOnly.MinValue).AddSeconds(secondOfDay);

    private static DayTally Day(Dictionary<long, DayTally> days, long key, long line)
    {
        if (!days.TryGetValue(key, out var day)) days.Add(key, day = new DayTally(key, line));
        return day;
    }

    private static TranscriptException NoMessages(string why) => new(TranscriptException.NoMessages, why + ". Export the chat again from WhatsApp.");
}
