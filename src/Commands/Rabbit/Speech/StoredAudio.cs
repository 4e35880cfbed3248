using EventSourced.Commands.Rabbit.Sessions;
using EventSourced.EventStore;

namespace EventSourced.Commands.Rabbit.Speech;

/// <summary>Limits the total size of voice recordings and spoken answers. Additions by other processes are noticed within a minute.</summary>
/// <param name="objects">Stores them.</param>
/// <param name="options">The limit.</param>
/// <param name="time">Clock.</param>
public sealed class StoredAudio(IObjectStore objects, SpeechOptions options, TimeProvider time)
{
    private static readonly TimeSpan s_maxAge = TimeSpan.FromMinutes(1);
    private readonly SemaphoreSlim _measuring = new(1, 1);
    private long _bytes;
    private long? _at;

    /// <summary>Whether more may be stored.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<bool> HasRoomAsync(CancellationToken cancellationToken = default)
    {
        await _measuring.WaitAsync(cancellationToken);
        try
        {
            if (_at is not { } at || time.GetElapsedTime(at) > s_maxAge)
            {
                Interlocked.Exchange(ref _bytes, await objects.SizeAsync(VoiceKeys.Folder, cancellationToken) + await objects.SizeAsync(SpeechKeys.Folder, cancellationToken));
                _at = time.GetTimestamp();
            }
        }
        finally
        {
            _measuring.Release();
        }
        return Interlocked.Read(ref _bytes) < options.MaxStoredBytes;
    }

    /// <summary>Adds to the stored size.</summary>
    /// <param name="bytes">Number of added bytes.</param>
    public void Added(long bytes) => Interlocked.Add(ref _bytes, bytes);
}
