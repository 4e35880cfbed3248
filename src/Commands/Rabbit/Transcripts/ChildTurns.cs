using EventSourced.Commands.Rabbit.Sessions;
using EventSourced.Commands.Text;

namespace EventSourced.Commands.Rabbit.Transcripts;

/// <summary>Converts a conversation into turns of a child with the answers to them.</summary>
public static class ChildTurns
{
    private const string ChildRole = "Target_Child";

    /// <summary>The usual code of the child in CHAT.</summary>
    private const string ChildCode = "CHI";

    /// <summary>Maximum number of characters that a turn records of each side.</summary>
    public const int MaxText = RabbitFields.InputLength;

    /// <summary>The turns of the child. What others say before the child's first utterance is not an answer and is left out.</summary>
    /// <param name="transcript">The conversation.</param>
    /// <param name="child">Code or name of the child. Null selects the only <c>Target_Child</c> of CHAT, or <c>CHI</c> if the headers have none, or the default speaker of JSON turns.</param>
    /// <exception cref="TranscriptException">The child is ambiguous (the message lists the speakers), or an utterance is longer than a turn can hold.</exception>
    public static IReadOnlyList<ChildTurn> Of(Transcript transcript, string? child = null)
    {
        ArgumentNullException.ThrowIfNull(transcript);
        var code = Child(transcript, child);
        var turns = new List<ChildTurn>();
        var clock = new RecordingClock(transcript.Date);
        for (var index = 0; index < transcript.Utterances.Count; index++)
        {
            var utterance = transcript.Utterances[index];
            clock.Next(utterance);
            if (utterance.Speaker != code) continue;
            // Checked here, because earlier turns would already be recorded when the command is refused.
            if (utterance.Spoken.Length > MaxText) throw TooLong(transcript, utterance);
            var response = Response(transcript, index, code);
            turns.Add(new(
                TurnIds.Of(transcript.ContentSha256, index, utterance), TurnIds.IdentityOf(utterance), utterance.SessionId, utterance.Spoken, utterance.Text, TextCut.Head(response, MaxText),
                utterance.Timestamp ?? clock.Turn(), utterance.StartMs, utterance.DurationMs ?? utterance.EndMs - utterance.StartMs, utterance.Line, response.Length > MaxText));
        }
        return turns;
    }

    /// <summary>Code of the child among the speakers.</summary>
    /// <inheritdoc cref="Of" path="//param"/>
    /// <exception cref="TranscriptException">The child is ambiguous; the message lists the speakers.</exception>
    public static string Child(Transcript transcript, string? child = null)
    {
        ArgumentNullException.ThrowIfNull(transcript);
        if (child is not null) return Named(transcript, child) ?? throw Unknown(transcript, $"there is no speaker \"{child}\".");
        string[] candidates = transcript.Format switch
        {
            TranscriptFormat.Chat => [.. transcript.Participants.Where(p => p.Role == ChildRole).Select(p => p.Code)],
            TranscriptFormat.Json => [.. transcript.Speakers.Where(speaker => speaker == JsonTurn.DefaultSpeaker)],
            _ => [],
        };
        if (transcript.Format == TranscriptFormat.Chat && candidates.Length == 0) candidates = [ChildCode];
        string[] speaking = [.. candidates.Intersect(transcript.Speakers)];
        return speaking.Length == 1 ? speaking[0] : throw Unknown(transcript, "the file does not show which speaker is the child.");
    }

    private static string? Named(Transcript transcript, string child) =>
        transcript.Speakers.Contains(child)
            ? child
            : transcript.Participants.FirstOrDefault(p => p.Name == child && transcript.Speakers.Contains(p.Code))?.Code;

    private static string Response(Transcript transcript, int index, string child)
    {
        var utterance = transcript.Utterances[index];
        var following = transcript.Utterances.Skip(index + 1).TakeWhile(u => u.Speaker != child && u.SessionId == utterance.SessionId).Select(u => u.Spoken);
        return string.Join(' ', following.Prepend(utterance.Response ?? "").Where(text => text.Length > 0));
    }

    private static TranscriptException TooLong(Transcript transcript, Utterance utterance) => new(
        TranscriptException.TooLong, $"the utterance has {utterance.Spoken.Length} characters; a turn holds at most {MaxText}. Split it.", transcript.FileName, utterance.Line);

    private static TranscriptException Unknown(Transcript transcript, string what) => new(
        TranscriptException.ChildUnknown, $"{what} Choose one of the speakers: {string.Join(", ", transcript.Speakers)}.", transcript.FileName);
}
