namespace EventSourced.Commands.Pulse.WhatsApp;

/// <summary>The time stamp of one message as written: numbers without a decision about their order.</summary>
/// <param name="A">First number of the date.</param>
/// <param name="B">Second number of the date.</param>
/// <param name="C">Third number of the date.</param>
/// <param name="SecondOfDay">Time of day, 24-hour clock.</param>
/// <param name="BodyStart">Where the text after the time stamp begins in the line.</param>
/// <param name="Marked">Whether a direction mark stands before the time stamp, as iOS writes it for media.</param>
/// <param name="OneDigitLast">Whether the third number has one digit only, so that it is no year.</param>
/// <param name="Shape">What is common to all headers of the file.</param>
internal readonly record struct Header(int A, int B, int C, int SecondOfDay, int BodyStart, bool Marked, bool OneDigitLast, HeaderShape Shape)
{
    public long DateKey => ((long)A << 32) | ((long)B << 16) | (uint)C;

    /// <summary>The calendar date in the given order, or null when there is no such date.</summary>
    public static DateOnly? Date(long dateKey, DateOrder order, int yearDigits)
    {
        var (a, b, c) = ((int)(dateKey >> 32), (int)(dateKey >> 16) & 0xFFFF, (int)dateKey & 0xFFFF);
        var (year, month, day) = order switch
        {
            DateOrder.DayFirst => (c, b, a),
            DateOrder.MonthFirst => (c, a, b),
            _ => (a, b, c),
        };
        year = Year(year, yearDigits);
        return month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month) ? new DateOnly(year, month, day) : null;
    }

    /// <summary>Two digits count from 2000; years of the Thai calendar (2566) become ours (2023).</summary>
    public static int Year(int written, int digits) =>
        digits == 2 ? 2000 + written : written >= HeaderParser.FirstThaiYear ? written - HeaderParser.ThaiYears : written;
}
