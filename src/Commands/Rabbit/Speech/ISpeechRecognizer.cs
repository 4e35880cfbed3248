namespace EventSourced.Commands.Rabbit.Speech;

/// <summary>Transcribes a child's recording. The result is recorded and never requested again.</summary>
public interface ISpeechRecognizer
{
    /// <summary>The transcription, or null when nothing was recognised.</summary>
    /// <param name="audio">The recording.</param>
    /// <param name="contentType">Its media type, such as <c>audio/webm</c>.</param>
    /// <param name="language"><c>ja</c> or <c>en</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="SpeechException">The recogniser failed after its retries.</exception>
    Task<string?> RecognizeAsync(Stream audio, string contentType, string language, CancellationToken cancellationToken);
}

/// <summary>A recogniser, a synthesiser or a language model failed.</summary>
/// <param name="message">What failed, where, and the next step, without any words of the child.</param>
/// <param name="inner">The cause, if any.</param>
public class SpeechException(string message, Exception? inner = null) : Exception(message, inner);
