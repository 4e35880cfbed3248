using EventSourced.Commands.Rabbit.Sessions;
using EventSourced.EventStore;

namespace EventSourced.Commands.Rabbit.Speech;

/// <summary>Knows whether there is room for more voices and spoken answers. What other processes add is seen within a minute.</summary>
/// <param name="objects">Where they are kept.</param>
/// <param name="options">How much is kept.</param>
/// <param name="time">Clock.</param>
public sealed class StoredAudio(IObjectStore objects, SpeechOptions options, TimeProvider time)
{
    private static readonly TimeSpan s_measured = TimeSpan.FromMinutes(1);
    private readonly SemaphoreSlim _measuring = new(1, 1);
    private long _bytes;
    private long? _at;

    /// <summary>Whether more may be kept.</summary>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<bool> HasRoomAsync(CancellationToken cancellationToken = default)
    {
        await _measuring.WaitAsync(cancellationToken);
        try
        {
            if (_at is not { } at || time.GetElapsedTime(at) > s_measured)
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

    /// <summary>Counts bytes that are kept from now on.</summary>
    /// <param name="bytes">How many.</param>
    public void Added(long bytes) => Interlocked.Add(ref _bytes, bytes);
}
