namespace EventSourced.Commands.Pulse.WhatsApp;

/// <summary>Second pass over a transcript: streams its entries in file order.</summary>
public static class TranscriptReader
{
    /// <summary>Maximum length of a line and of a message, in UTF-16 units.</summary>
    public const int MaxMessageLength = 1024 * 1024;

    private const int MaxCachedSenders = 100_000;

    /// <summary>Reads the entries of a scanned transcript. Enumerate it only once, because it reads the stream.</summary>
    /// <param name="utf8">The transcript; seekable, read from its start and left open.</param>
    /// <param name="form">The form that <see cref="TranscriptScanner"/> found.</param>
    /// <param name="ct">Cancels between two chunks.</param>
    /// <param name="bytes">Receives the number of bytes read so far, about once per MiB.</param>
    /// <exception cref="TranscriptException">The file is not a readable transcript.</exception>
    public static IEnumerable<TranscriptEntry> Read(Stream utf8, TranscriptForm form, CancellationToken ct = default, IProgress<long>? bytes = null)
    {
        ArgumentNullException.ThrowIfNull(utf8);
        ArgumentNullException.ThrowIfNull(form);
        return Enumerate(utf8, form, bytes, ct);
    }

    private static IEnumerable<TranscriptEntry> Enumerate(Stream utf8, TranscriptForm form, IProgress<long>? bytes, CancellationToken ct)
    {
        utf8.Position = 0;
        using var cursor = new TranscriptCursor(utf8, form.Encoding, form.Plan, null, bytes, ct);
        using var parser = new EntryParser(form.Writers);
        var senders = new Dictionary<string, string>();
        (long DateKey, int Order) day = (-1, 0);
        var midnight = default(DateTime);

        while (cursor.MoveNext())
        {
            if ((cursor.Header.DateKey, cursor.Order) != day)
            {
                day = (cursor.Header.DateKey, cursor.Order);
                midnight = Midnight(day.DateKey, form, day.Order, cursor.LineNumber);
            }
            yield return Entry(cursor, parser, senders, midnight);
        }
    }

    private static TranscriptEntry Entry(TranscriptCursor cursor, EntryParser parser, Dictionary<string, string> senders, DateTime midnight)
    {
        var raw = cursor.Raw;
        parser.Parse(cursor.Header, raw, cursor.Tight);
        return new TranscriptEntry
        {
            Kind = parser.Kind,
            WallTime = midnight.AddSeconds(cursor.Header.SecondOfDay),
            Sender = Sender(raw[parser.RawSender], senders),
            Text = parser.Text(raw).ToString(),
            Attachment = parser.Attachment,
            IsMedia = parser.IsMedia,
            IsOmitted = parser.IsOmitted,
            Edited = parser.Edited,
            Spoken = parser.Spoken(raw),
            LineNumber = cursor.LineNumber,
            Export = cursor.Export,
        };
    }

    private static string Sender(ReadOnlySpan<char> raw, Dictionary<string, string> senders)
    {
        if (raw.IsEmpty) return "";
        var lookup = senders.GetAlternateLookup<ReadOnlySpan<char>>();
        if (lookup.TryGetValue(raw, out var known)) return known;
        var sender = SenderNames.Clean(raw);
        if (senders.Count < MaxCachedSenders) lookup.TryAdd(raw, sender);
        return sender;
    }

    private static DateTime Midnight(long dateKey, TranscriptForm form, int order, long line) =>
        Header.Date(dateKey, form.Orders[order].Order, form.Orders[order].Shape)?.ToDateTime(TimeOnly.MinValue)
        ?? throw new TranscriptException(
            TranscriptException.AmbiguousDateFormat, $"Line {line}: the date does not fit the format that the scan found. Scan the file again.", line);
}
