using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pulse.Analysis;
using EventSourced.Commands.Pulse.Communities;
using EventSourced.Contracts;
using EventSourced.Contracts.Pulse;

namespace EventSourced.Commands.Pulse.Days;

/// <summary>What an export changes on one day.</summary>
/// <param name="Events">The events; empty when everything was known already.</param>
/// <param name="Recorded">Number of messages that these events record.</param>
/// <param name="Contributed">Number of the day's messages that come from this export, recorded now or by an earlier attempt. It is the same for every repetition.</param>
/// <param name="Difference">How the export and others differ at times that both contain completely.</param>
internal readonly record struct DayDecision(IReadOnlyList<IEvent> Events, int Recorded, int Contributed, OverlapDifference Difference);

/// <summary>Decides about days.</summary>
internal static class DayDecider
{
    /// <summary>Maximum number of hashes in one event.</summary>
    public const int MaxHashes = 5_000;

    /// <summary>
    /// Records the messages of a day that no earlier export had, and the day's digest if there are new messages, if the digest is missing, or if this export has more
    /// messages of the day than the analysed one.
    /// </summary>
    public static DayDecision Import(DayState state, ImportedDay read, Guid exportId)
    {
        var source = state.Source;
        List<IEvent> events = [];
        var (fresh, inOtherForms) = Fresh(state, read);
        foreach (var chunk in fresh.Chunk(MaxHashes)) events.Add(Messages(source, read, chunk, exportId));
        if (fresh.Count > 0 || state.Digest is null || read.Count > state.Digest.CoveredMessages)
        {
            SortedSet<string> senders = new(state.Senders, StringComparer.Ordinal);
            foreach (var (message, _) in fresh) senders.Add(read.Sender(message));
            var count = state.MessageCount + fresh.Count;
            string[] all = [.. senders];
            // An export with fewer messages of the day than the analysed one does not replace its text.
            events.Add(state.Digest is { } digest && digest.CoveredMessages > read.Count
                ? digest with { MessageCount = count, SenderHashes = all }
                : new DayDigested(source.CommunityId, source.SourceId, read.Date, exportId, count, all, read.Count, read.Analysis, read.Model));
        }
        return new(events, fresh.Count, state.CountOf(exportId) + fresh.Count, OverlapDifference.Of(state, read, fresh, inOtherForms, exportId));
    }

    /// <summary>
    /// Swaps the messages of exports that were imported with the wrong order of day and month between two days: this day's messages of these exports leave, those of the
    /// other day arrive. Their hashes stay the same because they do not depend on the day.
    /// </summary>
    /// <param name="here">The state of this day.</param>
    /// <param name="there">The state of the other day.</param>
    /// <param name="exports">The exports.</param>
    /// <returns>The events of this day.</returns>
    public static IReadOnlyList<IEvent> Move(DayState here, DayState there, IReadOnlySet<Guid> exports)
    {
        var (source, day) = (here.Source, here.Date);
        List<IEvent> events = [];
        var (staying, leaving) = Split(here, exports);
        var arriving = Split(there, exports).Theirs.Where(m => !staying.Exists(s => s.Content == m.Content)).ToList();
        var (mine, others) = (there.Digest is { } d && exports.Contains(d.ExportId) ? d : null, here.Digest is { } o && !exports.Contains(o.ExportId) ? o : null);
        if (leaving.Count == 0 && arriving.Count == 0 && mine is null && (here.Digest is null || others is not null)) return events;

        if (staying.Count == 0 && here.MessageCount > 0) events.Add(new DayCleared(source.CommunityId, source.SourceId, day, IncludeHashes: true));
        else events.AddRange(leaving.Select(m => here.ExportOf(m.Message)).Distinct().Select(e => new DayMessagesWithdrawn(source.CommunityId, source.SourceId, day, e)));
        foreach (var group in arriving.GroupBy(m => (Export: there.ExportOf(m.Message), HasMinute: m.Message.Minute != DuplicateMatcher.UnknownMinute)))
            foreach (var chunk in group.OrderBy(m => m.Message.Minute).Chunk(MaxHashes)) events.Add(Moved(source, day, there, chunk, group.Key.Export, group.Key.HasMinute));

        var count = staying.Count + arriving.Count;
        if (count == 0) return events;
        string[] senders = [.. staying.Select(m => here.SenderOf(m.Message)).Concat(arriving.Select(m => there.SenderOf(m.Message))).Distinct().Order(StringComparer.Ordinal)];
        var digest = mine is null || others?.CoveredMessages > mine.CoveredMessages ? others : mine;
        // Without the text of any export there is no analysis; the next export that contains the day adds it.
        digest ??= new DayDigested(source.CommunityId, source.SourceId, day, exports.First(), 0, [], 0, NeutralDay.Analysis, "none");
        events.Add(digest with { DayDate = day, MessageCount = count, SenderHashes = senders });
        return events;
    }

    public static Decision Decide(DayDigestState state, Clear command) =>
        state.Digest is null && !(command.IncludeHashes && state.HasMessages)
            ? Decision.Nothing
            : Decision.Of(state, new DayCleared(state.Source.CommunityId, state.Source.SourceId, state.Date, command.IncludeHashes));

