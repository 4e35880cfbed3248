using EventSourced.Commands.Pulse.Communities;
using EventSourced.Contracts;
using EventSourced.Contracts.Pulse;

namespace EventSourced.Commands.Pulse.Days;

/// <summary>What an export means for one day.</summary>
/// <param name="Events">What happened; nothing when the day was known already.</param>
/// <param name="Recorded">Messages that these events record.</param>
/// <param name="Brought">Messages of the day that this export brought, now or at an earlier attempt: the same however often it is repeated.</param>
internal readonly record struct DayDecision(IReadOnlyList<IEvent> Events, int Recorded, int Brought);

/// <summary>Decides over days.</summary>
internal static class DayDecider
{
    /// <summary>Most hashes in one event.</summary>
    public const int MostHashes = 5_000;

    /// <summary>Records the messages of a day that no export had, and its digest when messages were new or the digest is missing.</summary>
    public static DayDecision Import(SourceScope source, DayState state, DayRead read, Guid exportId)
    {
        List<IEvent> events = [];
        List<int> fresh = [];
        var brought = 0;
        for (var i = 0; i < read.Count; i++)
        {
            if (state.BroughtBy(read.Content(i)) is not { } by) fresh.Add(i);
            else if (by == exportId) brought++;
        }
        foreach (var chunk in fresh.Chunk(MostHashes)) events.Add(Messages(source, read, chunk, exportId));
        if (fresh.Count > 0 || state.Digest is null)
        {
            SortedSet<string> senders = new(state.Senders, StringComparer.Ordinal);
            foreach (var message in fresh) senders.Add(read.Sender(message));
            var count = state.MessageCount + fresh.Count;
            string[] all = [.. senders];
            // An export that holds less of the day than the one analysed before knows less about it: its text stays.
            events.Add(state.Digest is { } digest && digest.CoveredMessages > read.Count
                ? digest with { MessageCount = count, SenderHashes = all }
                : new DayDigested(source.CommunityId, source.SourceId, read.Date, exportId, count, all, read.Count, read.Analysis, read.Model));
        }
        return new(events, fresh.Count, brought + fresh.Count);
    }

    public static Decision Decide(SourceScope source, DateOnly day, DayDigestState state, Clear command) =>
        state.Digest is null && !(command.IncludeHashes && state.HasMessages)
            ? Decision.Nothing
            : Decision.Of(new DayCleared(source.CommunityId, source.SourceId, day, command.IncludeHashes));

    private static DayMessagesRecorded Messages(SourceScope source, DayRead read, int[] messages, Guid exportId)
    {
        List<string> senders = [];
        Dictionary<string, int> indexes = new(StringComparer.Ordinal);
        var contents = new string[messages.Length];
        var senderIndexes = new int[messages.Length];
        for (var i = 0; i < messages.Length; i++)
        {
            var sender = read.Sender(messages[i]);
            if (!indexes.TryGetValue(sender, out var index))
            {
                indexes.Add(sender, index = senders.Count);
                senders.Add(sender);
            }
            contents[i] = read.Content(messages[i]).ToHex();
            senderIndexes[i] = index;
        }
        return new(source.CommunityId, source.SourceId, read.Date, exportId, senders, contents, senderIndexes);
    }
}
