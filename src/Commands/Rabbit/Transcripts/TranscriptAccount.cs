using System.Text.Json.Nodes;

namespace EventSourced.Commands.Rabbit.Transcripts;

/// <summary>What became of every line of a conversation: turns, answers, what was left out and why, what was odd.</summary>
public sealed record TranscriptAccount
{
    /// <summary>Metadata of a session have a limit.</summary>
    private const int MostReasonsKept = 24;

    /// <summary>The format it was read in.</summary>
    public required TranscriptFormat Format { get; init; }

    /// <summary>How the bytes were read, such as <c>utf-8</c>.</summary>
    public required string Encoding { get; init; }

    /// <summary>Whether that is a guess.</summary>
    public required bool EncodingIsAssumed { get; init; }

    /// <summary>Lines of the file.</summary>
    public required int Lines { get; init; }

    /// <summary>What speakers said, each in one go.</summary>
    public required int Utterances { get; init; }

    /// <summary>Utterances of the child: the turns.</summary>
    public required int Turns { get; init; }

    /// <summary>Turns in which the child said no word that could be told; their input is empty.</summary>
    public required int SilentTurns { get; init; }

    /// <summary>Utterances of others that are part of an answer.</summary>
    public required int Answers { get; init; }

    /// <summary>How often each speaker speaks, in order of first appearance.</summary>
    public required IReadOnlyList<KeyValuePair<string, int>> Speakers { get; init; }

    /// <summary>What was left out, by reason.</summary>
    public required IReadOnlyList<LeftOut> LeftOut { get; init; }

    /// <summary>What was odd; each says the line.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary><c>none</c> or <c>warnings</c>.</summary>
    public string WarningState => Warnings.Count == 0 ? "none" : "warnings";

    /// <summary>The account of a conversation of which turns of a child were made.</summary>
    /// <param name="transcript">The conversation.</param>
    /// <param name="turns">What <see cref="ChildTurns.Of"/> made of it.</param>
    /// <param name="child">Code or name of the child, as it was given there.</param>
    public static TranscriptAccount Of(Transcript transcript, IReadOnlyList<ChildTurn> turns, string? child = null)
    {
        ArgumentNullException.ThrowIfNull(transcript);
        ArgumentNullException.ThrowIfNull(turns);
        var code = ChildTurns.Child(transcript, child);
        var leftOut = new LeftOutLog();
        var answers = 0;
        Utterance? answered = null;
        foreach (var said in transcript.Utterances)
        {
            if (said.Speaker == code)
            {
                answered = said;
            }
            else
            {
                if (answered?.SessionId != said.SessionId) answered = null;
                if (answered is null) leftOut.Add("utterances of others before the child speaks", said.Line, "…");
                else if (said.Spoken.Length == 0) leftOut.Add("utterances of others without a word", said.Line, "…");
                else answers++;
                leftOut.Add("answers kept with utterances of others", said.Line, "…", string.IsNullOrEmpty(said.Response) ? 0 : 1);
            }
        }
        return new()
        {
            Format = transcript.Format,
            Encoding = transcript.Encoding,
            EncodingIsAssumed = transcript.EncodingIsAssumed,
            Lines = transcript.LinesRead,
            Utterances = transcript.Utterances.Count,
            Turns = turns.Count,
            SilentTurns = turns.Count(t => t.Text.Length == 0),
            Answers = answers,
            Speakers = [.. transcript.Utterances.CountBy(u => u.Speaker)],
            LeftOut = [.. leftOut.All, .. transcript.LeftOut],
            Warnings = [.. transcript.Warnings, .. turns.Where(t => t.ResponseIsCut).Select(t => $"Line {t.Line}: the answer is longer than {ChildTurns.MaxText} characters; its beginning is recorded.")],
        };
    }

    /// <summary>The account as JSON.</summary>
    /// <param name="withTexts">Whether names of speakers, warnings and samples are in it; without them nothing in it is personal.</param>
    public JsonObject ToJson(bool withTexts)
    {
        JsonObject json = new()
        {
            ["format"] = Format.ToString().ToLowerInvariant(),
            ["encoding"] = Encoding,
            ["encoding_assumed"] = EncodingIsAssumed,
            ["line_count"] = Lines,
            ["utterance_count"] = Utterances,
            ["turn_count"] = Turns,
            ["silent_turn_count"] = SilentTurns,
            ["answer_count"] = Answers,
            ["left_out"] = new JsonArray([.. (withTexts ? LeftOut : Kept()).Select(left => Json(left, withTexts))]),
            ["warning_state"] = WarningState,
        };
        if (!withTexts)
        {
            json["warning_count"] = Warnings.Count;
            return json;
        }
        json["warnings"] = new JsonArray([.. Warnings.Select(w => JsonValue.Create(w))]);
        json["speakers"] = new JsonObject(Speakers.Select(s => KeyValuePair.Create(s.Key, (JsonNode?)s.Value)));
        return json;
    }

    /// <summary>The reasons, or the most frequent of very many and the others as one.</summary>
    private IEnumerable<LeftOut> Kept()
    {
        if (LeftOut.Count <= MostReasonsKept) return LeftOut;
        var frequent = LeftOut.OrderByDescending(left => left.Count).Take(MostReasonsKept - 1).ToHashSet();
        return [.. LeftOut.Where(frequent.Contains), new LeftOut("for other reasons", LeftOut.Where(left => !frequent.Contains(left)).Sum(left => left.Count), [], "…")];
    }

    private static JsonObject Json(LeftOut left, bool withTexts)
    {
        JsonObject json = new() { ["reason"] = left.Reason, ["count"] = left.Count, ["lines"] = new JsonArray([.. left.Lines.Select(l => JsonValue.Create(l))]) };
        if (withTexts) json["sample"] = left.Sample;
        return json;
    }
}
