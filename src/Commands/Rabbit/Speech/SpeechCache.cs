using System.Collections.Concurrent;
using EventSourced.EventStore;
using Microsoft.Extensions.Logging;

namespace EventSourced.Commands.Rabbit.Speech;

/// <summary>The speech cache in the object store. However many ask for one text at once, a process has it spoken once.</summary>
/// <param name="objects">Where the spoken answers are kept.</param>
/// <param name="synthesizer">Speaks.</param>
/// <param name="secrets">Has the secret that the names are made with.</param>
/// <param name="stored">Knows whether there is room for more.</param>
/// <param name="logger">Told what failed, never what was to be said.</param>
public sealed partial class SpeechCache(IObjectStore objects, ISpeechSynthesizer synthesizer, ISecretStore secrets, StoredAudio stored, ILogger<SpeechCache> logger) : ISpeechCache
{
    /// <summary>Most bytes of a spoken answer.</summary>
    public const long MaxBytes = 4 * 1024 * 1024;

    private readonly ConcurrentDictionary<string, Lazy<Task<string?>>> _running = new(StringComparer.Ordinal);
    private byte[]? _secret;

    /// <inheritdoc/>
    public async Task<string?> KeyOfAsync(string text, string language, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        _secret ??= await secrets.GetOrCreateAsync(SpeechKeys.SecretName, 32, cancellationToken);
        var key = SpeechKeys.Of(_secret, text, synthesizer.Voice);
        // Not under the caller's token: others may wait for the same. The synthesiser's own time limits end it.
        var run = _running.GetOrAdd(key, _ => new Lazy<Task<string?>>(() => Task.Run(() => HaveAsync(key, text, language), CancellationToken.None)));
        return await run.Value.WaitAsync(cancellationToken);
    }

    private async Task<string?> HaveAsync(string key, string text, string language)
    {
        try
        {
            if (await objects.ExistsAsync(key)) return key;
            if (!await stored.HasRoomAsync())
            {
                NotSpoken($"voices and spoken answers reached {SpeechOptions.Section}:{nameof(SpeechOptions.MaxStoredBytes)}.");
                return null;
            }
            var spoken = await synthesizer.SynthesizeAsync(text, language, CancellationToken.None);
            await objects.PutNamedAsync(key, new MemoryStream(spoken.ToArray(), writable: false), MaxBytes);
            stored.Added(spoken.Length);
            return key;
        }
        catch (ObjectDiffersException)
        {
            // Another process was first, and no synthesiser says a thing the same way twice.
            return key;
        }
        catch (Exception e) when (e is SpeechException or ObjectTooLargeException or IOException or UnauthorizedAccessException)
        {
            // Neither the key nor a path that holds it: what was said could be guessed from it.
            NotSpoken(e is SpeechException ? e.Message : e.GetType().Name);
            return null;
        }
        finally
        {
            _running.TryRemove(key, out _);
        }
    }

    [LoggerMessage(LogLevel.Warning, "An answer is not spoken: {Reason}")]
    private partial void NotSpoken(string reason);
}
