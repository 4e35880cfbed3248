namespace EventSourced.Commands.Pulse.Days;

/// <summary>The part of a day that an export covers, in minutes of the day.</summary>
/// <param name="From">Where the export begins; null when it begins on an earlier day.</param>
/// <param name="To">Where the export ends; null when it ends on a later day.</param>
internal readonly record struct DaySpan(int? From, int? To)
{
    /// <summary>Added to a minute that occurs again after the clock was set back.</summary>
    public const int ClockSetBack = 24 * 60;

    public bool IsWholeDay => From is null && To is null;

    /// <summary>Whether the export certainly contains every message of a minute. It may contain only a part of the minutes in which it begins and ends.</summary>
    public bool HoldsAllOf(int minute)
    {
        if (IsWholeDay) return true;
        var endsAgain = To >= ClockSetBack;
        if (minute >= ClockSetBack) return endsAgain && minute < To;
        return !(minute <= From) && !(minute >= (endsAgain ? To - ClockSetBack : To));
    }
}
