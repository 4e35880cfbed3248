namespace EventSourced.Commands.Rabbit.Speech;

/// <summary>Turns a child's voice into text. Its answer is recorded, never asked for again.</summary>
public interface ISpeechRecognizer
{
    /// <summary>What was said, or null when nothing was understood.</summary>
    /// <param name="audio">The recording.</param>
    /// <param name="contentType">Its type, such as <c>audio/webm</c>.</param>
    /// <param name="language"><c>ja</c> or <c>en</c>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="SpeechException">The recogniser failed after its retries.</exception>
    Task<string?> RecognizeAsync(Stream audio, string contentType, string language, CancellationToken cancellationToken);
}

/// <summary>A recogniser, a synthesiser or a language model could not be had.</summary>
/// <param name="message">What failed, where, and what to do. Nothing of what the child said.</param>
/// <param name="inner">What failed.</param>
public class SpeechException(string message, Exception? inner = null) : Exception(message, inner);
