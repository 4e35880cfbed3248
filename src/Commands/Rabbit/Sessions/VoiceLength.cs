namespace EventSourced.Commands.Rabbit.Sessions;

/// <summary>How long the voice of a spoken turn may be.</summary>
public static class VoiceLength
{
    /// <summary>Shortest, in ms.</summary>
    public const int MinMs = 500;

    /// <summary>Longest, in ms.</summary>
    public const int MaxMs = 30_000;
}
