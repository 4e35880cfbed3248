using System.Text.RegularExpressions;

namespace EventSourced.Commands.Rabbit.Transcripts;

/// <summary>One tier of a CHAT file: a header, a main tier or a dependent tier, with its continuation lines.</summary>
/// <param name="Line">First line of the tier, from 1.</param>
/// <param name="Text">The lines joined by a space.</param>
internal readonly record struct ChatTier(int Line, string Text);

/// <summary>The tiers of a CHAT file.</summary>
/// <param name="Tiers">The tiers in order.</param>
/// <param name="ContinuationLines">Number of continuation lines.</param>
/// <param name="BlankLines">Number of blank lines.</param>
/// <param name="LinesRead">Number of lines of the file.</param>
/// <param name="Warnings">Warnings, each with its line.</param>
internal sealed partial record ChatTiers(IReadOnlyList<ChatTier> Tiers, int ContinuationLines, int BlankLines, int LinesRead, IReadOnlyList<string> Warnings)
{
    /// <summary>Joins continuation lines. The manual continues with a tab; older editors wrote spaces.</summary>
    public static ChatTiers Of(string text, string? file)
    {
        var tiers = new List<(int Line, List<string> Parts)>();
        var (continuations, blanks) = (0, 0);
        var warnings = new List<string>();
        var number = 0;
        foreach (var written in text.Split('\n'))
        {
            number++;
            // A concatenated file has a byte order mark in the middle.
            var line = written.TrimStart('\uFEFF');
            if (Indented().IsMatch(line) && (line[0] != '\t' || tiers.Count == 0 || tiers[^1].Parts[0][0] == '*'))
            {
                warnings.Add($"Line {number}: white space comes before the tier; it was read as a separate tier.");
                line = line.TrimStart();
            }
            if (string.IsNullOrWhiteSpace(line))
            {
                blanks++;
                continue;
            }
            if (line[0] is '@' or '*' or '%')
            {
                tiers.Add((number, [line.TrimEnd()]));
            }
            else if (char.IsWhiteSpace(line[0]) && tiers.Count > 0)
            {
                tiers[^1].Parts.Add(line.Trim());
                continuations++;
            }
            else
            {
                throw new TranscriptException(TranscriptException.BadLine,
                    $"a line of a CHAT file begins with @, * or %, or with a tab if it continues the line before; this one begins with {Kind(line[0])}. Correct the line.", file, number);
            }
        }
        if (tiers.Count == 0) throw new TranscriptException(TranscriptException.NoUtterances, "the file has no tier. Check that it is the right file.", file);
        return new([.. tiers.SelectMany(tier => Split(new(tier.Line, string.Join(' ', tier.Parts)), warnings))], continuations, blanks, number, warnings);
    }

    /// <summary>Splits main tiers that were joined because a line end is missing: another speaker follows a terminator.</summary>
    private static IEnumerable<ChatTier> Split(ChatTier tier, List<string> warnings)
    {
        if (tier.Text[0] != '*') return [tier];
        var parts = Joined().Split(tier.Text);
        if (parts.Length > 1) warnings.Add($"Line {tier.Line}: {parts.Length} main tiers are on one line; each was read separately.");
        return parts.Select(part => new ChatTier(tier.Line, part));
    }

    // The kind of the first character identifies the mistake without quoting speech.
    private static string Kind(char c) =>
        char.IsLetter(c) ? "a letter" : char.IsDigit(c) ? "a digit" : char.IsWhiteSpace(c) ? "white space before any tier" : char.IsSurrogate(c) ? "a symbol" : $"'{c}'";

    /// <summary>White space before a tier. After a tab it only counts below a main tier, because comments continue with a tab and may quote a tier.</summary>
    [GeneratedRegex(@"\A\s+(?:\*[^\s:：]{1,20}[:：]|%(?!(?:snd|mov|vid|pic|txt):)[A-Za-z][A-Za-z0-9]{1,11}:|@[A-Z][A-Za-z ]*(?::|\s*$))", RegexOptions.CultureInvariant)]
    private static partial Regex Indented();

    [GeneratedRegex(@"(?<=(?:[.?!。\u0015•]|[.?!][^\[]{0,4}\[\+[^\[\]]{0,40}\]))\s+(?=\*[A-Z][A-Z0-9_-]{1,7}[:：]\s)", RegexOptions.CultureInvariant)]
    private static partial Regex Joined();
}
