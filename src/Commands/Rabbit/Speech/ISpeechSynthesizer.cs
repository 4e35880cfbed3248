namespace EventSourced.Commands.Rabbit.Speech;

/// <summary>Speaks the rabbit's answers.</summary>
public interface ISpeechSynthesizer
{
    /// <summary>Name of the voice: another voice is another entry of the cache.</summary>
    string Voice { get; }

    /// <summary>The text as MP3.</summary>
    /// <param name="text">What to say.</param>
    /// <param name="language"><c>ja</c> or <c>en</c>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="SpeechException">The synthesiser failed after its retries.</exception>
    Task<ReadOnlyMemory<byte>> SynthesizeAsync(string text, string language, CancellationToken cancellationToken);
}
