namespace EventSourced.Commands.Rabbit.Sessions;

/// <summary>Object keys of children's voice recordings: <c>raw/{session}/{turn}.webm</c>.</summary>
public static class VoiceKeys
{
    /// <summary>Folder of all recordings.</summary>
    public const string Folder = "raw";

    /// <summary>Folder of a session's recordings.</summary>
    /// <param name="sessionId">The session.</param>
    public static string Of(Guid sessionId) => $"{Folder}/{sessionId}";

    /// <summary>The recording of a turn.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="turnId">The turn.</param>
    public static string Of(Guid sessionId, Guid turnId) => $"{Of(sessionId)}/{turnId}.webm";

    /// <summary>The session of a recording; null for any other key.</summary>
    /// <param name="key">The key.</param>
    public static Guid? SessionOf(string key) => key.Split('/') is [Folder, var session, _] && Guid.TryParse(session, out var id) ? id : null;
}

/// <summary>Limits on the length of a recording.</summary>
public static class VoiceLength
{
    /// <summary>Minimum, in ms.</summary>
    public const int MinMs = 500;

    /// <summary>Maximum, in ms.</summary>
    public const int MaxMs = 30_000;
}
