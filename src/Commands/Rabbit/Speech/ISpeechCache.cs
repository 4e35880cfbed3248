namespace EventSourced.Commands.Rabbit.Speech;

/// <summary>Caches spoken answers by their text, for all sessions, until they expire.</summary>
public interface ISpeechCache
{
    /// <summary>Object key of the spoken text, which is synthesised if it is missing; null if that is not possible now.</summary>
    /// <param name="text">The text to speak.</param>
    /// <param name="language"><c>ja</c> or <c>en</c>.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    Task<string?> KeyOfAsync(string text, string language, CancellationToken cancellationToken);
}
