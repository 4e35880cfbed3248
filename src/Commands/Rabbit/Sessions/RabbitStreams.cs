using EventSourced.Contracts;

namespace EventSourced.Commands.Rabbit.Sessions;

/// <summary>Names of Rabbit's streams and subjects, and the ids that follow from others.</summary>
internal static class RabbitStreams
{
    public static string Session(Guid sessionId) => $"rabbit-session-{sessionId}";

    public static string Child(string childId) => $"rabbit-child-{childId}";

    /// <summary>Whose words they are: the child's, or the session's without one.</summary>
    public static string Subject(string? childId, Guid sessionId) => childId is null ? SessionSubject(sessionId) : $"child/{childId}";

    /// <summary>Under this key travel the words of commands, whose sender need not know the child.</summary>
    public static string SessionSubject(Guid sessionId) => $"session/{sessionId}";

    /// <summary>One job for each turn and kind, whatever is delivered twice.</summary>
    public static Guid Job(Guid turnId, string jobType) => DerivedId.Of($"rabbit.analysis_jobs {turnId} {jobType}");
}