    /// <summary>The messages that no earlier export had, each with its content hash: numbering of identical messages continues after the known ones.</summary>
    private static (List<(int Message, HashKey Content)> Fresh, int InOtherForms) Fresh(DayState state, ImportedDay read)
    {
        if (state.MessageCount == 0) return ([.. Enumerable.Range(0, read.Count).Select(message => (message, read.Content(message)))], 0);
        List<KnownMessage> left = [];
        var unknown = Unknown(state, read, left);
        if (unknown.Count == 0) return ([], 0);
        var otherwise = OtherForms.Known(state, read, unknown.SelectMany(u => u.Messages), left);
        List<(int Message, HashKey Content)> fresh = [];
        foreach (var (group, messages) in unknown)
        {
            var free = new Queue<HashKey>(read.Members(group).Select(read.Content).Where(content => !state.Knows(content)));
            var ordinal = read.Members(group).Count();
            foreach (var message in messages.Where(m => !otherwise.Contains(m))) fresh.Add((message, free.TryDequeue(out var content) ? content : NextFree()));

            HashKey NextFree()
            {
                while (true)
                    if (read.HashOf(group, ++ordinal) is var content && !state.Knows(content)) return content;
            }
        }
        fresh.Sort((a, b) => a.Message.CompareTo(b.Message));
        return (fresh, otherwise.Count);
    }

    /// <summary>For each group of identical messages those that are not known with the same text, in file order.</summary>
    /// <param name="state">The state of the day.</param>
    /// <param name="read">The day in the export.</param>
    /// <param name="left">Receives known messages of these groups that the export does not have.</param>
    private static List<(int Group, IReadOnlyList<int> Messages)> Unknown(DayState state, ImportedDay read, List<KnownMessage> left)
    {
        List<(int Group, IReadOnlyList<int> Messages)> unknown = [];
        var span = read.Span;
        List<int> members = [];
        List<KnownMessage> known = [];
        for (var group = 0; group < read.Groups; group++)
        {
            members.Clear();
            members.AddRange(read.Members(group));
            known.Clear();
            foreach (var message in members)
                if (state.Find(read.Content(message)) is { } same) known.Add(same);
            var ordinal = members.Count;
            // An export of the whole day contains all of them; otherwise more may be known than the export contains.
            if (span.IsWholeDay && known.Count == ordinal) continue;
            while (!span.IsWholeDay && state.Find(read.HashOf(group, ordinal + 1)) is { } same)
            {
                known.Add(same);
                ordinal++;
            }
            if (known.Count == 0)
            {
                unknown.Add((group, [.. members]));
                continue;
            }
            List<int> found = [.. DuplicateMatcher.FindNew([.. members.Select(read.Minute)], span, [.. known.Select(k => k.Minute)], state).Select(i => members[i])];
            if (found.Count > 0) unknown.Add((group, found));
            if (known.Count > members.Count - found.Count) left.AddRange(Left(known, [.. members.Except(found).Select(read.Minute)]));
        }
        return unknown;
    }

    /// <summary>The known messages without those that the export has: of each minute as many, and then any.</summary>
    private static List<KnownMessage> Left(IEnumerable<KnownMessage> known, IReadOnlyList<short> here)
    {
        var counts = here.CountBy(minute => minute).ToDictionary();
        List<KnownMessage> left = [];
        foreach (var message in known)
        {
            if (counts.TryGetValue(message.Minute, out var count) && count > 0) counts[message.Minute] = count - 1;
            else left.Add(message);
        }
        left.RemoveRange(0, counts.Values.Sum());
        return left;
    }

    private static (List<(HashKey Content, KnownMessage Message)> Others, List<(HashKey Content, KnownMessage Message)> Theirs) Split(DayState state, IReadOnlySet<Guid> exports)
    {
        List<(HashKey, KnownMessage)> others = [], theirs = [];
        foreach (var (content, message) in state.Messages) (exports.Contains(state.ExportOf(message)) ? theirs : others).Add((content, message));
        return (others, theirs);
    }

    private static DayMessagesRecorded Messages(SourceScope source, ImportedDay read, (int Message, HashKey Content)[] messages, Guid exportId)
    {
        var (senders, indexes) = SendersOf([.. messages.Select(m => read.Sender(m.Message))]);
        var span = read.Span;
        return new(source.CommunityId, source.SourceId, read.Date, exportId, senders, [.. messages.Select(m => m.Content.ToHex())], indexes,
            [.. messages.Select(m => (int)read.Minute(m.Message))], span.From, span.To, FormsOf([.. messages.Select(m => read.Form(m.Message))]));
    }

    private static DayMessagesRecorded Moved(SourceScope source, DateOnly day, DayState from, (HashKey Content, KnownMessage Message)[] messages, Guid exportId, bool hasMinutes)
    {
        var (senders, indexes) = SendersOf([.. messages.Select(m => from.SenderOf(m.Message))]);
        var span = hasMinutes ? from.SpanOf(exportId) : null;
        return new(source.CommunityId, source.SourceId, day, exportId, senders, [.. messages.Select(m => m.Content.ToHex())], indexes,
            hasMinutes ? [.. messages.Select(m => (int)m.Message.Minute)] : null, span?.From, span?.To, FormsOf([.. messages.Select(m => m.Message.Form)]));
    }

    private static int[]? FormsOf(MessageForm[] forms) => forms.All(f => f == MessageForm.Plain) ? null : [.. forms.Select(f => (int)f)];

    private static (List<string> Senders, int[] Indexes) SendersOf(string[] all)
    {
        List<string> senders = [];
        Dictionary<string, int> numbers = new(StringComparer.Ordinal);
        var indexes = new int[all.Length];
        for (var i = 0; i < all.Length; i++)
        {
            if (!numbers.TryGetValue(all[i], out var number))
            {
                numbers.Add(all[i], number = senders.Count);
                senders.Add(all[i]);
            }
            indexes[i] = number;
        }
        return (senders, indexes);
    }
}
