using EventSourced.Contracts.Pulse;

namespace EventSourced.Commands.Pulse.Analysis;

/// <summary>Orders the digests of one week by day, so that floating-point sums are always computed in the same order.</summary>
internal static class WeekDays
{
    public static DayDigested[] Ordered(DateOnly weekStart, IReadOnlyList<DayDigested> days)
    {
        DayDigested[] ordered = [.. days.OrderBy(day => day.DayDate)];
        for (var i = 0; i < ordered.Length; i++)
        {
            var day = ordered[i].DayDate;
            if (WeekCalculator.WeekStart(day) != weekStart)
                throw new ArgumentException($"The digest of {day:yyyy-MM-dd} is outside the week that starts on {weekStart:yyyy-MM-dd}.", nameof(days));
            if (i > 0 && ordered[i - 1].DayDate == day)
                throw new ArgumentException($"There are two digests of {day:yyyy-MM-dd}; pass only the latest.", nameof(days));
        }
        return ordered;
    }
}
