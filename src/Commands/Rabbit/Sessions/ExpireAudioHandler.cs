using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Rabbit;
using EventSourced.EventStore;
using MediatR;

namespace EventSourced.Commands.Rabbit.Sessions;

/// <summary>First the object, then the event: what stops between is done again.</summary>
internal sealed class ExpireAudioHandler(SessionMemory memory, ISessionIndex index, IObjectStore objects, RabbitOptions options) : IRequestHandler<Handle<ExpireAudio>, CommandResult>
{
    private const int MostSessions = 1_000;

    public async Task<CommandResult> Handle(Handle<ExpireAudio> request, CancellationToken cancellationToken)
    {
        var before = request.Command.Now - options.AudioRetention;
        var (removed, position) = (0, 0L);
        foreach (var id in await index.FindWithAudioAsync(before, MostSessions, cancellationToken))
        {
            var state = await memory.ReadAsync(id, cancellationToken);
            var turns = state.Turns.Where(t => t is { AudioIsGone: false, Recorded.ChildAudioKey: not null } && t.Recorded.ReceivedAt <= before).Select(t => t.Recorded).ToList();
            if (turns.Count == 0 || state.IsForgotten) continue;
            foreach (var turn in turns) await objects.DeleteAsync(turn.ChildAudioKey!, request.Context.Now, cancellationToken);
            try
            {
                var append = new StreamAppend(state.Stream, state.Expected, [.. turns.Select(t => new ChildAudioExpired(id, t.TurnId))]);
                position = (await memory.Store.AppendAsync(new Append([append], request.Context.Metadata), cancellationToken)).Position;
                removed += turns.Count;
            }
            catch (ConcurrencyException)
            {
                // It had a turn; the next run finds it again.
            }
        }
        return new CommandResult.Completed(position, new { Removed = removed });
    }
}
