namespace EventSourced.Commands.Rabbit.Speech;

/// <summary>Keeps spoken answers by their content, for all sessions, until its retention is over.</summary>
public interface ISpeechCache
{
    /// <summary>Key of the spoken text in the object store, synthesised if it is not there yet; null when it cannot be had now.</summary>
    /// <param name="text">What to say.</param>
    /// <param name="language"><c>ja</c> or <c>en</c>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<string?> KeyOfAsync(string text, string language, CancellationToken cancellationToken);
}
