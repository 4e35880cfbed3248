using EventSourced.Contracts;

namespace EventSourced.Commands.Rabbit.Sessions;

/// <summary>Names of Rabbit's streams and subjects, and derived ids.</summary>
public static class RabbitStreams
{
    /// <summary>Reason for closing a session that is about to be forgotten.</summary>
    internal const string Forgotten = "forgotten";

    /// <summary>The stream of a session and its turns.</summary>
    /// <param name="sessionId">The session.</param>
    public static string Session(Guid sessionId) => $"rabbit-session-{sessionId}";

    /// <summary>The stream of a child: its sessions, imports and its forgetting.</summary>
    /// <param name="childId">The child.</param>
    public static string Child(string childId) => $"rabbit-child-{childId}";

    /// <summary>The stream of an import of a conversation.</summary>
    /// <param name="importId">The import.</param>
    public static string Import(Guid importId) => $"rabbit-import-{importId}";

    /// <summary>The subject whose key encrypts the words: the child, or the session if it has no child.</summary>
    /// <param name="childId">The child, or null.</param>
    /// <param name="sessionId">The session.</param>
    public static string Subject(string? childId, Guid sessionId) => childId is null ? SessionSubject(sessionId) : $"child/{childId}";

    /// <summary>The subject whose key encrypts the words in commands, because their sender may not know the child.</summary>
    /// <param name="sessionId">The session.</param>
    public static string SessionSubject(Guid sessionId) => $"session/{sessionId}";

    /// <summary>Id of the analysis job of a turn: one per turn and kind, even after repeated delivery.</summary>
    /// <param name="turnId">The turn.</param>
    /// <param name="jobType">Kind of the analysis.</param>
    public static Guid Job(Guid turnId, string jobType) => DerivedId.Of($"rabbit.analysis_jobs {turnId} {jobType}");
}
