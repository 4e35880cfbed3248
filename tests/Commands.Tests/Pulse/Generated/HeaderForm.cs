using System.Globalization;
using EventSourced.Commands.Pulse.WhatsApp;

namespace EventSourced.Commands.Tests.Pulse.Generated;

internal enum PhoneCalendar { Gregorian, Buddhist, Japanese, Minguo, Persian, Islamic }

internal enum Phone { Android, Ios, OldIos }

/// <summary>The form in which a phone writes message headers. The result of <see cref="Write"/> depends only on the time.</summary>
internal sealed record HeaderForm
{
    public required Phone Phone { get; init; }
    public required LanguageWords Language { get; init; }
    public DateOrder Order { get; init; }
    public PhoneCalendar Calendar { get; init; }

    /// <summary>The separator between the numbers of a date; "年" for dates with characters, "M" for month names.</summary>
    public string Separator { get; init; } = "/";
    public bool PaddedDate { get; init; }
    public int YearDigits { get; init; } = 4;

    /// <summary>Years from this one on are omitted; 0 if all are written.</summary>
    public int YearOmittedFrom { get; init; }

    /// <summary>Index of the month's name, if it has several.</summary>
    public int MonthName { get; init; }
    public string EraAfterYear { get; init; } = "";
    public string EraBeforeYear { get; init; } = "";
    public bool TimeFirst { get; init; }
    public string Gap { get; init; } = ", ";
    public string TimeSeparator { get; init; } = ":";
    public bool PaddedTime { get; init; } = true;
    public bool Seconds { get; init; }

    /// <summary>Words by hour; empty for a 24-hour clock.</summary>
    public IReadOnlyList<string> HourWords { get; init; } = [];
    public bool WordBeforeTime { get; init; }
    public string WordSpace { get; init; } = " ";
    public char Zero { get; init; } = '0';

    /// <summary>Whether direction marks surround the numbers of the date, as phones with right-to-left languages write them.</summary>
    public bool RightToLeft { get; init; }

    /// <summary>Whether the date order is ambiguous if no number is above twelve.</summary>
    public bool HasAmbiguousOrder => Separator is not ("M" or "年") && Order != DateOrder.YearFirst && EraBeforeYear.Length == 0;

    /// <summary>The header up to the name, with the space before it.</summary>
    public string Write(DateTime time)
    {
        var (date, clock) = (Digits(Date(time)), Digits(Time(time)));
        var both = TimeFirst ? clock + Gap + date : date + Gap + clock;
        return Phone switch
        {
            Phone.Ios => $"{(RightToLeft ? "\u200F" : "")}[{both}] ",
            Phone.OldIos => both + ": ",
            _ => both + " - ",
        };
    }

    /// <summary>The date in the phone's calendar.</summary>
    private (int Year, int Month, int Day) Numbers(DateTime time)
    {
        System.Globalization.Calendar calendar = Calendar switch
        {
            PhoneCalendar.Persian => new PersianCalendar(),
            PhoneCalendar.Islamic => new UmAlQuraCalendar(),
            _ => new GregorianCalendar(),
        };
        var year = calendar.GetYear(time);
        return (Calendar switch { PhoneCalendar.Buddhist => year + 543, PhoneCalendar.Minguo => year - 1911, PhoneCalendar.Japanese => JapaneseYear(time), _ => year },
            calendar.GetMonth(time), calendar.GetDayOfMonth(time));
    }

    private static int JapaneseYear(DateTime time) => time >= new DateTime(2019, 5, 1) ? time.Year - 2018 : time.Year - 1988;

    private string Era(DateTime time) => Calendar switch
    {
        PhoneCalendar.Japanese => (EraBeforeYear.Length > 1, time >= new DateTime(2019, 5, 1)) switch { (true, true) => "令和", (true, false) => "平成", (false, true) => "R", _ => "H" },
        _ => EraBeforeYear,
    };

    private string Date(DateTime time)
    {
        var (year, month, day) = Numbers(time);
        var era = EraBeforeYear.Length > 0 ? Era(time) : "";
        var shownYear = era + (era.Length > 0 ? Number(year, 1) : YearDigits == 2 ? Number(year % 100, 2) : Number(year, 4));
        if (Separator == "年") return $"{shownYear}年{Number(month, PaddedDate ? 2 : 1)}月{Number(day, PaddedDate ? 2 : 1)}日";
        if (Separator == "M") return Named(time, shownYear, month, day);
        var (d, m) = (Number(day, PaddedDate ? 2 : 1), Number(month, PaddedDate ? 2 : 1));
        string[] parts = Order switch { DateOrder.DayFirst => [d, m, shownYear], DateOrder.MonthFirst => [m, d, shownYear], _ => [shownYear, m, d] };
        var separator = RightToLeft ? "\u200F" + Separator : Separator;
        var date = string.Join(separator, parts) + EraAfterYear;
        return Separator == ". " && Order == DateOrder.YearFirst ? date + "." : date;
    }

    private string Named(DateTime time, string year, int month, int day)
    {
        var names = Language.Months[Calendar is PhoneCalendar.Persian or PhoneCalendar.Islamic ? Calendar : PhoneCalendar.Gregorian][month - 1];
        var name = CultureInfo.InvariantCulture.TextInfo.ToTitleCase(names[MonthName % names.Length]);
        var withYear = YearOmittedFrom == 0 || time.Year < YearOmittedFrom;
        var d = Number(day, PaddedDate ? 2 : 1);
        var of = Language.Code is "es" or "pt" ? " de " : " ";
        return Order switch
        {
            DateOrder.DayFirst => $"{d}{of}{name}" + (withYear ? $"{of}{year}{EraAfterYear}" : ""),
            DateOrder.MonthFirst => $"{name} {d}" + (withYear ? $", {year}{EraAfterYear}" : ""),
            _ => withYear ? $"{year} {name} {d}" : $"{d} {name}",
        };
    }

    private string Time(DateTime time)
    {
        var hour = HourWords.Count == 0 ? time.Hour : time.Hour % 12 == 0 ? 12 : time.Hour % 12;
        var clock = TimeSeparator == "h"
            ? $"{Number(hour, PaddedTime ? 2 : 1)} h {Number(time.Minute, 2)}" + (Seconds ? $" min {Number(time.Second, 2)} s" : "")
            : Number(hour, PaddedTime ? 2 : 1) + TimeSeparator + Number(time.Minute, 2) + (Seconds ? TimeSeparator + Number(time.Second, 2) : "");
        if (HourWords.Count == 0) return clock;
        return WordBeforeTime ? HourWords[time.Hour] + WordSpace + clock : clock + WordSpace + HourWords[time.Hour];
    }

    private static string Number(int number, int digits) => number.ToString(new string('0', digits), CultureInfo.InvariantCulture);

    private string Digits(string text) => Zero == '0' ? text : string.Concat(text.Select(c => char.IsAsciiDigit(c) ? (char)(Zero + c - '0') : c));
}
