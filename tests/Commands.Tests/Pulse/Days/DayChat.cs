using System.Text;
using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pulse.Days;
using EventSourced.Commands.Pulse.WhatsApp;
using EventSourced.Contracts;
using EventSourced.Contracts.Pulse;

namespace EventSourced.Commands.Tests.Pulse;

/// <summary>A message of a test chat.</summary>
internal readonly record struct ChatMessage(DateOnly Day, int Minute, string Sender, string Text);

/// <summary>Days of a source in memory. Exports are imported with the decider only.</summary>
internal sealed class DayChat
{
    private static readonly MessageHasher Hasher = new(Encoding.UTF8.GetBytes("secret"));
    private readonly SortedDictionary<DateOnly, List<IEvent>> _days = [];

    /// <summary>Imports an export, which may cut its first and last day. Returns the number of new messages.</summary>
    public int Import(IReadOnlyList<ChatMessage> export, Guid? id = null)
    {
        var fresh = 0;
        foreach (var day in export.GroupBy(m => m.Day))
        {
            var (begins, ends) = (day.Key == export[0].Day, day.Key == export[^1].Day);
            var deduper = new DayDeduper(Hasher, begins || ends);
            var read = new ImportedDay(day.Key, begins, ends, begins || ends ? (group, ordinal) => HashKey.OfHex(deduper.ContentHash(group, ordinal)) : null);
            foreach (var message in day)
            {
                var identified = deduper.Identify(message.Sender, message.Text, null);
                var hash = deduper.Next(identified);
                read.Add(identified.Group, HashKey.OfHex(hash.ContentHash), hash.SenderHash, message.Minute);
            }
            read.Complete(new("neutral", 0, [], string.Join(' ', day.Select(m => m.Text)), new(0, "low", [], 0)), "m");
            var events = EventsOf(day.Key);
            var decision = DayDecider.Import(new DayState(Given.Chat, read.Date).After(Given.Facts(1, events)), read, id ?? Guid.NewGuid());
            events.AddRange(decision.Events);
            fresh += decision.Recorded;
        }
        return fresh;
    }

    public List<IEvent> EventsOf(DateOnly day) => _days.TryGetValue(day, out var events) ? events : _days[day] = [];

    /// <summary>The count of each day's digest, and its hashes, each as often as it was recorded.</summary>
    public string Hashes() => string.Join('\n', _days.Select(d =>
        $"{d.Key:yyyy-MM-dd} {d.Value.OfType<DayDigested>().Last().MessageCount}: {string.Join(' ', d.Value.OfType<DayMessagesRecorded>().SelectMany(e => e.Messages).Select(m => m.ContentHash[..12] + m.SenderHash[..4]).Order())}"));

    public int Count(DateOnly day) => EventsOf(day).OfType<DayDigested>().Last().MessageCount;

    /// <summary>The current digests.</summary>
    public string Digests() => string.Join('\n', _days.Select(d => $"{d.Key:yyyy-MM-dd} {d.Value.OfType<DayDigested>().Last().Analysis.Summary}"));
}
