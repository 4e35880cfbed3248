namespace EventSourced.Commands.Rabbit.Transcripts;

/// <summary>One tier of a CHAT file: a header, a main tier or a dependent tier, with the lines that continue it.</summary>
/// <param name="Line">First line of the tier, from 1.</param>
/// <param name="Text">The lines joined by a space.</param>
internal readonly record struct ChatTier(int Line, string Text);

internal sealed record ChatTiers(IReadOnlyList<ChatTier> Tiers, int ContinuationLines)
{
    /// <summary>Joins wrapped lines. The manual wraps with a tab; older editors wrote spaces.</summary>
    public static ChatTiers Of(string text, string? file)
    {
        var tiers = new List<(int Line, List<string> Parts)>();
        var continuations = 0;
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line)) continue;
            if (line[0] is '@' or '*' or '%')
            {
                tiers.Add((number, [line.TrimEnd()]));
            }
            else if (line[0] is '\t' or ' ' && tiers.Count > 0)
            {
                tiers[^1].Parts.Add(line.Trim());
                continuations++;
            }
            else
            {
                throw new TranscriptException(TranscriptException.BadLine,
                    "a line of a CHAT file begins with @, * or %, or with a tab when it continues the line before. Correct the line.", file, number);
            }
        }
        return new([.. tiers.Select(tier => new ChatTier(tier.Line, string.Join(' ', tier.Parts)))], continuations);
    }
}
