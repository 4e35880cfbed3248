using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Rabbit;
using MediatR;

namespace EventSourced.Commands.Rabbit.Sessions;

/// <summary>Closes sessions one by one: one that had a turn meanwhile is left to the next time.</summary>
internal sealed class CloseIdleSessionsHandler(CommandStates states, StateReader reader, ITableHints hints, RabbitOptions options)
    : IRequestHandler<Handle<CloseIdleSessions>, CommandResult>
{
    private const int MostSessions = 1_000;

    /// <summary>Open sessions without a turn since a time, oldest first.</summary>
    private static readonly TableHint s_idle = new("rabbit.sessions", "id", "active = 1 and last_activity <= (extract(epoch from $1::timestamptz) * 1000)::bigint", "last_activity");

    public async Task<CommandResult> Handle(Handle<CloseIdleSessions> request, CancellationToken cancellationToken)
    {
        var since = request.Command.Now - options.IdleBeforeClose;
        var (closed, position) = (0, 0L);
        foreach (var id in await hints.FindAsync(s_idle, since, MostSessions, cancellationToken))
        {
            var state = await reader.LoadAsync(new SessionState(id), cancellationToken);
            if (await states.TryAppendAsync(request.Context, SessionDecider.CloseIdle(state, since), cancellationToken) is not { } at) continue;
            position = at;
            closed++;
        }
        return await states.CompleteAsync(request.Context, Decision.Before(position).Answer(new { Closed = closed }), cancellationToken);
    }
}
