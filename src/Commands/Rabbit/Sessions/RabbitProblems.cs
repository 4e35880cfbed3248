using EventSourced.Commands.Pipeline;

namespace EventSourced.Commands.Rabbit.Sessions;

/// <summary>Refusals that several handlers share.</summary>
internal static class RabbitProblems
{
    public static CommandResult SessionNotFound(Guid sessionId) =>
        new CommandResult.Rejected(new Problem(404, "session_not_found", $"There is no session {sessionId}. Start one with rabbit.start_session."));

    // A closed session never opens again.
    public static CommandResult SessionClosed(Guid sessionId) =>
        new CommandResult.Rejected(new Problem(410, "session_closed", $"Session {sessionId} is closed. Start a new one."));

    public static CommandResult TurnNotFound(Guid sessionId, Guid turnId) =>
        new CommandResult.Rejected(new Problem(404, "turn_not_found", $"Session {sessionId} has no turn {turnId}."));

    public static CommandResult TurnIdTaken(Guid turnId, string how) =>
        new CommandResult.Rejected(new Problem(409, "turn_id_taken", $"A turn {turnId} was {how}. Use a new id."));
}
