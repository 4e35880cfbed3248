using EventSourced.Contracts.Pulse;

namespace EventSourced.Commands.Pulse.Analysis;

/// <summary>The digests of one week in the order of their days, so that sums always run the same way.</summary>
internal static class WeekDays
{
    public static DayDigested[] Ordered(DateOnly weekStart, IReadOnlyList<DayDigested> days)
    {
        DayDigested[] ordered = [.. days.OrderBy(day => day.DayDate)];
        for (var i = 0; i < ordered.Length; i++)
        {
            var day = ordered[i].DayDate;
            if (WeekCalculator.WeekStart(day) != weekStart)
                throw new ArgumentException($"The digest of {day:yyyy-MM-dd} is not of the week that starts on {weekStart:yyyy-MM-dd}.", nameof(days));
            if (i > 0 && ordered[i - 1].DayDate == day)
                throw new ArgumentException($"The digest of {day:yyyy-MM-dd} is given twice; pass the latest only.", nameof(days));
        }
        return ordered;
    }
}
