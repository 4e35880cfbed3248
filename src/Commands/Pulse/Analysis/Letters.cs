using System.Globalization;
using System.Text;

namespace EventSourced.Commands.Pulse.Analysis;

/// <summary>What counts as a letter, an apostrophe or a script without spaces, and the normal form in which texts are compared.</summary>
internal static class Letters
{
    /// <summary>Letters and their combining marks, such as Hindi vowel signs. Letters outside the basic multilingual plane are ignored.</summary>
    public static bool IsLetter(char c) =>
        char.IsAscii(c) ? char.IsAsciiLetter(c) : c != 'ʼ' && (char.IsLetter(c) || IsMark(c));

    /// <summary>The characters that keyboards produce for an apostrophe.</summary>
    public static bool IsApostrophe(char c) => c is '\'' or '’' or '‘' or 'ʼ' or '`';

    /// <summary>Letters of scripts that put no spaces between words: Thai, Lao, Burmese, Khmer, kana, Han.</summary>
    public static bool IsUnspaced(char c) =>
        c >= '\u0E00' &&
        c is (>= '\u0E00' and <= '\u0EFF') or (>= '\u1000' and <= '\u109F') or (>= '\u1780' and <= '\u17FF')
            or '々' or (>= '\u3040' and <= '\u30FF') or (>= '\u31F0' and <= '\u31FF')
            or (>= '\u3400' and <= '\u4DBF') or (>= '\u4E00' and <= '\u9FFF') or (>= '\uF900' and <= '\uFAFF');

    /// <summary>Hiragana and katakana, which only Japanese uses.</summary>
    public static bool IsKana(char c) => c is >= '\u3040' and <= '\u30FF';

    /// <summary>The text in NFKC. An acute accent used as an apostrophe is replaced by one; lone surrogates become U+FFFD.</summary>
    public static string Normalise(string text)
    {
        if (Ascii.IsValid(text)) return text;
        if (text.Contains('´')) text = text.Replace('´', '\'');
        text = WellFormed(text);
        return text.IsNormalized(NormalizationForm.FormKC) ? text : text.Normalize(NormalizationForm.FormKC);
    }

    private static bool IsMark(char c) => c >= '\u0300' &&
        char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark && c is not ('\uFE0F' or '\uFE0E');

    private static string WellFormed(string text)
    {
        char[]? repaired = null;
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])) i++;
            else (repaired ??= text.ToCharArray())[i] = '\uFFFD';
        }
        return repaired is null ? text : new string(repaired);
    }
}
