namespace EventSourced.Commands.Pulse.Days;

/// <summary>
/// Finds messages that earlier exports contain in another form: media with and without file names, edited texts, polls and locations in another language. Such a message
/// has the sender and the minute of a known one which the export lacks. docs/decisions explains it under "Messages in other forms".
/// </summary>
internal static class OtherForms
{
    private const MessageForm Media = MessageForm.Named | MessageForm.Unnamed;

    /// <summary>Which of the messages that are not known with the same text are known in another form.</summary>
    /// <param name="state">The state of the day.</param>
    /// <param name="read">The day in the export.</param>
    /// <param name="unknown">The messages that are not known with the same text.</param>
    /// <param name="left">Known messages that the export does not have, although it has others with their text.</param>
    public static IReadOnlySet<int> Known(DayState state, ImportedDay read, IEnumerable<int> unknown, IEnumerable<KnownMessage> left)
    {
        HashSet<int> known = [];
        var absent = Absent(state, read).Select(m => m.Message).Concat(left).ToLookup(state.SenderOf, m => new KnownForm(m.Minute, m.Form));
        if (absent.Count == 0) return known;
        foreach (var sender in unknown.GroupBy(read.Sender))
        {
            if (!absent.Contains(sender.Key)) continue;
            var candidates = new KnownForms(absent[sender.Key]);
            List<int> messages = [.. sender.Order()];
            TakeMedia(messages, candidates, state, read, known);
            // Media with names are compared at all minutes, everything else at its own.
            var named = candidates.First(c => (c.Form & MessageForm.Named) != 0 && read.Span.HoldsAllOf(c.Minute));
            foreach (var message in messages.Where(m => !known.Contains(m)))
            {
                var isNamed = (read.Form(message) & MessageForm.Named) != 0 && state.HoldsAllOf(read.Minute(message));
                if (Earlier(candidates.FirstAt(read.Minute(message), c => IsSame(state, read, message, c)), isNamed ? named() : null) is not { } at) continue;
                known.Add(message);
                candidates.Take(at);
            }
        }
        return known;

        static int? Earlier(int? one, int? other) => one is { } o && !(other < o) ? o : other;
    }

    /// <summary>The known messages that the export does not have with the same text.</summary>
    public static IEnumerable<(HashKey Content, KnownMessage Message)> Absent(DayState state, ImportedDay read)
    {
        HashSet<HashKey> here = new(read.Count);
        for (var message = 0; message < read.Count; message++) here.Add(read.Content(message));
        if (!read.Span.IsWholeDay)
        {
            for (var group = 0; group < read.Groups; group++)
            {
                var ordinal = read.Members(group).Count();
                while (read.HashOf(group, ++ordinal) is var content && state.Knows(content)) here.Add(content);
            }
        }
        return state.Messages.Where(m => !here.Contains(m.Key)).Select(m => (m.Key, m.Value));
    }

    /// <summary>Media without a file name are any media of the sender: they are compared as identical messages are.</summary>
    private static void TakeMedia(List<int> messages, KnownForms candidates, DayState state, ImportedDay read, HashSet<int> known)
    {
        Take(MessageForm.Unnamed, Media);
        Take(MessageForm.Named, MessageForm.Unnamed);

        void Take(MessageForm here, MessageForm there)
        {
            List<int> media = [.. messages.Where(m => (read.Form(m) & here) != 0 && !known.Contains(m))];
            List<KnownForm> theirs = [.. candidates.Left.Where(c => (c.Form & there) != 0)];
            if (media.Count == 0 || theirs.Count == 0) return;
            HashSet<int> fresh = [.. DuplicateMatcher.FindNew([.. media.Select(read.Minute)], read.Span, [.. theirs.Select(c => c.Minute)], state).Select(i => media[i])];
            Dictionary<short, KnownForm> firstOfMinute = [];
            foreach (var medium in theirs) firstOfMinute.TryAdd(medium.Minute, medium);
            var next = 0;
            foreach (var message in media.Where(m => !fresh.Contains(m)))
            {
                known.Add(message);
                if (firstOfMinute.TryGetValue(read.Minute(message), out var same) && candidates.Has(same))
                {
                    candidates.Take(same);
                    continue;
                }
                // There are as many of theirs as messages that are not new.
                while (!candidates.Has(theirs[next])) next++;
                candidates.Take(theirs[next]);
            }
        }
    }

    private static bool IsSame(DayState state, ImportedDay read, int message, KnownForm known)
    {
        var (form, minute, span) = (read.Form(message), read.Minute(message), read.Span);
        var isHeldByBoth = span.HoldsAllOf(known.Minute) && state.HoldsAllOf(minute);
        // Two phones give a file different names; of one phone, different names are different files.
        if ((form & MessageForm.Named) != 0 && (known.Form & MessageForm.Named) != 0) return isHeldByBoth;
        if (known.Minute != minute) return false;
        if (((form | known.Form) & MessageForm.Edited) != 0) return span.HoldsAllOf(minute) || state.HoldsAllOf(minute);
        return (form & known.Form & MessageForm.Labelled) != 0;
    }
}
