using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pipeline;
using EventSourced.Commands.Rabbit.Sessions;
using EventSourced.Contracts.Rabbit;

namespace EventSourced.Commands.Rabbit.Children;

/// <summary>The sessions of a child, oldest first, and its imports.</summary>
internal sealed class ChildState(string childId) : StreamState(RabbitStreams.Child(childId))
{
    private readonly List<SessionState> _sessions = [];
    private readonly List<Guid> _imports = [];

    /// <summary>Its imports of conversations, including ended ones.</summary>
    public IReadOnlyList<Guid> Imports => _imports;

    /// <summary>The sessions, with the events that the holder of this state has loaded.</summary>
    public IReadOnlyList<SessionState> Sessions => _sessions;

    /// <summary>Removes forgotten sessions, which have no content any more.</summary>
    public void RemoveForgotten() => _sessions.RemoveAll(s => s.IsForgotten);

    protected override void When(Fact fact)
    {
        if (fact.Event is ChildSessionStarted started) _sessions.Add(new SessionState(started.SessionId));
        else if (fact.Event is ChildTranscriptRegistered registered) _imports.Add(registered.ImportId);
    }
}

/// <summary>Decides about forgetting a child, or a session without a child.</summary>
internal static class ChildDecider
{
    /// <summary>The reason why nothing can be forgotten, or null.</summary>
    /// <param name="command">The command.</param>
    /// <param name="child">The child, which may have only imports; null for a session without a child.</param>
    /// <param name="sessions">The existing sessions of the child.</param>
    public static Problem? Refuse(ForgetChild command, ChildState? child, IReadOnlyList<SessionState> sessions) =>
        sessions.Count == 0 && child is { Imports.Count: > 0 } ? null
        : sessions.Count == 0 ? command.ChildId is { } unknown ? new Problem(404, "child_not_found", $"No session has the child \"{unknown}\".") : RabbitProblems.SessionNotFound(command.SessionId!.Value)
        : command.ChildId is null && sessions[0].ChildId is not null ? new Problem(409, "session_has_child", $"Session {sessions[0].SessionId} belongs to a child. Forget the child by its child_id.")
        : null;

    /// <summary>Seals the sessions against more turns. Otherwise a turn recorded in between would leave its voice recording and its answer.</summary>
    public static Decision Seal(IEnumerable<SessionState> sessions) =>
        Decision.All(sessions.Where(s => !s.IsSealed).Select(s => Decision.Of(s, new SessionClosed(s.SessionId, RabbitStreams.Forgotten))));

    /// <summary>Records in every session and in the child's stream that it is forgotten.</summary>
    public static Decision Forget(ForgetChild command, ChildState? child, IReadOnlyList<SessionState> sessions)
    {
        var forgotten = sessions.Where(s => !s.IsForgotten).ToList();
        var decision = Decision.All(forgotten.Select(s => Decision.Of(s, [.. Unanalysed(s), Forgotten(s)])));
        if (child is not null && forgotten.Count > 0) decision = decision.And(child, new ChildForgotten(command.ChildId!, [.. sessions.Select(s => s.SessionId)]));
        return decision.Answer(new { Sessions = forgotten.Count });
    }

    private static SessionForgotten Forgotten(SessionState session) =>
        new(session.SessionId, [.. session.Turns.Select(t => new ForgottenTurn(t.Recorded.TurnId, t.Words ?? 0, t.Highlights))]);

    // Nothing is left to analyse, so the open jobs end.
    private static IEnumerable<AnalysisFailed> Unanalysed(SessionState session) => session.Turns.Where(t => t.IsUnanalysed)
        .Select(t => new AnalysisFailed(session.SessionId, t.Recorded.TurnId, t.Recorded.AnalysisJobId!.Value, "The turn was forgotten before it was analysed."));
}
