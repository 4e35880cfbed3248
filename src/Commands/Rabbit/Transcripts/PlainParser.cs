using System.Text.RegularExpressions;

namespace EventSourced.Commands.Rabbit.Transcripts;

/// <summary>Reads <c>Name: text</c>, one utterance per line; the colon may be of full width, lines that begin with # are remarks. A clock time may stand before or behind the name.</summary>
internal static partial class PlainParser
{
    /// <summary>A longer "name" is a sentence with a colon in it.</summary>
    private const int MaxNameLength = 40;

    public static Transcript Parse(string text, string? file)
    {
        var utterances = new List<Utterance>();
        var warnings = new List<string>();
        var leftOut = new List<(string, int, string)>();
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line)) continue;
            if (line.StartsWith('#'))
            {
                leftOut.Add(("remarks that begin with #", number, "# …"));
                continue;
            }
            if (line.Contains("-->", StringComparison.Ordinal) && Cue().IsMatch(line))
                throw Bad("this is the time of a caption (SRT or WebVTT), and captions are not read. Write every utterance on one line, like Name: text.", file, number);
            var begin = Clock().Match(line).Length;
            var colon = line.AsSpan(begin).IndexOfAny(':', '：');
            var name = "";
            if (colon >= 0)
            {
                colon += begin;
                if (ClockBehind().Match(line, begin) is { Success: true } behind) (name, colon) = (behind.Groups["name"].Value.Trim(), behind.Index + behind.Length - 1);
                else name = line[begin..colon].Trim();
            }
            if (name.Length is 0 or > MaxNameLength || IsNoName(name) || line.AsSpan(colon + 1).StartsWith("//"))
            {
                var met = name.Length > MaxNameLength ? $"{name.Length} characters stand before the first colon, too many for a name"
                    : colon < 0 ? "it has no colon" : "no name stands before the colon";
                throw Bad($"the line does not begin with a name and a colon: {met} (column {Math.Max(begin, colon) + 1}). Write every utterance on one line, like Name: text; a clock time may stand first.", file, number);
            }
            var said = line[(colon + 1)..].Trim();
            if (said.Length == 0) warnings.Add($"Line {number}: the speaker says nothing; the line was passed over.");
            else utterances.Add(new() { Speaker = name, Text = said, Spoken = PlainSpeech.Clean(said), Line = number });
        }
        return new()
        {
            Format = TranscriptFormat.Plain,
            ContentSha256 = "",
            Participants = [.. utterances.Select(u => u.Speaker).Distinct(StringComparer.Ordinal).Select(name => new Participant(name))],
            Utterances = utterances,
            LinesRead = number,
            LeftOut = LeftOut.Of(leftOut),
            Warnings = warnings,
        };
    }

    private static bool IsNoName(string name) => name.All(c => char.IsDigit(c) || char.IsWhiteSpace(c) || c is '[' or ']' or '(' or ')' or '.' or '-');

    private static TranscriptException Bad(string message, string? file, int line) => new(TranscriptException.BadLine, message, file, line);

    /// <summary>[00:01:23] or 12:03 or (1:02:03.5), perhaps with a date before it or am and pm behind it, and a dash.</summary>
    [GeneratedRegex(@"\A\s*[\[(]?(?:[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}[,T]?\s*)?[0-9]{1,3}:[0-9]{2}(?::[0-9]{2})?(?:[.,][0-9]{1,6})?Z?(?:\s?[AaPp]\.?[Mm]\.?)?(?:[\])]|(?=\s))\s*(?:[-–—]\s*)?", RegexOptions.CultureInvariant)]
    private static partial Regex Clock();

    /// <summary>Ann [00:01:23]: or Ann (12:03):</summary>
    [GeneratedRegex(@"\G(?<name>[^:：\[(]+)[\[(][0-9]{1,3}:[0-9]{2}(?::[0-9]{2})?(?:[.,][0-9]{1,6})?[\])]\s*[:：]", RegexOptions.CultureInvariant)]
    private static partial Regex ClockBehind();

    [GeneratedRegex(@"[0-9]{2}[.,][0-9]{3}\s+-->\s+[0-9]", RegexOptions.CultureInvariant)]
    private static partial Regex Cue();
}
