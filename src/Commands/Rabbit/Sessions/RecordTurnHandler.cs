using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Rabbit;
using EventSourced.EventStore;
using MediatR;

namespace EventSourced.Commands.Rabbit.Sessions;

/// <summary>Claims the turn's id and composes the answer before the turn is recorded. A second run finds the turn and composes nothing.</summary>
internal sealed class RecordTurnHandler(CommandStates states, StateReader reader, Claims claims, ReplyComposer replies, IObjectStore objects)
    : IRequestHandler<Handle<RecordTurn>, CommandResult>, IRepeatable
{
    public async Task<CommandResult> Handle(Handle<RecordTurn> request, CancellationToken cancellationToken)
    {
        var (command, context) = (request.Command, request.Context);
        var state = await states.Cached.LoadAsync(new SessionState(command.SessionId), cancellationToken);
        if (SessionDecider.WithoutRecording(state, command) is { } answer) return await states.CompleteAsync(context, answer, cancellationToken);
        // Rows of turns have only the turn's id as their key, so the id must be unique over all sessions.
        if (await claims.TakeAsync($"rabbit.turn {command.TurnId}", state.Stream, cancellationToken) != state.Stream)
            return await states.CompleteAsync(context, RabbitProblems.TurnIdTaken(command.TurnId, "recorded in another session"), cancellationToken);
        var (response, audio) = command.RabbitResponse is { } given ? (given, null)
            : await replies.ComposeAsync(state, command.TurnId, command.ChildInput ?? "", cancellationToken);
        try
        {
            return await states.CompleteAsync(context, SessionDecider.Decide(state, command, response, audio, context), cancellationToken);
        }
        catch (ConcurrencyException) when (audio is not null)
        {
            // If the session is being forgotten, nothing else refers to the audio of this answer.
            if ((await reader.LoadAsync(new SessionState(command.SessionId), cancellationToken)).IsSealed)
                await objects.DeleteAsync(audio, DateTimeOffset.MaxValue, cancellationToken);
            throw;
        }
    }
}
