using EventSourced.Commands.Rabbit.Language;

namespace EventSourced.Commands.Rabbit.Replies;

/// <summary>Makes a model's answer suitable for a small child: short, and only in the scripts of its language.</summary>
internal static class ReplySanitizer
{
    public const int MaxLength = 50;
    private const int KeptLength = 47;

    public static string Sanitize(string reply, ReplyLanguage language = ReplyLanguage.Japanese)
    {
        Func<char, bool> allowed = language == ReplyLanguage.English ? IsEnglish : IsJapanese;
        var kept = string.Concat(reply.Where(allowed)).Trim();
        if (kept.Length == 0) return Fallback(language);
        return kept.Length > MaxLength ? kept[..KeptLength] + "…" : kept;
    }

    public static string Fallback(ReplyLanguage language) =>
        language == ReplyLanguage.English ? "Yes, yes! That is fun!" : "うんうん！たのしいね！";

    /// <summary>Kana and the block of Japanese punctuation; no kanji, which a three-year-old cannot read.</summary>
    private static bool IsJapanese(char c) => Scripts.IsKana(c) || c is >= '\u3000' and <= '\u303F' || "！？。、〜ー…".Contains(c);

    private static bool IsEnglish(char c) =>
        char.IsAsciiLetterOrDigit(c) || c is >= '\u00C0' and <= '\u024F' and not ('\u00D7' or '\u00F7') || " .,!?'\"-:;()’‘“”…".Contains(c);
}
