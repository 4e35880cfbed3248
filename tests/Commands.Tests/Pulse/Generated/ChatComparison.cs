using EventSourced.Commands.Pulse.WhatsApp;

namespace EventSourced.Commands.Tests.Pulse.Generated;

/// <summary>Compares the result of the parser with the generated chat.</summary>
internal static class ChatComparison
{
    /// <summary>A description of the first difference; null if there is none.</summary>
    /// <param name="items">The generated items.</param>
    /// <param name="seconds">Whether headers have seconds; null if only some have.</param>
    /// <param name="scan">Result of the first pass.</param>
    /// <param name="entries">Result of the second pass.</param>
    public static string? Difference(IReadOnlyList<ChatItem> items, bool? seconds, TranscriptScan scan, IReadOnlyList<TranscriptEntry> entries)
    {
        for (var i = 0; i < Math.Min(items.Count, entries.Count); i++)
        {
            if (Difference(items[i], seconds, entries[i]) is { } difference) return $"entry {i} (line {entries[i].LineNumber}): {difference}";
        }
        if (items.Count != entries.Count) return $"{items.Count} entries written, {entries.Count} read";
        var messages = items.Where(i => i.IsMessage).ToList();
        if (scan.MessageCount != messages.Count) return $"{messages.Count} messages written, {scan.MessageCount} counted";
        if (!messages.GroupBy(m => DateOnly.FromDateTime(m.Time)).OrderBy(g => g.Key).Select(g => (g.Key, g.Count())).SequenceEqual(scan.MessagesPerDay.Select(d => (d.Key, d.Value)))) return "other days";
        return Names(items, entries);
    }

    private static string? Difference(ChatItem item, bool? seconds, TranscriptEntry entry)
    {
        var minute = item.Time.AddSeconds(-item.Time.Second);
        if (!(entry.WallTime == item.Time && seconds != false) && !(entry.WallTime == minute && seconds != true)) return $"written at {item.Time:s}, read {entry.WallTime:s}";
        var isMessage = entry.Kind == EntryKind.Message;
        if (isMessage != item.IsMessage) return $"{item} is read as {entry.Kind}";
        if (item.Kind == ItemKind.System && entry.Sender.Length > 0) return $"{item} has the sender {entry.Sender}";
        if (!isMessage) return null;
        if (entry.Attachment != item.File) return $"{item} has the file {entry.Attachment}";
        if (entry.IsOmitted != (item.Kind == ItemKind.Omitted)) return $"{item} is {(entry.IsOmitted ? "" : "not ")}left-out media";
        if (entry.Edited != item.Edited) return $"{item} is {(entry.Edited ? "" : "not ")}edited";
        return entry.Text == Shown(item.Text) ? null : $"{item} has the text ‹{entry.Text}›";
    }

    /// <summary>A visible name must be read as it looks; an invisible one must differ from all others.</summary>
    private static string? Names(IReadOnlyList<ChatItem> items, IReadOnlyList<TranscriptEntry> entries)
    {
        var read = new Dictionary<string, string>();
        foreach (var (item, entry) in items.Zip(entries).Where(p => p.First.IsMessage))
        {
            var shown = Shown(item.Sender).Trim();
            if (shown.StartsWith("~ ", StringComparison.Ordinal)) shown = shown[2..];
            if (shown.Any(c => !char.IsWhiteSpace(c) && c is not ('\u3164' or '\u200B' or '\u2060')) && entry.Sender != shown) return $"{item} has the sender ‹{entry.Sender}›";
            if (read.TryGetValue(item.Sender, out var before) && before != entry.Sender) return $"{item} has the senders {before} and {entry.Sender}";
            read[item.Sender] = entry.Sender;
        }
        return read.Values.Distinct().Count() == read.Count ? null : "two names became one";
    }

    private static string Shown(string text) => string.Concat(text.Where(c => c is not ('\u200E' or '\u200F' or (>= '\u202A' and <= '\u202E'))).Select(c => c is '\u00A0' or '\u202F' ? ' ' : c));
}
