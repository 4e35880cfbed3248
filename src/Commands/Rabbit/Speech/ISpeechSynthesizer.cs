using EventSourced.Commands.Intelligence;

namespace EventSourced.Commands.Rabbit.Speech;

/// <summary>Synthesises the rabbit's answers.</summary>
public interface ISpeechSynthesizer
{
    /// <summary>Name of the voice. It is part of the cache key.</summary>
    string Voice { get; }

    /// <summary>The text as MP3.</summary>
    /// <param name="text">The text to speak.</param>
    /// <param name="language"><c>ja</c> or <c>en</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ModelServiceException">The synthesiser failed after its retries.</exception>
    Task<ReadOnlyMemory<byte>> SynthesizeAsync(string text, string language, CancellationToken cancellationToken);
}
