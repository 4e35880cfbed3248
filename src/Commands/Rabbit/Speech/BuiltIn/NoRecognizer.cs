namespace EventSourced.Commands.Rabbit.Speech.BuiltIn;

/// <summary>Recognises nothing: for systems whose callers send the transcription.</summary>
public sealed class NoRecognizer : ISpeechRecognizer
{
    /// <inheritdoc/>
    public Task<string?> RecognizeAsync(Stream audio, string contentType, string language, CancellationToken cancellationToken) => Task.FromResult<string?>(null);
}
