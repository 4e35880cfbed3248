using EventSourced.Commands.Pulse.WhatsApp;

namespace EventSourced.Commands.Tests.Pulse.Generated;

/// <summary>Chooses a random header form that a phone may use.</summary>
internal static class RandomForm
{
    private static readonly string[] WordFirst = ["zh-CN", "zh-TW", "ja", "ko", "hu", "tr", "ta", "my", "hi", "mr"];
    private static readonly Dictionary<string, string[]> Gaps = new()
    {
        ["fr"] = [" à ", ", "],
        ["pt"] = [" às ", ", ", " "],
        ["de"] = [", ", " um "],
        ["fi"] = [" klo ", " "],
        ["da"] = [" kl. ", " "],
        ["nb"] = [", ", " kl. "],
        ["sv"] = [" kl. ", " "],
        ["ar"] = ["، ", ", "],
        ["fa"] = ["، "],
        ["ur"] = ["، "],
        ["ru"] = [", ", " в "],
        ["sl"] = [" ob ", ", "],
        ["ca"] = [", ", " "],
    };

    public static HeaderForm Of(Random random)
    {
        var words = Pick(random, [.. LanguageWords.All.Where(l => l.Months.ContainsKey(PhoneCalendar.Gregorian) || l.Hours.Count > 0)]);
        var phone = random.Next(10) switch { < 5 => Phone.Android, < 9 => Phone.Ios, _ => Phone.OldIos };
        var form = new HeaderForm
        {
            Phone = phone,
            Language = words,
            PaddedTime = random.Next(3) > 0,
            Seconds = phone != Phone.Android,
            Gap = Pick(random, Gaps.GetValueOrDefault(words.Code.Split('-')[0], [", ", ", ", " "])),
            TimeSeparator = phone == Phone.OldIos || random.Next(4) > 0 ? ":" : words.Code is "fi" or "da" or "it" or "id" ? "." : words.Code == "fr" ? "h" : ":",
        };
        form = WithDate(random, form);
        if (random.Next(3) == 0) form = WithTwelveHours(random, form);
        // In old exports the time comes first, with its words after it.
        if (form.TimeFirst) form = form with { TimeSeparator = ":", WordBeforeTime = false };
        return form.Calendar == PhoneCalendar.Japanese ? form : WithScript(random, form);
    }

    private static HeaderForm WithDate(Random random, HeaderForm form)
    {
        var padded = random.Next(2) == 0;
        return random.Next(20) switch
        {
            < 9 => Numeric(random, form, padded),
            < 13 when form.Phone != Phone.OldIos && form.Language.Months.ContainsKey(PhoneCalendar.Gregorian) => Named(random, form, padded),
            13 => form with { Calendar = PhoneCalendar.Buddhist, Separator = Pick(random, "/", "-"), PaddedDate = padded, EraAfterYear = Pick(random, "", " BE", " พ.ศ.") },
            14 => form with { Calendar = PhoneCalendar.Buddhist, Separator = "/", PaddedDate = padded, YearDigits = 2 },
            15 => form with { Calendar = PhoneCalendar.Japanese, Order = DateOrder.YearFirst, EraBeforeYear = "R", PaddedDate = padded },
            16 => form with { Calendar = PhoneCalendar.Japanese, Order = DateOrder.YearFirst, Separator = "年", EraBeforeYear = "令和", Gap = " ", Language = Language("ja") },
            17 => form with { Calendar = PhoneCalendar.Persian, Order = DateOrder.YearFirst, PaddedDate = padded, Language = Language("fa"), Gap = Pick(random, "، ", ", ", " ") },
            18 => form with { Calendar = PhoneCalendar.Islamic, PaddedDate = padded, EraAfterYear = Pick(random, "", " هـ", " AH"), Language = Language("ar"), Gap = Pick(random, "، ", ", ") },
            19 when form.Phone != Phone.OldIos => OtherCalendarByName(random, form),
            _ => form with { Order = DateOrder.YearFirst, Separator = Pick(random, "年", "-", "/", ". "), PaddedDate = padded, Gap = Pick(random, " ", ", ") },
        };
    }

