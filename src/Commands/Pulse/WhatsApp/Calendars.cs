using System.Globalization;

namespace EventSourced.Commands.Pulse.WhatsApp;

/// <summary>The calendar of the phone that wrote a file.</summary>
internal enum Calendar : byte
{
    Gregorian,
    Buddhist,
    Persian,
    Islamic,
    Reiwa,
    Heisei,
    Minguo,
}

/// <summary>Converts dates of several calendars to Gregorian ones. WhatsApp has existed since 2009: an earlier or future year belongs to another calendar.</summary>
internal static class Calendars
{
    private const int FirstYear = 2009;
    private static readonly PersianCalendar Persian = new();
    private static readonly UmAlQuraCalendar Islamic = new();

    /// <summary>The calendar in which a year without an era lies between 2009 and now; Gregorian if there is none.</summary>
    public static Calendar Of(int year, bool twoDigits, int thisYear)
    {
        if (!twoDigits)
        {
            return year switch { >= 1388 and <= 1429 => Calendar.Persian, >= 1430 and <= 1500 => Calendar.Islamic, >= 1970 + 543 and < 2100 + 543 => Calendar.Buddhist, _ => Calendar.Gregorian };
        }
        if (IsPast(2000 + year)) return Calendar.Gregorian;
        if (IsPast(2500 + year - 543)) return Calendar.Buddhist;
        if (IsPast(1400 + year + 621) || IsPast(1300 + year + 621)) return Calendar.Persian;
        // A two-digit Islamic year looks like a future Gregorian year. It is read as Gregorian, and the import warns that the dates lie in the future.
        return Calendar.Gregorian;

        bool IsPast(int gregorian) => gregorian >= FirstYear && gregorian <= thisYear;
    }

    /// <summary>An approximate Gregorian year for comparisons, before the calendar of the file is known.</summary>
    public static int AboutYear(in HeaderShape shape, int year)
    {
        var twoDigits = year < 100 && !shape.Era;
        var calendar = shape.Era ? shape.Calendar : twoDigits ? Calendar.Gregorian : Of(year, false, 0);
        var full = FullYear(calendar, year, twoDigits);
        return calendar switch { Calendar.Persian => full + 621, Calendar.Islamic => full - (full / 33) + 622, _ => full };
    }

    /// <summary>The date, or null if it does not exist in the calendar.</summary>
    public static DateOnly? Date(Calendar calendar, int year, bool twoDigits, int month, int day)
    {
        if (month is < 1 or > 12 || day is < 1 or > 31) return null;
        year = FullYear(calendar, year, twoDigits);
        try
        {
            return calendar switch
            {
                Calendar.Persian => DateOnly.FromDateTime(Persian.ToDateTime(year, month, day, 0, 0, 0, 0)),
                Calendar.Islamic => DateOnly.FromDateTime(Islamic.ToDateTime(year, month, day, 0, 0, 0, 0)),
                _ => year is >= 1 and <= 9999 && day <= DateTime.DaysInMonth(year, month) ? new DateOnly(year, month, day) : null,
            };
        }
        catch (ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    /// <summary>The year with its century: in their own count for the Persian and Islamic calendars, Gregorian for all others.</summary>
    private static int FullYear(Calendar calendar, int year, bool twoDigits) => calendar switch
    {
        Calendar.Gregorian => twoDigits ? 2000 + year : year,
        Calendar.Buddhist => (twoDigits ? 2500 + year : year) - 543,
        Calendar.Reiwa => year + 2018,
        Calendar.Heisei => year + 1988,
        Calendar.Minguo => year + 1911,
        Calendar.Persian => twoDigits ? (year >= 80 ? 1300 : 1400) + year : year,
        _ => twoDigits ? 1400 + year : year,
    };
}
