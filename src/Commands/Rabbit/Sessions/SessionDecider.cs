using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Rabbit;

namespace EventSourced.Commands.Rabbit.Sessions;

/// <summary>Decides over sessions and their turns.</summary>
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

        // A clock that is ahead would have it active for as long.
        var at = command.StartedAt is { } told && told < context.Now ? told : context.Now;
        var started = Decision.Of(state, new SessionStarted(command.SessionId, command.ChildId, command.Language, command.Tokenizer, at, command.Metadata)).Answer(result);
        return command.ChildId is { } child ? started.AndAtAnyVersion(RabbitStreams.Child(child), new ChildSessionStarted(child, command.SessionId)) : started;
    }

    public static Decision Decide(SessionState state, CloseSession command, CommandContext context) =>
        state.Started is null ? RabbitProblems.SessionNotFound(command.SessionId)
        : state.IsClosed ? Decision.Nothing
        : Decision.Of(state, new SessionClosed(state.SessionId, "asked"));

    /// <summary>What a clock does about one session: close it when it has had no turn since a time.</summary>
    public static Decision CloseIdle(SessionState state, DateTimeOffset since) =>
        state.Started is null || state.IsClosed || state.LastActivity > since ? Decision.Nothing : Decision.Of(state, new SessionClosed(state.SessionId, "idle"));

    public static Decision Decide(SessionState state, FailAnalysis command, CommandContext context)
    {
        if (state.Started is null) return RabbitProblems.SessionNotFound(command.SessionId);
        if (state.Turn(command.TurnId) is not { } turn) return RabbitProblems.TurnNotFound(command.SessionId, command.TurnId);
        return turn.Words is not null || turn.HasFailed || turn.Recorded.AnalysisJobId is not { } job ? Decision.Nothing
            : Decision.Of(state, new AnalysisFailed(state.SessionId, command.TurnId, job, command.Error));
    }

    /// <summary>What is answered to a turn without recording it: it was recorded before, or may not be. Null for one that may be recorded.</summary>
    public static Decision? WithoutRecording(SessionState state, RecordTurn command)
    {
        if (state.Started is null) return RabbitProblems.SessionNotFound(command.SessionId);
        if (state.Turn(command.TurnId) is { } before)
            return IsSame(command, before.Recorded) ? Decision.Before(before.Position).Answer(new { command.TurnId })
                : RabbitProblems.TurnIdTaken(command.TurnId, "recorded with other content");
        // What was said before it was closed may still be told, as long as it is not forgotten.
        return state.IsSealed || (state.IsClosed && command.Source != "imported") ? (Decision)RabbitProblems.SessionClosed(command.SessionId) : null;
    }

    /// <summary>Records a turn that may be recorded.</summary>
    public static Decision Decide(SessionState state, RecordTurn command, string response, string? audio, CommandContext context)
    {
        var input = command.ChildInput ?? "";
        // Without anything to cut there is nothing to analyse, and no job.
        Guid? job = string.IsNullOrWhiteSpace(input) ? null : RabbitStreams.Job(command.TurnId, JobTypes.Vocabulary);
        return Decision.Of(state, new TurnRecorded(
            state.SessionId, command.TurnId, state.Subject, input, response, command.ChildAudioKey, audio,
            command.Timestamp ?? context.Now, context.Now, command.DurationMs, command.Source, job))
            // No text in the outcome: it is kept in the clear.
            .Answer(new { command.TurnId });
    }

    /// <summary>The voices of some turns are about to be removed.</summary>
    public static Decision ExpireVoices(SessionState state, IReadOnlyCollection<string> voices) => state.IsForgotten ? Decision.Nothing
        : Decision.Of(state, [.. state.Turns.Where(t => t is { AudioIsGone: false, Recorded.ChildAudioKey: { } key } && voices.Contains(key))
            .Select(t => new ChildAudioExpired(state.SessionId, t.Recorded.TurnId))]);

    // A forgotten turn has nothing left to compare.
    private static bool IsSame(RecordTurn command, TurnRecorded recorded) => recorded.ChildInput is null || (recorded.ChildInput == (command.ChildInput ?? "")
        && (command.RabbitResponse is null || command.RabbitResponse == recorded.RabbitResponse)
        && (command.Timestamp is null || command.Timestamp == recorded.Timestamp));
}

/// <summary>Refusals that several deciders share.</summary>
internal static class RabbitProblems
{
    public static Problem SessionNotFound(Guid sessionId) => new(404, "session_not_found", $"There is no session {sessionId}. Start one with rabbit.start_session.");

    // A closed session never opens again.
    public static Problem SessionClosed(Guid sessionId) => new(410, "session_closed", $"Session {sessionId} is closed. Start a new one.");

    public static Problem TurnNotFound(Guid sessionId, Guid turnId) => new(404, "turn_not_found", $"Session {sessionId} has no turn {turnId}.");

    public static Problem TurnIdTaken(Guid turnId, string how) => new(409, "turn_id_taken", $"A turn {turnId} was {how}. Use a new id.");
}
