namespace EventSourced.Commands.Rabbit.Speech.BuiltIn;

/// <summary>Produces a playable MP3 of silence with the duration of the spoken text. The same text gives the same bytes.</summary>
public sealed class SilentSynthesizer : ISpeechSynthesizer
{
    /// <summary>Duration of one character, in ms.</summary>
    public const int MsPerCharacter = 150;

    /// <summary>Minimum duration, in ms.</summary>
    public const int MinMs = 500;

    /// <summary>Maximum duration, in ms.</summary>
    public const int MaxMs = 15_000;

    /// <summary>Duration of a frame, in ms: 576 samples at 16 kHz.</summary>
    public const int FrameMs = 36;

    /// <summary>Bytes of a frame: 72 * 8000 bit/s / 16000 Hz.</summary>
    public const int FrameBytes = 36;

    /// <inheritdoc/>
    public string Voice => "silence";

    /// <inheritdoc/>
    public Task<ReadOnlyMemory<byte>> SynthesizeAsync(string text, string language, CancellationToken cancellationToken)
    {
        var ms = (int)Math.Clamp((long)text.Length * MsPerCharacter, MinMs, MaxMs);
        var frames = (ms + FrameMs - 1) / FrameMs;
        var bytes = new byte[frames * FrameBytes];
        // MPEG-2 layer III, 8 kbit/s, 16 kHz, mono, no checksum. Frames with all-zero side information and data decode to silence.
        for (var at = 0; at < bytes.Length; at += FrameBytes) (bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]) = (0xFF, 0xF3, 0x18, 0xC0);
        return Task.FromResult<ReadOnlyMemory<byte>>(bytes);
    }
}
