using EventSourced.Api.Problems;
using EventSourced.Commands.Rabbit.Replies;
using EventSourced.Commands.Rabbit.Sessions;
using EventSourced.Commands.Rabbit.Speech;
using EventSourced.Contracts.Rabbit;
using EventSourced.EventStore;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace EventSourced.Api.Rabbit;

/// <summary>Keeps the recording of a turn, has it understood, and records the turn.</summary>
internal sealed partial class SpokenTurns(
    IObjectStore objects, ISpeechRecognizer recognizer, ISpeechCache speech, SessionReads sessions, TurnRecording recording, RabbitHttpOptions options, TimeProvider time, ILogger<SpokenTurns> logger)
{
    public async Task<TurnRecorded> RecordAsync(HttpContext context, AudioForm form)
    {
        var key = VoiceKeys.Of(form.Session, form.Turn);
        var before = await objects.ExistsAsync(key, context.RequestAborted);
        // A recogniser may understand otherwise the second time: what was recorded stays.
        var known = form.TurnWasGiven ? await recording.FindAsync(form.Session, form.Turn, context.RequestAborted) : null;
        if (known is not null && form.Transcription is { } said && said != known.ChildInput) throw TurnRecording.Conflict();
        // Refused before a child's voice is kept or heard by anybody; but what was recorded is told again, whatever became of the session.
        var session = known is null ? await sessions.OpenAsync(form.Session, context.RequestAborted) : null;
        // Not again when it has expired since.
        if (known is null || before) await KeepAsync(key, form, context.RequestAborted);
        var turn = known ?? await RecordAsync(context, form, form.Language ?? session!.Language, key, before);
        return await VoicedAsync(turn, context.RequestAborted);
    }

    private async Task<TurnRecorded> RecordAsync(HttpContext context, AudioForm form, string language, string key, bool before)
    {
        var sending = false;
        try
        {
            var text = form.Transcription ?? await UnderstandAsync(form, language, context.RequestAborted);
            var turn = new RecordTurn(form.Session, form.Turn, text ?? "", text is null ? Phrases.NotUnderstood(language) : null, key, form.Timestamp, form.DurationMs, "spoken");
            sending = true;
            await recording.SendAsync(context, turn);
            return await recording.AnswerAsync(turn, context.RequestAborted);
        }
        catch (Exception e) when (!before && (!sending || e is ApiException or RabbitException { Code: not RabbitCodes.AnswerPending }))
        {
            // No turn leads to it. Once the turn may be on its way, only a refusal says so; what is left then goes when its time is over.
            await objects.DeleteAsync(key, time.GetUtcNow(), CancellationToken.None);
            throw;
        }
    }

    private async Task KeepAsync(string key, AudioForm form, CancellationToken cancellationToken)
    {
        try
        {
            await objects.PutNamedAsync(key, form.Audio.Read(), options.MaxAudioBytes, cancellationToken);
        }
        catch (ObjectDiffersException)
        {
            throw TurnRecording.Conflict();
        }
    }

    private async Task<string?> UnderstandAsync(AudioForm form, string language, CancellationToken cancellationToken)
    {
        try
        {
            return HeardText.Of(await recognizer.RecognizeAsync(form.Audio.Read(), form.ContentType, language, cancellationToken), RequestText.MaxText);
        }
        catch (CallBudgetSpentException e)
        {
            // The child hears the apology for what was not understood; its recording is kept.
            NotAsked(e.Message);
            return null;
        }
    }

    // An answer that comes with the command is not spoken there. The log has no place for its voice then; the child hears it all the same.
    private async Task<TurnRecorded> VoicedAsync(TurnRecorded turn, CancellationToken cancellationToken) =>
        turn is { RabbitAudioKey: null, RabbitResponse: { } answer } && Phrases.LanguageOf(answer) is { } language
            ? turn with { RabbitAudioKey = await speech.KeyOfAsync(answer, language, cancellationToken) }
            : turn;

    [LoggerMessage(LogLevel.Warning, "A recording is answered with the apology: {Reason}")]
    private partial void NotAsked(string reason);
}
