using System.Globalization;
using System.Text.RegularExpressions;

namespace EventSourced.Commands.Rabbit.Transcripts;

/// <summary>
/// Clock times next to names in transcripts: <c>[00:01:23]</c>, <c>12:03</c>, <c>9:05 p.m.</c>, <c>午前9:05</c>, <c>12h03</c>, <c>1m23s</c>, <c>10.05 Uhr</c>, a range, with
/// or without a date.
/// </summary>
internal static partial class ClockTimes
{
    private const string Zone = @"(?:Z|[+-][0-9]{2}:?[0-9]{2}|\s?(?:UTC|GMT))?";
    private const string HalfDay = @"(?:\s?[AaPp]\.?\s?[Mm]\b\.?)?";
    private const string Time =
        @"(?:(?:午前|午後|上午|下午|오전|오후)\s?)?(?:[0-9]{1,3}:[0-9]{2}(?::[0-9]{2}(?::[0-9]{2})?)?(?:[.,][0-9]{1,6})?|[0-9]{1,2}\s?[hH]\s?[0-9]{2}(?:\s?m(?:in)?)?(?:\s?[0-9]{2}\s?s)?|[0-9]{1,2}(?:時|时|시\s?)[0-9]{1,2}分?(?:[0-9]{1,2}秒)?|(?:[0-9]{1,2}h\s?)?[0-9]{1,3}m(?:in)?\s?[0-9]{1,2}s)"
        + HalfDay + Zone;
    private const string Date =
        @"(?:[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}\.?|[0-9]{2,4}年\s?[0-9]{1,2}月\s?[0-9]{1,2}日|[0-9]{1,2}\.?\s\p{L}{3,9}\.?,?\s[0-9]{4}|\p{L}{3,9}\.?\s[0-9]{1,2},?\s[0-9]{4})";
    private const string Stamp = "(?:" + Date + @"(?:,?\s*|T|\sat\s))?" + Time + @"(?:,?\s+" + Date + ")?";
    private const string Stretch = Stamp + @"(?:\s*(?:-{1,2}>?|–|—|→|~|〜|to)\s*" + Stamp + ")?";
    // Seconds and decimal numbers are clock times only in brackets; "10.05" and "10.05 Uhr" are at the start of a line.
    private const string Dotted = @"(?:(?:klo|kl\.?|um)\s)?(?:[01]?[0-9]|2[0-3])\.[0-5][0-9](?:\.[0-5][0-9])?(?:\s?Uhr)?(?=[\s,;|–—-]+\p{L})";
    private const string Open = @"[\[({<【〔]\s*";
    private const string Close = @"\s*[\])}>】〕]";
    private const string Bracketed = Open + "(?:" + Stretch + "|" + Counter + "|" + Date + @"|[0-9]{1,2}\.[0-9]{2}(?:\.[0-9]{2})?|[0-9]{1,6}(?:[.,][0-9]{1,6})?\s?s(?:ec)?)" + Close;
    private const string Counter = @"(?:[tT]\s?=\s?[0-9]{1,6}(?:[.,:][0-9]{1,6}){0,3}\s?(?:s(?:ec)?\b)?|[0-9]{1,3}['′’][0-9]{2}(?:""|″|”|''|′′|’’)(?:[0-9]{1,3}(?![0-9]))?)";
    // Only before a name with a capital letter: "at 10:05 we said: come" is a sentence.
    private const string At = @"(?:at|@)\s" + Time + @"(?=[\s,;|–—-]+\p{Lu}[^\s:]*(?:\s[^\s:]+){0,2}\s*:)";
    // Next to speech, a date or a number in brackets may be spoken.
    private const string BracketedClock = Open + Stretch + Close;

    /// <summary>Length of a clock time at the start of the line, including the separator before the name.</summary>
    public static int Before(string narrow) => Front().Match(narrow).Length;

    /// <summary>A clock time between name and colon: the end of the name and the position of the colon; null if there is none.</summary>
    public static (int NameEnd, int Colon)? AfterName(string narrow, int begin) =>
        Middle().Match(narrow, begin) is { Success: true } match ? (match.Groups["name"].Index + match.Groups["name"].Length, match.Index + match.Length - 1) : null;

    /// <summary>The part of the speech without a clock time in brackets at its start or end.</summary>
    public static Range InBrackets(string narrow)
    {
        var begin = SaidFront().Match(narrow).Length;
        return SaidEnd().Match(narrow) is { Success: true } match && match.Index >= begin ? begin..match.Index : begin..narrow.Length;
    }

    /// <summary>Whether a colon belongs to a clock time instead of a name: digits follow it, and the digits before it are not the end of a word such as P1.</summary>
    public static bool IsTimeColon(string narrow, int colon)
    {
        if (colon + 2 >= narrow.Length || !char.IsAsciiDigit(narrow[colon + 1]) || !char.IsAsciiDigit(narrow[colon + 2])) return false;
        var from = colon;
        while (from > 0 && char.IsAsciiDigit(narrow[from - 1])) from--;
        return from < colon && (from == 0 || !(char.IsLetter(narrow[from - 1]) || narrow[from - 1] is '_' or '-'));
    }

    /// <summary>The line with digits of other scripts and full-width colons and brackets replaced by plain ones; every character keeps its index.</summary>
    public static string Narrow(string line) => string.Create(line.Length, line, static (span, from) =>
    {
        for (var i = 0; i < span.Length; i++) span[i] = from[i] switch { >= '\uFF01' and <= '\uFF5E' => (char)(from[i] - 0xFEE0), '\uFE55' => ':', >= '\u0660' and var digit when char.IsDigit(digit) => (char)('0' + CharUnicodeInfo.GetDecimalDigitValue(digit)), '\u3000' or '\u00A0' or '\u202F' or '\u2009' => ' ', var c => c };
    });

    [GeneratedRegex(@"\A\s*(?:" + Bracketed + @"\s*(?:[-–—|]\s*|:\s+(?=[^:]+:))?|(?:" + Stretch + "|" + Counter + "|" + At + "|" + Dotted + "|" + Date + @")(?:\s*[-–—|,;]+\s*|\s*>\s*|\s+|:\s+(?=[^:]+:)))", RegexOptions.CultureInvariant)]
    private static partial Regex Front();

    [GeneratedRegex(@"\G(?<name>[^:]*[^:\s,|–—-])\s*(?:[,|–—-]\s*)?(?:" + Bracketed + @"|(?<=[\s,|–—-])" + Stretch + @")\s*:(?![0-9]{2})", RegexOptions.CultureInvariant)]
    private static partial Regex Middle();

    [GeneratedRegex(@"\A\s*" + BracketedClock + @"\s*(?:[-–—]\s)?\s*", RegexOptions.CultureInvariant)]
    private static partial Regex SaidFront();

    [GeneratedRegex(@"\s*" + BracketedClock + @"\s*\z", RegexOptions.CultureInvariant | RegexOptions.RightToLeft)]
    private static partial Regex SaidEnd();
}
