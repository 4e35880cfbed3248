using System.Text;
using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pulse.Analysis;
using EventSourced.Commands.Pulse.Days;
using EventSourced.Commands.Pulse.Exports;
using EventSourced.Commands.Pulse.WhatsApp;
using EventSourced.Contracts;
using EventSourced.Contracts.Pulse;

namespace EventSourced.Commands.Tests.Pulse.Growing;

/// <summary>Days of a source in memory. Exports are imported from their text, without log and queue.</summary>
internal sealed class ExportChat
{
    private static readonly LexiconDayAnalyser Analyser = new();
    private readonly MessageHasher _hasher = new("secret"u8);
    private readonly SortedDictionary<DateOnly, List<IEvent>> _days = [];

    /// <summary>Messages per day, as the digests state them.</summary>
    public string Counts => string.Join(", ", _days.Select(d => $"{d.Key:yyyy-MM-dd} {d.Value.OfType<DayDigested>().Last().MessageCount}"));

    public int Senders => _days.Values.SelectMany(d => d.OfType<DayDigested>().Last().SenderHashes).Distinct().Count();

    public int Messages => _days.Values.Sum(d => d.OfType<DayDigested>().Last().MessageCount);

    /// <summary>Content hashes, each as often as it was recorded for its day.</summary>
    public IEnumerable<(DateOnly Day, string Content)> Recorded => _days.SelectMany(d => d.Value.OfType<DayMessagesRecorded>().SelectMany(e => e.Messages).Select(m => (d.Key, m.ContentHash)));

    /// <summary>Imports an export. Returns the number of new messages, and the codes of the warnings.</summary>
    public (int New, IReadOnlyList<string> Warnings) Import(string text)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        var scan = TranscriptScanner.Scan(stream, CancellationToken.None);
        var open = new Dictionary<DateOnly, OpenDay>();
        var (id, fresh, difference) = (Guid.NewGuid(), 0, default(OverlapDifference));
        foreach (var entry in TranscriptReader.Read(stream, scan.Form).Where(e => e.Kind == EntryKind.Message))
        {
            var date = DateOnly.FromDateTime(entry.WallTime);
            if (!open.TryGetValue(date, out var day))
                open[date] = day = new OpenDay(date, scan.MessagesPerDay[date], date == scan.BeginsOn, date == scan.EndsOn, scan.Form.IsJoined, _hasher, Analyser.Begin(date));
            day.Add(entry);
        }
        foreach (var (date, day) in open)
        {
            if (!_days.TryGetValue(date, out var events)) _days[date] = events = [];
            var decision = DayDecider.Import(new DayState(Given.Chat, date).After(Given.Facts(1, events)), day.Finish("m"), id);
            events.AddRange(decision.Events);
            fresh += decision.Recorded;
            difference += decision.Difference;
        }
        var warnings = OverlapWarning.Of(id, difference, scan.Warnings)?.Warnings ?? scan.Warnings;
        return (fresh, [.. warnings.Select(w => w.Code)]);
    }
}
