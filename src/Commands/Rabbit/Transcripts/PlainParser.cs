using System.Globalization;
using System.Text.RegularExpressions;

namespace EventSourced.Commands.Rabbit.Transcripts;

/// <summary>Reads <c>Name: text</c>, one utterance per line. The colon may be full-width, lines that start with # are comments, and a clock time may come before or after the name.</summary>
internal static partial class PlainParser
{
    /// <summary>A longer "name" is a sentence that contains a colon.</summary>
    private const int MaxNameLength = 40;

    /// <summary>Names with more words are rare.</summary>
    private const int WordsOfName = 3;

    /// <param name="text">The text.</param>
    /// <param name="file">Name of the file, or null.</param>
    /// <param name="isGuessed">Whether the encoding is a guess: a space in the decoded text may be a letter of the file.</param>
    public static Transcript Parse(string text, string? file, bool isGuessed = false)
    {
        var utterances = new List<Utterance>();
        var warnings = new List<string>();
        var leftOut = new LeftOutLog();
        var (number, blanks) = (0, 0);
        foreach (var written in text.Split('\n'))
        {
            number++;
            // A concatenated file has a byte order mark in the middle.
            var line = written.TrimStart('\uFEFF');
            if (string.IsNullOrWhiteSpace(line))
            {
                blanks++;
                continue;
            }
            if (line[0] is '#' or '＃')
            {
                leftOut.Add("comments that start with #", number, "# …");
                continue;
            }
            var bullet = Bullet().Match(line).Length;
            var (name, rest, times) = Head(line[bullet..], bullet, file, number);
            var speech = rest.Trim();
            var kept = ClockTimes.InBrackets(ClockTimes.Narrow(speech));
            times += (kept.Start.Value > 0 ? 1 : 0) + (kept.End.Value < speech.Length ? 1 : 0);
            leftOut.Add("clock times next to names; turns get the time of the import", number, "[00:00]", times);
            speech = speech[kept];
            if (speech.Length == 0) leftOut.Add("lines without speech", number, "…:");
            else utterances.Add(new() { Speaker = name, Text = speech, Spoken = PlainSpeech.Clean(speech), Line = number });
        }
        NameSpeakers(utterances, isGuessed, warnings);
        return new()
        {
            Format = TranscriptFormat.Plain,
            ContentSha256 = "",
            Participants = [.. utterances.Select(u => u.Speaker).Distinct(StringComparer.Ordinal).Select(name => new Participant(name))],
            Utterances = utterances,
            LinesRead = number,
            BlankLines = blanks,
            LeftOut = leftOut.All,
            Warnings = warnings,
        };
    }

    /// <summary>The name as written, the text after its colon, and the number of clock times next to it.</summary>
    private static (string Name, string Text, int Times) Head(string line, int column, string? file, int number)
    {
        var narrow = ClockTimes.Narrow(line);
        if (narrow.Contains("-->", StringComparison.Ordinal) && Cue().IsMatch(narrow))
            throw Bad("this is the time of a caption (SRT or WebVTT); captions are not supported. Write every utterance on one line, like Name: text.", file, number);
        var begin = ClockTimes.Before(narrow);
        if (ClockTimes.AfterName(narrow, begin) is { } after && Edged(line[begin..after.NameEnd]) is { Length: > 0 and <= MaxNameLength } between && !IsNoName(between))
            return (between, line[(after.Colon + 1)..], begin > 0 ? 2 : 1);
        if (Bold().Match(line, begin) is { Success: true } bold) return (bold.Groups["name"].Value, line[(bold.Index + bold.Length)..], begin > 0 ? 1 : 0);
        var colon = narrow.IndexOf(':', begin);
        var name = colon < 0 ? "" : Edged(line[begin..colon]);
        var fault = colon < 0 ? "it has no colon"
            : name.Length > MaxNameLength ? $"there are {name.Length} characters before the first colon, too many for a name"
            : IsNoName(name) || narrow.AsSpan(colon + 1).StartsWith("//") ? "there is no name before the colon"
            : ClockTimes.IsTimeColon(narrow, colon) ? "its first colon belongs to a clock time"
            : null;
        return fault is null
            ? (name, line[(colon + 1)..], begin > 0 ? 1 : 0)
            : throw Bad($"the line does not start with a name and a colon: {fault} (column {column + Math.Max(begin, colon) + 1}). Write every utterance on one line, like Name: text; a clock time may come first.", file, number);
    }

