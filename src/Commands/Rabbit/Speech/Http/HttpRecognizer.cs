using System.Net.Http.Headers;
using EventSourced.Commands.Intelligence;
using EventSourced.Commands.Intelligence.Http;

namespace EventSourced.Commands.Rabbit.Speech.Http;

/// <summary>Transcribes recordings with <c>POST audio/transcriptions</c>.</summary>
internal sealed class HttpRecognizer(ServiceHttp http, SpeechOptions options) : ISpeechRecognizer
{
    private const string Path = "audio/transcriptions";
    private readonly CallLimit _limit = new("rabbit.recognizer", options.Budget.RecognizerPerHour, options.Budget.RecognizerPerDay, SpeechBudgetOptions.Section);

    public async Task<string?> RecognizeAsync(Stream audio, string contentType, string language, CancellationToken cancellationToken)
    {
        // Buffered for retries, since the stream can be read only once.
        using var bytes = new MemoryStream();
        await audio.CopyToAsync(bytes, cancellationToken);
        var voice = bytes.ToArray();
        var answer = await http.PostAsync(Path, _limit, () => Form(voice, contentType, language), cancellationToken);
        var text = http.Read(Path, answer, json => json.GetProperty("text").GetString());
        return string.IsNullOrWhiteSpace(text) ? null : text.Trim();
    }

    private MultipartFormDataContent Form(byte[] voice, string contentType, string language)
    {
        var file = new ByteArrayContent(voice);
        file.Headers.ContentType = MediaTypeHeaderValue.TryParse(contentType, out var type) ? type : new MediaTypeHeaderValue("audio/webm");
        return new MultipartFormDataContent
        {
            // The service detects the format by the file extension.
            { file, "file", $"voice.{ExtensionOf(file.Headers.ContentType.MediaType)}" },
            { new StringContent(options.RecognizerModel), "model" },
            { new StringContent(language), "language" },
            { new StringContent("json"), "response_format" },
        };
    }

    private static string ExtensionOf(string? mediaType) => mediaType switch
    {
        "audio/ogg" => "ogg",
        "audio/mpeg" => "mp3",
        "audio/mp4" or "audio/x-m4a" => "m4a",
        "audio/wav" or "audio/x-wav" or "audio/wave" => "wav",
        _ => "webm",
    };
}
