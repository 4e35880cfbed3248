namespace EventSourced.Api.Rabbit;

/// <summary>Section <c>Rabbit:Uploads</c>: how many recordings may come in, and how much. Bytes count in the window of <c>Rabbit:Limits</c>.</summary>
public sealed class RabbitUploadOptions
{
    /// <summary>Recordings that are received or understood at once.</summary>
    public int AtOnce { get; set; } = 64;

    /// <summary>Of these, recordings from one address.</summary>
    public int AtOncePerAddress { get; set; } = 8;

    /// <summary>Of these, recordings of one session.</summary>
    public int AtOncePerSession { get; set; } = 2;

    /// <summary>Bytes of all recordings in a window.</summary>
    public int Bytes { get; set; } = 512 * 1024 * 1024;

    /// <summary>Bytes of recordings from one address in a window.</summary>
    public int BytesPerAddress { get; set; } = 64 * 1024 * 1024;

    /// <summary>Bytes of recordings of one session in a window.</summary>
    public int BytesPerSession { get; set; } = 16 * 1024 * 1024;

    /// <summary>How long a recording may take to come in.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    internal void Check(int largest)
    {
        if (AtOnce < 1 || AtOncePerAddress < 1 || AtOncePerSession < 1) throw new InvalidOperationException("Rabbit:Uploads: AtOnce, AtOncePerAddress and AtOncePerSession must be at least 1.");
        if (Math.Min(Bytes, Math.Min(BytesPerAddress, BytesPerSession)) < largest)
            throw new InvalidOperationException($"Rabbit:Uploads: Bytes, BytesPerAddress and BytesPerSession must be at least Rabbit:MaxAudioBytes, {largest}, so that one recording is possible.");
        if (Timeout < TimeSpan.FromSeconds(1) || Timeout > TimeSpan.FromMinutes(10)) throw new InvalidOperationException($"Rabbit:Uploads:Timeout is {Timeout}: use 1 second to 10 minutes.");
    }
}