    /// <summary>
    /// Trims white space and invisible characters from names, and composes accents. A guessed encoding may decode a letter to such a character, so that two names would
    /// become equal: then they are not trimmed.
    /// </summary>
    private static void NameSpeakers(List<Utterance> utterances, bool isGuessed, List<string> warnings)
    {
        var written = utterances.Select(u => u.Speaker).Distinct(StringComparer.Ordinal);
        var clashes = written.GroupBy(Plain).Where(names => isGuessed && names.Count() > 1).Select(names => names.Key).ToHashSet(StringComparer.Ordinal);
        for (var i = 0; i < utterances.Count; i++)
        {
            if (Plain(utterances[i].Speaker) is var plain && !clashes.Contains(plain)) utterances[i] = utterances[i] with { Speaker = plain };
        }
        foreach (var clash in clashes)
        {
            var line = utterances.Last(u => Plain(u.Speaker) == clash && u.Speaker != clash).Line;
            warnings.Add($"Line {line}: two names differ only in a character that the assumed encoding shows as a space. They were kept as different names.");
        }
        var speakers = utterances.Select(u => u.Speaker).ToHashSet(StringComparer.Ordinal);
        foreach (var utterance in utterances.DistinctBy(u => u.Speaker))
        {
            if (utterance.Speaker.IndexOf(" - ", StringComparison.Ordinal) is > 0 and var dash && speakers.Contains(utterance.Speaker[..dash]))
                warnings.Add($"Line {utterance.Line}: the name begins with the name of another speaker and a dash. It was kept as a different name; if the dash ends the name, write a colon instead of it.");
        }
        foreach (var once in utterances.GroupBy(u => u.Speaker, StringComparer.Ordinal).Where(g => g.Count() == 1))
        {
            if (once.Key.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length > WordsOfName)
                warnings.Add($"Line {once.First().Line}: a speaker with a name of several words occurs only here; if this is a sentence with a colon, write it after its speaker's name.");
        }
    }

    private static string Plain(string name)
    {
        var (from, to) = (0, name.Length);
        while (from < to && IsUnseen(name[from])) from++;
        while (to > from && IsUnseen(name[to - 1])) to--;
        return name[from..to].Normalize();
    }

    /// <summary>The name without spaces at its ends and without brackets, quotation marks or marks of Markdown around it. Other white space is trimmed when all names are known.</summary>
    private static string Edged(string name)
    {
        var edged = name.Trim(' ', '\t', '\u3000');
        return edged is ['[', .., ']'] or ['<', .., '>'] or ['(', .., ')'] or ['"', .., '"'] or ['“', .., '”'] or ['«', .., '»'] or ['*', .., '*'] or ['_', .., '_'] && edged.Any(char.IsLetter)
            ? edged[1..^1].Trim() : edged;
    }

    private static bool IsUnseen(char c) => char.IsWhiteSpace(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Format;

    private static bool IsNoName(string name) => name.All(c => char.IsDigit(c) || IsUnseen(c) || c is '[' or ']' or '(' or ')' or '.' or '-');

    private static TranscriptException Bad(string message, string? file, int line) => new(TranscriptException.BadLine, message, file, line);

    /// <summary>**Ann:** hi or **Ann**: hi, as Markdown writes it.</summary>
    [GeneratedRegex(@"\G\s*(?<mark>\*\*|__)\s*(?<name>[^*_:：]{0,39}[^*_:：\s])\s*(?:[:：]\s*\k<mark>|\k<mark>\s*[:：])", RegexOptions.CultureInvariant)]
    private static partial Regex Bold();

    /// <summary>The sign or number of a list item, a dash or the sign of captions for another speaker; not the day of "28. Aug 2013".</summary>
    [GeneratedRegex(@"\A\s*(?:(?:[-–—•▪◦●‣]|>{1,3})\s+|[0-9]{1,5}[.)]\s+(?=[^\d\s])(?!\p{L}{3,9}\.?,?\s[0-9]{4}))", RegexOptions.CultureInvariant)]
    private static partial Regex Bullet();

    [GeneratedRegex(@"\A\s*[0-9:]+[.,][0-9]{3}\s+-->\s+[0-9]", RegexOptions.CultureInvariant)]
    private static partial Regex Cue();
}
