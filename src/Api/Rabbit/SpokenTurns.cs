using EventSourced.Api.Problems;
using EventSourced.Commands.Intelligence;
using EventSourced.Commands.Rabbit.Replies;
using EventSourced.Commands.Rabbit.Sessions;
using EventSourced.Commands.Rabbit.Speech;
using EventSourced.Contracts.Rabbit;
using EventSourced.EventStore;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace EventSourced.Api.Rabbit;

/// <summary>Stores the recording of a turn, recognises its speech, and records the turn.</summary>
internal sealed partial class SpokenTurns(
    IObjectStore objects, ISpeechRecognizer recognizer, ISpeechCache speech, SessionReads sessions, TurnRecording recording, RabbitHttpOptions options, TimeProvider time, ILogger<SpokenTurns> logger)
{
    public async Task<TurnRecorded> RecordAsync(HttpContext context, AudioForm form)
    {
        var key = VoiceKeys.Of(form.Session, form.Turn);
        var before = await objects.ExistsAsync(key, context.RequestAborted);
        // A second recognition may have another result: the recorded turn is kept.
        var known = form.TurnWasGiven ? await recording.FindAsync(form.Session, form.Turn, context.RequestAborted) : null;
        if (known is not null && form.Transcription is { } said && said != known.ChildInput) throw TurnRecording.Conflict();
        // A new turn of a closed session is refused before the voice is stored or recognised. A recorded turn is returned again even if the session is closed.
        var session = known is null ? await sessions.OpenAsync(form.Session, context.RequestAborted) : null;
        // A recording that has expired is not stored again.
        if (known is null || before) await StoreRecordingAsync(key, form, context.RequestAborted);
        var turn = known ?? await RecordAsync(context, form, form.Language ?? session!.Language, key, before);
        return await WithVoiceAsync(turn, context.RequestAborted);
    }

    private async Task<TurnRecorded> RecordAsync(HttpContext context, AudioForm form, string language, string key, bool before)
    {
        var sending = false;
        try
        {
            var text = form.Transcription ?? await RecognizeAsync(form, language, context.RequestAborted);
            var turn = new RecordTurn(form.Session, form.Turn, text ?? "", text is null ? Phrases.NotUnderstood(language) : null, key, form.Timestamp, form.DurationMs, "spoken");
            sending = true;
            await recording.SendAsync(context, turn);
            return await recording.AnswerAsync(turn, context.RequestAborted);
        }
        catch (Exception e) when (!before && (!sending || e is ApiException or RabbitException { Code: not RabbitCodes.AnswerPending }))
        {
            // No turn refers to the recording. Once the command may have been sent, only a refusal proves that; otherwise the recording is removed when it expires.
            await objects.DeleteAsync(key, time.GetUtcNow(), CancellationToken.None);
            throw;
        }
    }

    private async Task StoreRecordingAsync(string key, AudioForm form, CancellationToken cancellationToken)
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

    private async Task<string?> RecognizeAsync(AudioForm form, string language, CancellationToken cancellationToken)
    {
        try
        {
            return HeardText.Of(await recognizer.RecognizeAsync(form.Audio.Read(), form.ContentType, language, cancellationToken), RequestText.MaxText);
        }
        catch (CallBudgetSpentException e)
        {
            // The child hears the apology for speech that was not recognised; the recording is kept.
            LogApology(e.Message);
            return null;
        }
    }

    // A fixed answer that comes with the command has no voice in the log, so the voice is added here.
    private async Task<TurnRecorded> WithVoiceAsync(TurnRecorded turn, CancellationToken cancellationToken) =>
        turn is { RabbitAudioKey: null, RabbitResponse: { } answer } && Phrases.LanguageOf(answer) is { } language
            ? turn with { RabbitAudioKey = await speech.KeyOfAsync(answer, language, cancellationToken) }
            : turn;

    [LoggerMessage(LogLevel.Warning, "A recording was answered with the apology: {Reason}")]
    private partial void LogApology(string reason);
}
