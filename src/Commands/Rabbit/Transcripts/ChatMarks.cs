using System.Text.RegularExpressions;

namespace EventSourced.Commands.Rabbit.Transcripts;

/// <summary>A mark in a main tier of CHAT.</summary>
/// <param name="Pattern">Regular expression of the mark.</param>
/// <param name="Meaning">Its name in the manual.</param>
/// <param name="Replacement">What replaces it: nothing for marks within words, a space for marks between words.</param>
internal sealed record ChatMark(string Pattern, string Meaning, string Replacement)
{
    public Regex Regex { get; } = new(Pattern, RegexOptions.CultureInvariant | RegexOptions.Compiled);
}

/// <summary>
/// The marks of CHAT that are not speech, by the TalkBank manual, in the order of their removal. Codes in square brackets are in
/// <see cref="ChatCodes"/>, marks that depend on the whole word in <see cref="ChatSpeech"/>.
/// </summary>
internal static class ChatMarks
{
    private const string Greek = @"\u0370-\u03FF\u1F00-\u1FFF";

    public static IReadOnlyList<ChatMark> All { get; } =
    [
        new(@"\u0002[\u0001-\u0008]?|[\u0001\u0003-\u0008\u000E-\u001F\u007F-\u009F]", "begin and end of underlining, other control characters", ""),
        // Joiners between letters belong to words of Persian, Hindi and other languages.
        new(@"[\u00AD\u200B\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]|(?<![\p{L}\p{M}])[\u200C\u200D]|[\u200C\u200D](?![\p{L}\p{M}])", "invisible characters", ""),
        new(@"↫[^↫]*↫", "repeated segment: sounds, not a word", ""),
        new(@"[⌈⌉⌊⌋][0-9]?", "begin or end of an overlap, with its index", ""),
        new(@"\(\([^()]*\)\)", "comment of conversation analysis, which is not in the manual", " "),
        new(@"\(\s*(?:\.{1,3}|(?>[0-9:]+)(?:[.,][0-9]*)?|[.,][0-9]+)\s*\)|(?<=^|\s)#+(?:long|[0-9_:.]*)(?=\s|$)", "pause", " "),
        new(@"[<>‹›«»〈〉❬❭⟨⟩〔〕“”„‡〃]|(?<!\+)""", "group, sign group, phonological group, quotation, tag and vocative marks", " "),
        new(@"‘(.{0,500}?)’(?![\p{L}\p{N}])", "quotation in single marks; an apostrophe stands within a word", " $1 "),
        new(@"(?<![\p{L}\p{M}])∙[hH]+(?![\p{L}\p{M}])", "inhalation", " "),
        new(@"[↑↓↻≠∙∾⤆⤇⁑]", "pitch, blocking, inhalation, constriction, sudden stop, hurried start, hardening", ""),
        new(@"[⁇§⁎⁂°∆∇∬∮∫▁▔◉☺☹♋※∲⁕]", "manner of a stretch: unsure, precise, creaky, soft, fast, slow, whispered, sung, low, high, loud, smiling, breathy", ""),
        new($"(?<![{Greek}])[ΫἩ](?![{Greek}])", "yawn, laugh inside a word; a letter beside Greek letters", ""),
        new(@"\+?[≈≋≡]", "latching, uptake", " "),
        new(@"[→↗↘⇗⇘↖↙←↔⇒∞]", "contour of an intonation unit", " "),
        // Events and words of others have a colon of their own.
        new(@"[ˈˌ^]|(?<=[^\s:])(?<!&[=*{}]\S{0,60}):+(?=[^\s:0-9]|\s|$)", "stress, pause within a word, lengthening", ""),
    ];

    /// <summary>The tier without its marks, and their number.</summary>
    public static (string Text, int Count) Remove(string tier)
    {
        var marks = 0;
        foreach (var mark in All)
        {
            var found = mark.Regex.Count(tier);
            if (found == 0) continue;
            marks += found;
            tier = mark.Regex.Replace(tier, mark.Replacement);
        }
        return (tier, marks);
    }
}
