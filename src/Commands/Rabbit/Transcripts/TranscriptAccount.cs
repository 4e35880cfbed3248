using System.Text.Json.Nodes;

namespace EventSourced.Commands.Rabbit.Transcripts;

/// <summary>How every line of a conversation was used: turns, answers, what was left out and why, warnings.</summary>
public sealed record TranscriptAccount
{
    /// <summary>The metadata of a session have a size limit.</summary>
    private const int MaxReasons = 24;

    /// <summary>The format it was read in.</summary>
    public required TranscriptFormat Format { get; init; }

    /// <summary>The encoding of the file, such as <c>utf-8</c>.</summary>
    public required string Encoding { get; init; }

    /// <summary>Whether the encoding is a guess.</summary>
    public required bool EncodingIsAssumed { get; init; }

    /// <summary>Number of lines of the file.</summary>
    public required int Lines { get; init; }

    /// <summary>Number of utterances of all speakers.</summary>
    public required int Utterances { get; init; }

    /// <summary>Number of utterances of the child, which are the turns.</summary>
    public required int Turns { get; init; }

    /// <summary>Number of turns without an intelligible word; their input is empty.</summary>
    public required int SilentTurns { get; init; }

    /// <summary>Number of utterances of others that are part of an answer.</summary>
    public required int Answers { get; init; }

    /// <summary>Number of utterances of each speaker, in order of first appearance.</summary>
    public required IReadOnlyList<KeyValuePair<string, int>> Speakers { get; init; }

    /// <summary>What was left out, by reason.</summary>
    public required IReadOnlyList<LeftOut> LeftOut { get; init; }

    /// <summary>Warnings, each with its line.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary><c>none</c> or <c>warnings</c>.</summary>
    public string WarningState => Warnings.Count == 0 ? "none" : "warnings";

    /// <summary>Creates the account of a conversation.</summary>
    /// <param name="transcript">The conversation.</param>
    /// <param name="turns">Result of <see cref="ChildTurns.Of"/>.</param>
    /// <param name="child">Code or name of the child, as it was given there.</param>
    public static TranscriptAccount Of(Transcript transcript, IReadOnlyList<ChildTurn> turns, string? child = null)
    {
        ArgumentNullException.ThrowIfNull(transcript);
        ArgumentNullException.ThrowIfNull(turns);
        var code = ChildTurns.Child(transcript, child);
        var leftOut = new LeftOutLog();
        var answers = 0;
        Utterance? answered = null;
        foreach (var utterance in transcript.Utterances)
        {
            if (utterance.Speaker == code)
            {
                answered = utterance;
            }
            else
            {
                if (answered?.SessionId != utterance.SessionId) answered = null;
                if (answered is null) leftOut.Add("utterances of others before the child speaks", utterance.Line, "…");
                else if (utterance.Spoken.Length == 0) leftOut.Add("utterances of others without a word", utterance.Line, "…");
                else answers++;
                leftOut.Add("answers stored with utterances of others", utterance.Line, "…", string.IsNullOrEmpty(utterance.Response) ? 0 : 1);
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
            Warnings = [.. transcript.Warnings, .. turns.Where(t => t.ResponseIsCut).Select(t => $"Line {t.Line}: the answer is longer than {ChildTurns.MaxText} characters; only its start is recorded.")],
        };
    }

    /// <summary>The account as JSON.</summary>
    /// <param name="withTexts">Whether to include names of speakers, warnings and samples; without them the account contains nothing personal.</param>
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
            ["left_out"] = new JsonArray([.. (withTexts ? LeftOut : Summarised()).Select(left => Json(left, withTexts))]),
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

    /// <summary>The reasons; if there are too many, the most frequent ones and the others summed up as one.</summary>
    private IEnumerable<LeftOut> Summarised()
    {
        if (LeftOut.Count <= MaxReasons) return LeftOut;
        var frequent = LeftOut.OrderByDescending(left => left.Count).Take(MaxReasons - 1).ToHashSet();
        return [.. LeftOut.Where(frequent.Contains), new LeftOut("other reasons", LeftOut.Where(left => !frequent.Contains(left)).Sum(left => left.Count), [], "…")];
    }

    private static JsonObject Json(LeftOut left, bool withTexts)
    {
        JsonObject json = new() { ["reason"] = left.Reason, ["count"] = left.Count, ["lines"] = new JsonArray([.. left.Lines.Select(l => JsonValue.Create(l))]) };
        if (withTexts) json["sample"] = left.Sample;
        return json;
    }
}
