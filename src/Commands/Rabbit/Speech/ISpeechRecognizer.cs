using EventSourced.Commands.Intelligence;

namespace EventSourced.Commands.Rabbit.Speech;

/// <summary>Transcribes a child's recording. The result is recorded and never requested again.</summary>
public interface ISpeechRecognizer
{
    /// <summary>The transcription, or null when nothing was recognised.</summary>
    /// <param name="audio">The recording.</param>
    /// <param name="contentType">Its media type, such as <c>audio/webm</c>.</param>
    /// <param name="language"><c>ja</c> or <c>en</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ModelServiceException">The recogniser failed after its retries.</exception>
    Task<string?> RecognizeAsync(Stream audio, string contentType, string language, CancellationToken cancellationToken);
}
