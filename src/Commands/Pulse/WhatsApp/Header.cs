namespace EventSourced.Commands.Pulse.WhatsApp;

/// <summary>The time stamp of one message as written: the order of the numbers is not decided.</summary>
/// <param name="A">First number of the date.</param>
/// <param name="B">Second number of the date.</param>
/// <param name="C">Third number of the date.</param>
/// <param name="SecondOfDay">Time of day, 24-hour clock.</param>
/// <param name="BodyStart">Index at which the text after the time stamp starts.</param>
/// <param name="Marked">Whether a direction mark comes before the time stamp, as iOS writes it for media.</param>
/// <param name="OneDigitLast">Whether the third number has only one digit and is therefore not a year.</param>
/// <param name="Shape">What all headers of the export have in common.</param>
/// <param name="Padded">Whether day or month has a leading zero.</param>
/// <param name="LowerMeridiem">Whether am and pm are written in lower case.</param>
/// <param name="Name">The name of the month; null when it is a number.</param>
internal readonly record struct Header(int A, int B, int C, int SecondOfDay, int BodyStart, bool Marked, bool OneDigitLast, HeaderShape Shape, bool Padded = false, bool LowerMeridiem = false, MonthName? Name = null)
{
    public long DateKey => ((long)A << 32) | ((long)B << 16) | (uint)C;

    /// <summary>The calendar date in the given order, or null if it does not exist.</summary>
    public static DateOnly? Date(long dateKey, DateOrder order, in HeaderShape shape)
    {
        var (a, b, c) = ((int)(dateKey >> 32), (int)(dateKey >> 16) & 0xFFFF, (int)dateKey & 0xFFFF);
        var (year, month, day) = order switch
        {
            DateOrder.DayFirst => (c, b, a),
            DateOrder.MonthFirst => (c, a, b),
            _ => (a, b, c),
        };
        return Calendars.Date(shape.Calendar, year, year < 100 && !shape.Era, shape.NamedMonth ? MonthName.In(month, shape.Language) : month, day);
    }
}
