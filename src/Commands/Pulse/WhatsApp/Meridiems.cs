namespace EventSourced.Commands.Pulse.WhatsApp;

/// <summary>Words next to the clock time: halves of the day in many languages, and words that connect date and time.</summary>
internal static class Meridiems
{
    // Keys are lower-case without spaces, dots and quotation marks: "a. m." is "am".
    private const string MorningWords =
        "am a vorm vormittags πμ ص صباحا قظ قبلازظهر לפנהצ पूर्वाह्न मपू পূর্বাহ্ণ পূর্বাহ্ন முற்பகல் ಪೂರ್ವಾಹ್ನ ਪੂਦੁ પૂર્વાહ્ન පෙව " +
        "午前 上午 凌晨 清晨 早上 早晨 半夜 午夜 오전 de dop öö sa paradite pd проб претпл дп կա ап үө ap fm fh vm priešpiet priekšp " +
        "priekšpusdienā преподне prepodne ก่อนเที่ยง နံနက် ጥዋት pg to yb rn ព្រឹក ກ່ອນທ່ຽງ";

    private const string AfternoonWords =
        "pm p nachm nachmittags μμ م مساء بظ بعدازظهر אחהצ अपराह्न मउ অপরাহ্ণ অপরাহ্ন பிற்பகல் ಅಪರಾಹ್ನ ਬਾਦੁ અપરાહ્ન පව " +
        "午後 下午 晚上 오후 du odp pop ös ch pasdite md слоб попл пп կհ үх ip em eh nm popiet pēcp pēcpusdienā " +
        "поподне popodne หลังเที่ยง ညနေ ከሰዓት ptg tk yh in ល្ងាច ຫຼັງທ່ຽງ";

    private const string NoonWords = "中午 正午";
    private const int Morning = 0xFFF, Afternoon = 0xFFF000, Noon = 0x7C00;

    private static readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> Lookup =
        new Dictionary<string, int>(Of(MorningWords, Morning).Concat(Of(AfternoonWords, Afternoon)).Concat(Of(NoonWords, Noon)), StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The hours that a word can mean, one bit for each of 24.</summary>
    public static bool TryGet(ReadOnlySpan<char> key, out int hours)
    {
        if (key.Length == 2 && key[1] == 'm' && key[0] is 'a' or 'p')
        {
            hours = key[0] == 'a' ? Morning : Afternoon;
            return true;
        }
        if (Lookup.TryGetValue(key, out hours) || ClockWords.Hours.TryGetValue(key, out hours)) return true;
        // "日上午": the last character of the date and the half of the day are written together.
        return key[0] is '日' or '일' && key.Length > 1 && TryGet(key[1..], out hours);
    }

    /// <summary>Number of the word that joins date and time ("31/12/2023 à 21:41") or follows one of them ("31.12.2023 г.", "21:41 ч."), from 1; 0 if it is none.</summary>
    public static byte Connector(ReadOnlySpan<char> key) => ClockWords.Joins.TryGetValue(key, out var number) ? number : (byte)0;

    /// <summary>Normalises words to the keys of the tables; returns the length.</summary>
    public static int Key(ReadOnlySpan<char> words, Span<char> key)
    {
        var length = 0;
        foreach (var c in words)
        {
            if (Marks.IsSpace(c) || Marks.IsIgnorable(c)) continue;
            if (c is '.' or ',' or '\'' or '"' or '’' or '״' or '׳' or '\u060C' or '、' or '\u064B' or '\u200C') continue;
            key[length++] = char.ToLowerInvariant(c);
        }
        return length;
    }

    /// <summary>The hour on the 24-hour clock: of the two hours that a 12-hour clock can mean, the one closer to the word. Hours above 12 are unchanged.</summary>
    public static int Hour(int hour, int hours)
    {
        if (hours == 0 || hour > 12) return hour;
        var (early, late) = (hour % 12, hour % 12 + 12);
        // Some phones write 0 to 11 in the afternoon.
        return Distance(early, hours) <= Distance(late, hours) ? early : late;
    }

    private static int Distance(int hour, int hours)
    {
        for (var distance = 0; ; distance++)
        {
            if (((hours >> ((hour + distance) % 24)) & 1) != 0 || ((hours >> ((hour + 24 - distance) % 24)) & 1) != 0) return distance;
        }
    }

    private static IEnumerable<KeyValuePair<string, int>> Of(string words, int hours) =>
        words.Split(' ').Select(word => KeyValuePair.Create(word, hours));
}
