namespace EventSourced.Api.Rabbit;

/// <summary>Section <c>Rabbit:Uploads</c>: limits of uploads of recordings. Bytes are counted in the window of <c>Rabbit:Limits</c>.</summary>
public sealed class RabbitUploadOptions
{
    /// <summary>Maximum number of recordings that are received or recognised concurrently.</summary>
    public int AtOnce { get; set; } = 64;

    /// <summary>Maximum number of these from one address.</summary>
    public int AtOncePerAddress { get; set; } = 8;

    /// <summary>Maximum number of these of one session.</summary>
    public int AtOncePerSession { get; set; } = 2;

    /// <summary>Maximum bytes of all recordings in a window.</summary>
    public int Bytes { get; set; } = 512 * 1024 * 1024;

    /// <summary>Maximum bytes of recordings from one address in a window.</summary>
    public int BytesPerAddress { get; set; } = 64 * 1024 * 1024;

    /// <summary>Maximum bytes of recordings of one session in a window.</summary>
    public int BytesPerSession { get; set; } = 16 * 1024 * 1024;

    /// <summary>Maximum time to receive a recording.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    internal void Check(int largest)
    {
        if (AtOnce < 1 || AtOncePerAddress < 1 || AtOncePerSession < 1) throw new InvalidOperationException("Rabbit:Uploads: AtOnce, AtOncePerAddress and AtOncePerSession must be at least 1.");
        if (Math.Min(Bytes, Math.Min(BytesPerAddress, BytesPerSession)) < largest)
            throw new InvalidOperationException($"Rabbit:Uploads: Bytes, BytesPerAddress and BytesPerSession must be at least Rabbit:MaxAudioBytes, {largest}, so that one recording is possible.");
        if (Timeout < TimeSpan.FromSeconds(1) || Timeout > TimeSpan.FromMinutes(10)) throw new InvalidOperationException($"Rabbit:Uploads:Timeout is {Timeout}: use 1 second to 10 minutes.");
    }
}
