using System.Text.RegularExpressions;

namespace EventSourced.Commands.Rabbit.Transcripts;

/// <summary>Reads CHAT (TalkBank manual, part 1). Dependent tiers and other content that the rabbit does not need are counted and left out.</summary>
internal static partial class ChatParser
{
    public static Transcript Parse(string text, string? file)
    {
        var tiers = ChatTiers.Of(text, file);
        var headers = new ChatHeaders();
        var utterances = new List<Utterance>();
        var warnings = new List<string>();
        var leftOut = new LeftOutLog();
        var speech = new ChatSpeech(leftOut, warnings);
        var dependent = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var tier in tiers.Tiers)
        {
            switch (tier.Text[0])
            {
                case '@':
                    headers.Add(tier);
                    break;
                case '*':
                    utterances.Add(MainTier(tier, file, speech, leftOut, warnings));
                    break;
                default:
                    if (utterances.Count == 0) throw BadLine("a dependent tier comes before the first main tier. Move it below its utterance.", file, tier.Line);
                    // The name of a tier without its colon could contain speech.
                    var name = TierName().Match(tier.Text) is { Success: true } known ? known.Value : "%…";
                    dependent[name] = dependent.GetValueOrDefault(name) + 1;
                    leftOut.Add($"dependent tiers {name}", tier.Line, $"{name}: …");
                    break;
            }
        }
        return new()
        {
            Format = TranscriptFormat.Chat,
            ContentSha256 = "",
            Languages = headers.Languages,
            Date = headers.Date,
            Participants = headers.Participants,
            Utterances = utterances,
            DependentTiers = dependent,
            LinesRead = tiers.LinesRead,
            Headers = headers.Count,
            BlankLines = tiers.BlankLines,
            LeftOut = [.. headers.LeftOut, .. leftOut.All],
            ContinuationLines = tiers.ContinuationLines,
            Warnings = [.. tiers.Warnings, .. headers.Warnings, .. warnings, .. Undeclared(headers, utterances), .. Frame(tiers)],
        };
    }

    private static Utterance MainTier(ChatTier tier, string? file, ChatSpeech speech, LeftOutLog leftOut, List<string> warnings)
    {
        var colon = tier.Text.IndexOfAny([':', '：']);
        var speaker = colon < 0 ? "" : tier.Text[1..colon].Trim(' ', '\t');
        if (speaker.Length == 0 || speaker.Any(char.IsWhiteSpace))
            throw BadLine("a main tier is written *WHO:, a tab and the utterance. Correct the line.", file, tier.Line);
        var (text, start, end, flaw, timeless) = TimeBullets.Remove(tier.Text[(colon + 1)..]);
        if (flaw is not null) warnings.Add($"Line {tier.Line}: the time bullet {flaw}.");
        leftOut.Add("media marks without times", tier.Line, "•…•", timeless);
        var (spoken, terminator) = speech.Clean(text, tier.Line);
        return new() { Speaker = speaker, Text = text, Spoken = spoken, Terminator = terminator, StartMs = start, EndMs = end, Line = tier.Line };
    }

    private static IEnumerable<string> Undeclared(ChatHeaders headers, List<Utterance> utterances) =>
        utterances.Where(u => headers.Participants.All(p => p.Code != u.Speaker)).DistinctBy(u => u.Speaker)
            .Select(u => $"Line {u.Line}: the speaker {u.Speaker} is not among @Participants.");

    private static IEnumerable<string> Frame(ChatTiers tiers)
    {
        if (!tiers.Tiers.Any(tier => tier.Text == "@Begin")) yield return "Line 1: the file has no @Begin; it may be a part of a larger file.";
        if (tiers.Tiers[^1].Text != "@End") yield return $"Line {tiers.Tiers[^1].Line}: the file does not end with @End; it may be truncated.";
    }

    [GeneratedRegex(@"\A%[A-Za-z][A-Za-z0-9]{0,11}(?=:|$)", RegexOptions.CultureInvariant)]
    private static partial Regex TierName();

    private static TranscriptException BadLine(string message, string? file, int line) => new(TranscriptException.BadLine, message, file, line);
}
