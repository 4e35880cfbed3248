namespace EventSourced.Commands.Pulse.Days;

/// <summary>
/// Tells which of the identical messages of a day that an export holds are new. Two of the same minute are one message. Two of different minutes are one message
/// only when one of the two exports holds all of the other's minute and has no such message there: then the clocks of two phones differ.
/// docs/decisions explains it under "Repeated messages are counted per minute".
/// </summary>
internal static class Repetitions
{
    /// <summary>A known message of which an older event does not tell the minute: it may be any of the day.</summary>
    public const short UnknownMinute = -1;

    /// <summary>The new ones among identical messages.</summary>
    /// <param name="read">Minutes of the messages in the export, in file order.</param>
    /// <param name="span">What the export covers of the day.</param>
    /// <param name="known">Minutes of the known messages.</param>
    /// <param name="state">Tells what the exports before cover.</param>
    /// <returns>Indexes into <paramref name="read"/>, ascending.</returns>
    public static List<int> New(IReadOnlyList<short> read, DaySpan span, IReadOnlyList<short> known, DayState state)
    {
        List<int> rest = [.. Enumerable.Range(0, read.Count).OrderBy(i => read[i])];
        var (anywhere, elsewhere) = RemoveEqual(rest, read, [.. known.Order()], span);
        // Those of minutes that the earlier exports do not hold can only be messages which this export does not have at their own minute.
        List<int> left = [];
        foreach (var covered in (bool[])[false, true])
        {
            foreach (var message in rest)
            {
                if (state.HoldsAllOf(read[message]) != covered) continue;
                if (anywhere > 0) anywhere--;
                else if (covered && elsewhere > 0) elsewhere--;
                else left.Add(message);
            }
        }
        left.Sort();
        return left;
    }

    /// <summary>
    /// Removes the messages whose minute is known. Returns how many known ones are left that may be any message of the export, and how many only
    /// one whose own minute the earlier exports hold.
    /// </summary>
    private static (int Anywhere, int Elsewhere) RemoveEqual(List<int> rest, IReadOnlyList<short> read, List<short> known, DaySpan span)
    {
        var (anywhere, elsewhere, next) = (0, 0, 0);
        List<int> unequal = [];
        foreach (var message in rest)
        {
            while (next < known.Count && known[next] < read[message]) Leave(known[next++]);
            if (next < known.Count && known[next] == read[message]) next++;
            else unequal.Add(message);
        }
        while (next < known.Count) Leave(known[next++]);
        rest.Clear();
        rest.AddRange(unequal);
        return (anywhere, elsewhere);

        void Leave(short minute)
        {
            if (minute == UnknownMinute || span.HoldsAllOf(minute)) anywhere++;
            else elsewhere++;
        }
    }
}
