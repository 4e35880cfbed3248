using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Rabbit;
using EventSourced.EventStore;
using MediatR;

namespace EventSourced.Commands.Rabbit.Sessions;

internal sealed class CloseSessionHandler(SessionMemory memory) : IRequestHandler<Handle<CloseSession>, CommandResult>
{
    public async Task<CommandResult> Handle(Handle<CloseSession> request, CancellationToken cancellationToken)
    {
        var state = await memory.FreshAsync(request.Command.SessionId, cancellationToken);
        if (state.Started is null) return RabbitProblems.SessionNotFound(request.Command.SessionId);
        if (state.IsClosed) return new CommandResult.Completed(0, null);
        var append = new StreamAppend(state.Stream, state.Expected, [new SessionClosed(state.SessionId, "asked")]);
        return await memory.Store.CompleteAsync(request.Context, [append], null, cancellationToken);
    }
}

/// <summary>Closes sessions one by one: one that had a turn meanwhile is left to the next time.</summary>
internal sealed class CloseIdleSessionsHandler(SessionMemory memory, ISessionIndex index, RabbitOptions options) : IRequestHandler<Handle<CloseIdleSessions>, CommandResult>
{
    private const int MostSessions = 1_000;

    public async Task<CommandResult> Handle(Handle<CloseIdleSessions> request, CancellationToken cancellationToken)
    {
        var since = request.Command.Now - options.IdleBeforeClose;
        var (closed, position) = (0, 0L);
        // The table is a hint of what to look at; the stream decides.
        foreach (var id in await index.FindIdleAsync(since, MostSessions, cancellationToken))
        {
            var state = await memory.ReadAsync(id, cancellationToken);
            if (state.Started is null || state.IsClosed || state.LastActivity > since) continue;
            try
            {
                var append = new StreamAppend(state.Stream, state.Expected, [new SessionClosed(id, "idle")]);
                position = (await memory.Store.AppendAsync(new Append([append], request.Context.Metadata), cancellationToken)).Position;
                closed++;
            }
            catch (ConcurrencyException)
            {
                // It had a turn.
            }
        }
        return new CommandResult.Completed(position, new { Closed = closed });
    }
}
