using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Rabbit;
using EventSourced.EventStore;
using MediatR;

namespace EventSourced.Commands.Rabbit.Sessions;

internal sealed class StartSessionHandler(SessionMemory memory) : IRequestHandler<Handle<StartSession>, CommandResult>
{
    public async Task<CommandResult> Handle(Handle<StartSession> request, CancellationToken cancellationToken)
    {
        var (command, context) = (request.Command, request.Context);
        var state = await memory.FreshAsync(command.SessionId, cancellationToken);
        if (state.Started is { } before)
            return before.ChildId == command.ChildId
                ? new CommandResult.Completed(0, new { command.SessionId })
                : new CommandResult.Rejected(new Problem(409, "session_id_taken", $"Session {command.SessionId} belongs to another child. Use a new id."));

        // A clock that is ahead would have it active for as long.
        var at = command.StartedAt is { } told && told < context.Now ? told : context.Now;
        var started = new SessionStarted(command.SessionId, command.ChildId, command.Language, command.Tokenizer, at, command.Metadata);
        List<StreamAppend> streams = [new(state.Stream, ExpectedVersion.NoStream, [started])];
        if (command.ChildId is { } child)
            streams.Add(new(RabbitStreams.Child(child), ExpectedVersion.Any, [new ChildSessionStarted(child, command.SessionId)]));
        var result = new { command.SessionId };
        return await memory.Store.CompleteAsync(context, streams, result, cancellationToken);
    }
}
