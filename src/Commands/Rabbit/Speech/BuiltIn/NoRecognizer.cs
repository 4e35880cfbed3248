namespace EventSourced.Commands.Rabbit.Speech.BuiltIn;

/// <summary>Understands nothing: for a system without a recogniser, whose callers bring the transcription.</summary>
public sealed class NoRecognizer : ISpeechRecognizer
{
    /// <inheritdoc/>
    public Task<string?> RecognizeAsync(Stream audio, string contentType, string language, CancellationToken cancellationToken) => Task.FromResult<string?>(null);
}
