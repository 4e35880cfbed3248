using System.Net.Http.Json;
using EventSourced.Commands.Intelligence;
using EventSourced.Commands.Intelligence.Http;

namespace EventSourced.Commands.Rabbit.Speech.Http;

/// <summary>Synthesises speech with <c>POST audio/speech</c>.</summary>
internal sealed class HttpSynthesizer(ServiceHttp http, SpeechOptions options) : ISpeechSynthesizer
{
    private const string Path = "audio/speech";
    private readonly CallLimit _limit = new("rabbit.synthesizer", options.Budget.SynthesizerPerHour, options.Budget.SynthesizerPerDay, SpeechBudgetOptions.Section);

    // The same voice sounds different with another model.
    public string Voice { get; } = $"{options.SynthesizerModel}/{options.Voice}";

    public async Task<ReadOnlyMemory<byte>> SynthesizeAsync(string text, string language, CancellationToken cancellationToken)
    {
        var answer = await http.PostAsync(Path, _limit,
            () => JsonContent.Create(new { model = options.SynthesizerModel, voice = options.Voice, input = text, response_format = "mp3" }), cancellationToken);
        return answer.Length > 0 ? answer : throw new ModelServiceException($"{Path} returned an empty response. Check the voice and the model in {SpeechOptions.Section}.");
    }
}