    private static HeaderForm Numeric(Random random, HeaderForm form, bool padded) => form with
    {
        Order = random.Next(3) == 0 ? DateOrder.MonthFirst : DateOrder.DayFirst,
        Separator = Pick(random, "/", "/", ".", "-", ". "),
        PaddedDate = padded,
        YearDigits = random.Next(2) == 0 ? 2 : 4,
    };

    private static HeaderForm Named(Random random, HeaderForm form, bool padded) => form with
    {
        Order = form.Language.Code is "vi" or "ca" ? DateOrder.DayFirst : (DateOrder)random.Next(3),
        Separator = "M",
        PaddedDate = padded,
        MonthName = random.Next(3),
        YearOmittedFrom = random.Next(3) == 0 ? 1 : 0,
        TimeFirst = random.Next(2) == 0,
        Gap = Pick(random, ", ", " "),
    };

    private static HeaderForm OtherCalendarByName(Random random, HeaderForm form)
    {
        var (code, calendar) = Pick(random, [("fa", PhoneCalendar.Persian), ("en", PhoneCalendar.Persian), ("ar", PhoneCalendar.Islamic), ("en", PhoneCalendar.Islamic), ("id", PhoneCalendar.Islamic)]);
        return form with { Calendar = calendar, Language = Language(code), Separator = "M", MonthName = random.Next(2), EraAfterYear = calendar == PhoneCalendar.Islamic ? Pick(random, "", " AH") : "" };
    }

    private static HeaderForm WithTwelveHours(Random random, HeaderForm form)
    {
        var hours = form.Language.Hours;
        if (hours.Count == 0) hours = Language("en").Hours;
        var halves = random.Next(2) == 0;
        var words = new string[24];
        for (var hour = 0; hour < 24; hour++)
        {
            var fitting = hours.Where(w => w.Hours.Contains(hour) && (!halves || w.Hours.Count == 12)).Select(w => w.Word).ToList();
            if (fitting.Count == 0) fitting = [.. hours.Where(w => w.Hours.Contains(hour)).Select(w => w.Word)];
            if (fitting.Count == 0) return form;
            words[hour] = fitting[hour % fitting.Count];
        }
        if (halves && words.All(w => w is "am" or "pm"))
        {
            var spelling = random.Next(4);
            words = [.. words.Select(w => spelling switch { 0 => w, 1 => w.ToUpperInvariant(), 2 => $"{w[0]}.m.", _ => $"{w[0]}.\u00A0m." })];
        }
        var before = WordFirst.Contains(form.Language.Code) ? random.Next(5) > 0 : random.Next(12) == 0;
        return form with
        {
            HourWords = words,
            PaddedTime = random.Next(3) == 0,
            WordBeforeTime = before,
            WordSpace = form.Language.Code is "ja" or "zh-CN" or "zh-TW" && before ? "" : Pick(random, " ", "\u202F", "\u00A0"),
        };
    }

    private static HeaderForm WithScript(Random random, HeaderForm form) => form.Language.Code switch
    {
        "ar" => form with { Zero = random.Next(2) == 0 ? '\u0660' : '0', RightToLeft = form.Phone == Phone.Ios && form.Separator is "/" },
        "fa" or "ur" => form with { Zero = random.Next(2) == 0 ? '\u06F0' : '0', RightToLeft = form.Phone == Phone.Ios && form.Separator is "/" },
        "he" => form with { RightToLeft = form.Phone == Phone.Ios && form.Separator is "/" },
        "hi" or "mr" or "ne" => form with { Zero = random.Next(4) == 0 ? '\u0966' : '0' },
        "bn" => form with { Zero = random.Next(2) == 0 ? '\u09E6' : '0' },
        "th" => form with { Zero = random.Next(4) == 0 ? '\u0E50' : '0' },
        _ => form,
    };

    private static LanguageWords Language(string code) => LanguageWords.All.Single(l => l.Code == code);

    private static T Pick<T>(Random random, params T[] any) => any[random.Next(any.Length)];
}
