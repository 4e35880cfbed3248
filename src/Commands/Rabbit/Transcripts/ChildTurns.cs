using EventSourced.Commands.Rabbit.Language;
using EventSourced.Commands.Rabbit.Sessions;

namespace EventSourced.Commands.Rabbit.Transcripts;

/// <summary>Turns a conversation between people into turns of a child and answers to it.</summary>
public static class ChildTurns
{
    private const string ChildRole = "Target_Child";

    /// <summary>What CHAT calls the child by custom.</summary>
    private const string ChildCode = "CHI";

    /// <summary>Most characters of what a turn records of each side.</summary>
    public const int MaxText = RabbitFields.InputLength;

    /// <summary>The turns of the child. What others say before the child's first utterance answers nothing and is left out.</summary>
    /// <param name="transcript">The conversation.</param>
    /// <param name="child">Code or name of the child; null takes the only <c>Target_Child</c> of CHAT, or <c>CHI</c> where the headers name none, or the speaker of JSON turns without one.</param>
    /// <exception cref="TranscriptException">It is not clear who the child is, and the message lists the speakers; or the child says more at once than a turn can hold.</exception>
    public static IReadOnlyList<ChildTurn> Of(Transcript transcript, string? child = null)
    {
        ArgumentNullException.ThrowIfNull(transcript);
        var code = Child(transcript, child);
        var turns = new List<ChildTurn>();
        var clock = new RecordingClock(transcript.Date);
        for (var index = 0; index < transcript.Utterances.Count; index++)
        {
            var said = transcript.Utterances[index];
            clock.Next(said);
            if (said.Speaker != code) continue;
            // Told now: the turns before it would be recorded already when the command is refused.
            if (said.Spoken.Length > MaxText) throw TooLong(transcript, said);
            var response = Response(transcript, index, code);
            turns.Add(new(
                TurnIds.Of(transcript.ContentSha256, index, said), TurnIds.IdentityOf(said), said.SessionId, said.Spoken, said.Text, TextCut.Head(response, MaxText),
                said.Timestamp ?? clock.Turn(), said.StartMs, said.DurationMs ?? said.EndMs - said.StartMs, said.Line, response.Length > MaxText));
        }
        return turns;
    }

    /// <summary>Code of the child among the speakers.</summary>
    /// <inheritdoc cref="Of" path="//param"/>
    /// <exception cref="TranscriptException">It is not clear who the child is; the message lists the speakers.</exception>
    public static string Child(Transcript transcript, string? child = null)
    {
        ArgumentNullException.ThrowIfNull(transcript);
        if (child is not null) return Named(transcript, child) ?? throw Unknown(transcript, $"nobody called \"{child}\" says anything.");
        string[] candidates = transcript.Format switch
        {
            TranscriptFormat.Chat => [.. transcript.Participants.Where(p => p.Role == ChildRole).Select(p => p.Code)],
            TranscriptFormat.Json => [.. transcript.Speakers.Where(speaker => speaker == JsonTurn.DefaultSpeaker)],
            _ => [],
        };
        if (transcript.Format == TranscriptFormat.Chat && candidates.Length == 0) candidates = [ChildCode];
        string[] speaking = [.. candidates.Intersect(transcript.Speakers)];
        return speaking.Length == 1 ? speaking[0] : throw Unknown(transcript, "the file does not tell which speaker is the child.");
    }

    private static string? Named(Transcript transcript, string child) =>
        transcript.Speakers.Contains(child)
            ? child
            : transcript.Participants.FirstOrDefault(p => p.Name == child && transcript.Speakers.Contains(p.Code))?.Code;

    private static string Response(Transcript transcript, int index, string child)
    {
        var said = transcript.Utterances[index];
        var following = transcript.Utterances.Skip(index + 1).TakeWhile(u => u.Speaker != child && u.SessionId == said.SessionId).Select(u => u.Spoken);
        return string.Join(' ', following.Prepend(said.Response ?? "").Where(text => text.Length > 0));
    }

    private static TranscriptException TooLong(Transcript transcript, Utterance said) => new(
        TranscriptException.TooLong, $"the child says {said.Spoken.Length} characters at once; a turn holds at most {MaxText}. Split the utterance.", transcript.FileName, said.Line);

    private static TranscriptException Unknown(Transcript transcript, string what) => new(
        TranscriptException.ChildUnknown, $"{what} Name one of the speakers: {string.Join(", ", transcript.Speakers)}.", transcript.FileName);
}
