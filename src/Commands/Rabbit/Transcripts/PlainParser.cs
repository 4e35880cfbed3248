namespace EventSourced.Commands.Rabbit.Transcripts;

/// <summary>Reads <c>Name: text</c>, one utterance per line; the colon may be of full width, lines that begin with # are remarks.</summary>
internal static class PlainParser
{
    /// <summary>A longer "name" is a sentence with a colon in it.</summary>
    private const int MaxNameLength = 40;

    public static Transcript Parse(string text, string? file)
    {
        var utterances = new List<Utterance>();
        var warnings = new List<string>();
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line) || line.StartsWith('#')) continue;
            var colon = line.AsSpan().IndexOfAny(':', '：');
            var name = colon < 0 ? "" : line[..colon].Trim();
            if (name.Length is 0 or > MaxNameLength)
            {
                throw new TranscriptException(TranscriptException.BadLine,
                    "the line does not begin with a name and a colon. Write every utterance on one line, like Name: text.", file, number);
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
            Warnings = warnings,
        };
    }
}
