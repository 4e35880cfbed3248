using System.Collections.Concurrent;
using EventSourced.Commands.Intelligence;
using EventSourced.EventStore;
using Microsoft.Extensions.Logging;

namespace EventSourced.Commands.Rabbit.Speech;

/// <summary>The speech cache in the object store. Concurrent requests of a process for the same text are synthesised once.</summary>
/// <param name="objects">Stores the spoken answers.</param>
/// <param name="synthesizer">Synthesises them.</param>
/// <param name="secrets">Holds the secret for the object keys.</param>
/// <param name="stored">Limits the stored size.</param>
/// <param name="logger">Logs failures, never the text.</param>
public sealed partial class SpeechCache(IObjectStore objects, ISpeechSynthesizer synthesizer, ISecretStore secrets, StoredAudio stored, ILogger<SpeechCache> logger) : ISpeechCache
{
    /// <summary>Maximum size of a spoken answer in bytes.</summary>
    public const long MaxBytes = 4 * 1024 * 1024;

    private readonly ConcurrentDictionary<string, Lazy<Task<string?>>> _running = new(StringComparer.Ordinal);
    private byte[]? _secret;

    /// <inheritdoc/>
    public async Task<string?> KeyOfAsync(string text, string language, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        _secret ??= await secrets.GetOrCreateAsync(SpeechKeys.SecretName, 32, cancellationToken);
        var key = SpeechKeys.Of(_secret, text, synthesizer.Voice);
        // Does not use the caller's token, because others may wait for the same text. The synthesiser has its own timeouts.
        var run = _running.GetOrAdd(key, _ => new Lazy<Task<string?>>(() => Task.Run(() => GetOrCreateAsync(key, text, language), CancellationToken.None)));
        return await run.Value.WaitAsync(cancellationToken);
    }

    private async Task<string?> GetOrCreateAsync(string key, string text, string language)
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
            // Another process was faster; synthesisers do not produce the same bytes twice.
            return key;
        }
        catch (Exception e) when (e is ModelServiceException or ObjectTooLargeException or IOException or UnauthorizedAccessException)
        {
            // Neither the key nor a path with it is logged, because the text could be guessed from it.
            NotSpoken(e is ModelServiceException ? e.Message : e.GetType().Name);
            return null;
        }
        finally
        {
            _running.TryRemove(key, out _);
        }
    }

    [LoggerMessage(LogLevel.Warning, "An answer has no audio: {Reason}")]
    private partial void NotSpoken(string reason);
}
