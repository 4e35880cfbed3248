using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Rabbit;

namespace EventSourced.Commands.Rabbit.Sessions;

/// <summary>Decides about sessions and their turns.</summary>
internal sealed class SessionDecider :
    IDecider<SessionState, StartSession>, IDecider<SessionState, CloseSession>, IDecider<SessionState, FailAnalysis>
{
    public static SessionState StreamOf(StartSession command) => new(command.SessionId);

    public static SessionState StreamOf(CloseSession command) => new(command.SessionId);

    public static SessionState StreamOf(FailAnalysis command) => new(command.SessionId);

    public static Decision Decide(SessionState state, StartSession command, CommandContext context)
    {
        var result = new { command.SessionId };
        if (state.Started is { } before)
            return before.ChildId == command.ChildId ? Decision.Nothing.Answer(result)
                : new Problem(409, "session_id_taken", $"Session {command.SessionId} belongs to another child. Use a new id.");

        // A start time in the future would keep the session active until then.
        var at = command.StartedAt is { } stated && stated < context.Now ? stated : context.Now;
        var started = Decision.Of(state, new SessionStarted(command.SessionId, command.ChildId, command.Language, command.Tokenizer, at, command.Metadata)).Answer(result);
        return command.ChildId is { } child ? started.AndAtAnyVersion(RabbitStreams.Child(child), new ChildSessionStarted(child, command.SessionId)) : started;
    }

    public static Decision Decide(SessionState state, CloseSession command, CommandContext context) =>
        state.Started is null ? RabbitProblems.SessionNotFound(command.SessionId)
        : state.IsClosed ? Decision.Nothing
        : Decision.Of(state, new SessionClosed(state.SessionId, "asked"));

    /// <summary>Decides about one session in the scheduled sweep: closes it if it has had no turn since a time.</summary>
    public static Decision CloseIdle(SessionState state, DateTimeOffset since) =>
        state.Started is null || state.IsClosed || state.LastActivity > since ? Decision.Nothing : Decision.Of(state, new SessionClosed(state.SessionId, "idle"));

    public static Decision Decide(SessionState state, FailAnalysis command, CommandContext context)
    {
        if (state.Started is null) return RabbitProblems.SessionNotFound(command.SessionId);
        if (state.Turn(command.TurnId) is not { } turn) return RabbitProblems.TurnNotFound(command.SessionId, command.TurnId);
        return turn.Words is not null || turn.HasFailed || turn.Recorded.AnalysisJobId is not { } job ? Decision.Nothing
            : Decision.Of(state, new AnalysisFailed(state.SessionId, command.TurnId, job, command.Error));
    }

    /// <summary>The decision about a turn that is not recorded, because it is already recorded or must not be. Null for one that can be recorded.</summary>
    public static Decision? WithoutRecording(SessionState state, RecordTurn command)
    {
        if (state.Started is null) return RabbitProblems.SessionNotFound(command.SessionId);
        if (state.Turn(command.TurnId) is { } before)
            return IsSame(command, before.Recorded) ? Decision.Before(before.Position).Answer(new { command.TurnId })
                : RabbitProblems.TurnIdTaken(command.TurnId, "recorded with other content");
        // Turns of an import may be added to a closed session, but not to a sealed one.
        return state.IsSealed || (state.IsClosed && command.Source != "imported") ? (Decision)RabbitProblems.SessionClosed(command.SessionId) : null;
    }

    /// <summary>Records a turn.</summary>
    public static Decision Decide(SessionState state, RecordTurn command, string response, string? audio, CommandContext context)
    {
        var input = command.ChildInput ?? "";
        // A turn without text has nothing to analyse and no job.
        Guid? job = string.IsNullOrWhiteSpace(input) ? null : RabbitStreams.Job(command.TurnId, JobTypes.Vocabulary);
        return Decision.Of(state, new TurnRecorded(
            state.SessionId, command.TurnId, state.Subject, input, response, command.ChildAudioKey, audio,
            command.Timestamp ?? context.Now, context.Now, command.DurationMs, command.Source, job))
            // The outcome is stored in plain text, so it must not contain any words.
            .Answer(new { command.TurnId });
    }

    /// <summary>Records that the voice recordings of some turns are about to be removed.</summary>
    public static Decision ExpireVoices(SessionState state, IReadOnlyCollection<string> voices) => state.IsForgotten ? Decision.Nothing
        : Decision.Of(state, [.. state.Turns.Where(t => t is { AudioIsGone: false, Recorded.ChildAudioKey: { } key } && voices.Contains(key))
            .Select(t => new ChildAudioExpired(state.SessionId, t.Recorded.TurnId))]);

    // A forgotten turn has no content to compare.
    private static bool IsSame(RecordTurn command, TurnRecorded recorded) => recorded.ChildInput is null || (recorded.ChildInput == (command.ChildInput ?? "")
        && (command.RabbitResponse is null || command.RabbitResponse == recorded.RabbitResponse)
        && (command.Timestamp is null || command.Timestamp == recorded.Timestamp));
}

/// <summary>Problems that several deciders return.</summary>
internal static class RabbitProblems
{
    public static Problem SessionNotFound(Guid sessionId) => new(404, "session_not_found", $"There is no session {sessionId}. Start one with rabbit.start_session.");

    // A closed session is never opened again.
    public static Problem SessionClosed(Guid sessionId) => new(410, "session_closed", $"Session {sessionId} is closed. Start a new one.");

    public static Problem TurnNotFound(Guid sessionId, Guid turnId) => new(404, "turn_not_found", $"Session {sessionId} has no turn {turnId}.");

    public static Problem TurnIdTaken(Guid turnId, string how) => new(409, "turn_id_taken", $"Turn {turnId} is already {how}. Use a new id.");
}
