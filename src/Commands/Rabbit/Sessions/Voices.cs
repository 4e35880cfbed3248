namespace EventSourced.Commands.Rabbit.Sessions;

/// <summary>Names of children's voices in the object store: <c>raw/{session}/{turn}.webm</c>.</summary>
public static class VoiceKeys
{
    /// <summary>Folder of all voices.</summary>
    public const string Folder = "raw";

    /// <summary>Folder of a session's voices.</summary>
    /// <param name="sessionId">The session.</param>
    public static string Of(Guid sessionId) => $"{Folder}/{sessionId}";

    /// <summary>The voice of a turn.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="turnId">The turn.</param>
    public static string Of(Guid sessionId, Guid turnId) => $"{Of(sessionId)}/{turnId}.webm";

    /// <summary>The session of a voice; null for a key that is none.</summary>
    /// <param name="key">The key.</param>
    public static Guid? SessionOf(string key) => key.Split('/') is [Folder, var session, _] && Guid.TryParse(session, out var id) ? id : null;
}

/// <summary>How long the voice of a spoken turn may be.</summary>
public static class VoiceLength
{
    /// <summary>Shortest, in ms.</summary>
    public const int MinMs = 500;

    /// <summary>Longest, in ms.</summary>
    public const int MaxMs = 30_000;
}
