namespace EventSourced.Commands.Pulse.Days;

/// <summary>
/// Decides which of the identical messages that an export contains for a day are new. Two messages in the same minute are one message. Two messages in different minutes
/// are one message only if one of the two exports covers the other's minute completely and has no such message there: then the clocks of the two phones differ.
/// docs/decisions explains it under "Repeated messages are counted per minute".
/// </summary>
internal static class DuplicateMatcher
{
    /// <summary>The minute of a known message from an older event without minutes: it may be any minute of the day.</summary>
    public const short UnknownMinute = -1;

    /// <summary>Finds the new ones among identical messages.</summary>
    /// <param name="read">Minutes of the messages in the export, in file order.</param>
    /// <param name="span">The part of the day that the export covers.</param>
    /// <param name="known">Minutes of the known messages.</param>
    /// <param name="state">The state of the day, with the coverage of the earlier exports.</param>
    /// <returns>Indexes into <paramref name="read"/>, ascending.</returns>
    public static List<int> FindNew(IReadOnlyList<short> read, DaySpan span, IReadOnlyList<short> known, DayState state)
    {
        List<int> unmatched = [.. Enumerable.Range(0, read.Count).OrderBy(i => read[i])];
        var (anywhere, elsewhere) = RemoveEqual(unmatched, read, [.. known.Order()], span);
        // Messages in minutes that no earlier export covers can only match known messages that this export lacks at their own minute.
        List<int> fresh = [];
        foreach (var covered in (bool[])[false, true])
        {
            foreach (var message in unmatched)
            {
                if (state.HoldsAllOf(read[message]) != covered) continue;
                if (anywhere > 0) anywhere--;
                else if (covered && elsewhere > 0) elsewhere--;
                else fresh.Add(message);
            }
        }
        fresh.Sort();
        return fresh;
    }

    /// <summary>
    /// Removes the messages whose minute is known. Returns how many of the remaining known messages may match any message of the export, and how many may only match
    /// one whose own minute the earlier exports cover.
    /// </summary>
    private static (int Anywhere, int Elsewhere) RemoveEqual(List<int> unmatched, IReadOnlyList<short> read, List<short> known, DaySpan span)
    {
        var (anywhere, elsewhere, next) = (0, 0, 0);
        List<int> unequal = [];
        foreach (var message in unmatched)
        {
            while (next < known.Count && known[next] < read[message]) Count(known[next++]);
            if (next < known.Count && known[next] == read[message]) next++;
            else unequal.Add(message);
        }
        while (next < known.Count) Count(known[next++]);
        unmatched.Clear();
        unmatched.AddRange(unequal);
        return (anywhere, elsewhere);

        void Count(short minute)
        {
            if (minute == UnknownMinute || span.HoldsAllOf(minute)) anywhere++;
            else elsewhere++;
        }
    }
}
