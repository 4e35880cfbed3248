using System.Collections.Frozen;

namespace EventSourced.Commands.Pulse.WhatsApp;

internal enum Meridiem : byte { None, Morning, Afternoon, Noon }

/// <summary>Words beside the clock: halves of the day in many languages, and words that join date and time.</summary>
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

    // Between date and time ("31/12/2023 à 21:41") or after either ("31.12.2023 г.", "21:41 ч.").
    private static readonly string[] Joining = ["à", "às", "as", "alas", "alle", "um", "klo", "kl", "at", "om", "o", "u", "в", "г", "гв", "ч", "ob", "lúc", "saat", "la", "h", "s", "uhr", "日", "일", "j"];

    private static readonly FrozenDictionary<string, Meridiem> Words =
        Of(MorningWords, Meridiem.Morning).Concat(Of(AfternoonWords, Meridiem.Afternoon)).Concat(Of(NoonWords, Meridiem.Noon))
            .ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, Meridiem>.AlternateLookup<ReadOnlySpan<char>> Lookup =
        Words.GetAlternateLookup<ReadOnlySpan<char>>();

    public static bool TryGet(ReadOnlySpan<char> key, out Meridiem meridiem)
    {
        if (key.Length == 2 && key[1] == 'm' && key[0] is 'a' or 'p' && key.Length == 2)
        {
            meridiem = key[0] == 'a' ? Meridiem.Morning : Meridiem.Afternoon;
            return true;
        }
        if (Lookup.TryGetValue(key, out meridiem)) return true;
        // "日上午": the last sign of the date and the half of the day stand together.
        return key[0] is '日' or '일' && key.Length > 1 && Lookup.TryGetValue(key[1..], out meridiem);
    }

    /// <summary>Number of the joining word, from 1; 0 when it is none.</summary>
    public static byte Connector(ReadOnlySpan<char> key)
    {
        for (var i = 0; i < Joining.Length; i++)
        {
            if (key.SequenceEqual(Joining[i])) return (byte)(i + 1);
        }
        return 0;
    }

    /// <summary>Writes the words in the form of the tables; returns the length.</summary>
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

    /// <summary>Hour of the 24-hour clock. Hours that already count to 23 are left alone.</summary>
    public static int Hour(int hour, Meridiem meridiem) => meridiem switch
    {
        Meridiem.Morning when hour == 12 => 0,
        Meridiem.Afternoon when hour < 12 => hour + 12,
        Meridiem.Noon when hour < 6 => hour + 12,
        _ => hour,
    };

    private static IEnumerable<KeyValuePair<string, Meridiem>> Of(string words, Meridiem meridiem) =>
        words.Split(' ').Select(word => KeyValuePair.Create(word, meridiem));
}
