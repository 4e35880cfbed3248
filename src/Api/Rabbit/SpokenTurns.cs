using EventSourced.Commands.Rabbit.Speech;
using EventSourced.Contracts.Rabbit;
using EventSourced.EventStore;
using Microsoft.AspNetCore.Http;

namespace EventSourced.Api.Rabbit;

/// <summary>Keeps the recording of a turn, has it understood, and records the turn.</summary>
internal sealed class SpokenTurns(IObjectStore objects, ISpeechRecognizer recognizer, TurnRecording recording, RabbitOptions options, TimeProvider time)
{
    public async Task<TurnRecorded> RecordAsync(HttpContext context, AudioForm form)
    {
        var key = $"raw/{form.Session}/{form.Turn}.webm";
        var before = await objects.ExistsAsync(key, context.RequestAborted);
        // A recogniser may understand otherwise the second time: what was recorded stays.
        var known = form.TurnWasGiven ? await recording.FindAsync(form.Session, form.Turn, context.RequestAborted) : null;
        if (known is not null && form.Transcription is { } said && said != known.ChildInput) throw TurnRecording.Conflict();
        // Not again when it has expired since.
        if (known is null || before) await KeepAsync(key, form, context.RequestAborted);
        if (known is not null) return known;
        try
        {
            var text = form.Transcription ?? await UnderstandAsync(form, context.RequestAborted);
            return await recording.RecordAsync(context, new RecordTurn(
                form.Session, form.Turn, text ?? "", text is null ? Phrases.NotUnderstood(form.Language) : null, key, form.Timestamp, form.DurationMs, "spoken"));
        }
        catch (Exception e) when (!before && e is SpeechException or RabbitException { Code: not RabbitCodes.AnswerPending })
        {
            // No turn leads to it, so that nothing would ever remove it. After any other failure the turn may still be recorded.
            await objects.DeleteAsync(key, time.GetUtcNow(), CancellationToken.None);
            throw;
        }
    }

    private async Task KeepAsync(string key, AudioForm form, CancellationToken cancellationToken)
    {
        await using var audio = form.Audio.OpenReadStream();
        try
        {
            await objects.PutNamedAsync(key, audio, options.MaxAudioBytes, cancellationToken);
        }
        catch (ObjectDiffersException)
        {
            throw TurnRecording.Conflict();
        }
    }

    private async Task<string?> UnderstandAsync(AudioForm form, CancellationToken cancellationToken)
    {
        await using var audio = form.Audio.OpenReadStream();
        var text = await recognizer.RecognizeAsync(audio, form.ContentType, form.Language, cancellationToken);
        return text is { Length: > RequestText.MaxText } ? text[..RequestText.MaxText] : text;
    }
}
