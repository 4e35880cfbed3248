using System.Globalization;
using EventSourced.Commands.Rabbit.Sessions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace EventSourced.Api.Rabbit;

/// <summary>The form of a spoken turn.</summary>
/// <param name="Session">The session.</param>
/// <param name="Turn">The turn.</param>
/// <param name="TurnWasGiven">Whether the caller named it: it may have been sent before.</param>
/// <param name="Audio">The recording.</param>
/// <param name="ContentType">Its type.</param>
/// <param name="Transcription">What was said, when the caller knows it.</param>
/// <param name="Timestamp">When, by the caller's clock.</param>
/// <param name="DurationMs">How long, in ms.</param>
/// <param name="Language">In which language; null for the session's.</param>
internal sealed record AudioForm(
    Guid Session, Guid Turn, bool TurnWasGiven, IFormFile Audio, string ContentType, string? Transcription, DateTimeOffset? Timestamp, int? DurationMs, string? Language)
{
    private const int OtherBytes = 64 * 1024;

    public static async Task<AudioForm> ReadAsync(HttpContext context, RabbitOptions options)
    {
        var request = context.Request;
        if (!request.HasFormContentType) throw RabbitException.Invalid("Send multipart/form-data with the parts sessionId and audio.");
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = options.MaxAudioBytes + OtherBytes;
        // In memory to the end: a child's voice does not lie about in files for a while.
        context.Features.Set<IFormFeature>(new FormFeature(request, new FormOptions
        {
            MemoryBufferThreshold = options.MaxAudioBytes + OtherBytes,
            MultipartBodyLengthLimit = options.MaxAudioBytes + OtherBytes,
            ValueLengthLimit = OtherBytes,
            ValueCountLimit = 32,
        }));
        IFormCollection form;
        try
        {
            form = await request.ReadFormAsync(context.RequestAborted);
        }
        catch (Exception e) when (e is InvalidDataException || (e is IOException and not BadHttpRequestException))
        {
            throw RabbitException.Invalid($"The form is not well formed, or too large: {e.Message}");
        }
        string? Part(string name, int max) => form.TryGetValue(name, out var value) && value.ToString() is { Length: > 0 } text ? RequestText.CheckDecoded(text, name, max) : null;
        var session = RequestText.Session(Part("sessionId", RequestText.MaxId));
        if (form.Files.GetFile("audio") is not { Length: > 0 } audio) throw RabbitException.Invalid("The part audio is missing or empty.");
        if (audio.Length > options.MaxAudioBytes) throw new RabbitException(413, RabbitCodes.InvalidRequest, $"The recording has {audio.Length} bytes; at most {options.MaxAudioBytes} are possible.");
        var turn = Part("turnId", RequestText.MaxId);
        return new AudioForm(
            session, RequestText.Chosen(turn, "turnId"), turn is not null, audio, TypeOf(audio), Part("transcription", RequestText.MaxText),
            RequestText.Time(Part("timestamp", RequestText.MaxId)), Duration(Part("durationMs", RequestText.MaxId)), RequestText.Language(Part("language", RequestText.MaxId)));
    }

    private static string TypeOf(IFormFile audio) =>
        audio.ContentType is { } type && (type.StartsWith("audio/", StringComparison.OrdinalIgnoreCase) || type.StartsWith("video/", StringComparison.OrdinalIgnoreCase)) ? type : "audio/webm";

    private static int? Duration(string? text) =>
        text is null ? null
        : !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var ms) ? throw RabbitException.Invalid("durationMs must be a whole number of milliseconds.")
        : ms is < VoiceLength.MinMs or > VoiceLength.MaxMs ? throw RabbitException.Invalid($"The recording is {ms} ms long; {VoiceLength.MinMs} to {VoiceLength.MaxMs} ms are possible.")
        : ms;
}
