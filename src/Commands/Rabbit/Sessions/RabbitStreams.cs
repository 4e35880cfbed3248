using EventSourced.Contracts;

namespace EventSourced.Commands.Rabbit.Sessions;

/// <summary>Names of Rabbit's streams and subjects, and the ids that follow from others.</summary>
public static class RabbitStreams
{
    /// <summary>Why a session is closed that is about to be forgotten.</summary>
    internal const string Forgotten = "forgotten";

    /// <summary>The stream of a session and its turns.</summary>
    /// <param name="sessionId">The session.</param>
    public static string Session(Guid sessionId) => $"rabbit-session-{sessionId}";

    /// <summary>The stream of a child: its sessions, and that it was forgotten.</summary>
    /// <param name="childId">The child.</param>
    public static string Child(string childId) => $"rabbit-child-{childId}";

    /// <summary>The stream of an import of a conversation.</summary>
    /// <param name="importId">The import.</param>
    public static string Import(Guid importId) => $"rabbit-import-{importId}";

    /// <summary>Whose words they are: the child's, or the session's without one.</summary>
    /// <param name="childId">The child, or null.</param>
    /// <param name="sessionId">The session.</param>
    public static string Subject(string? childId, Guid sessionId) => childId is null ? SessionSubject(sessionId) : $"child/{childId}";

    /// <summary>Under this key travel the words of commands, whose sender need not know the child.</summary>
    /// <param name="sessionId">The session.</param>
    public static string SessionSubject(Guid sessionId) => $"session/{sessionId}";

    /// <summary>One job for each turn and kind, whatever is delivered twice.</summary>
    /// <param name="turnId">The turn.</param>
    /// <param name="jobType">What is to be found out.</param>
    public static Guid Job(Guid turnId, string jobType) => DerivedId.Of($"rabbit.analysis_jobs {turnId} {jobType}");
}
