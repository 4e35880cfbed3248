using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pipeline;
using EventSourced.Commands.Rabbit.Imports;
using EventSourced.Commands.Rabbit.Sessions;
using EventSourced.Contracts.Rabbit;
using EventSourced.EventStore;
using MediatR;

namespace EventSourced.Commands.Rabbit.Children;

/// <summary>
/// Ends the imports of the child, seals the sessions against more turns, removes the voices, destroys the keys, and says so in every session. The voices go before the keys, because what an
/// answer is stored as is unknown once these are gone. Should the process end between, the command is delivered again, and destroys nothing twice.
/// </summary>
internal sealed class ForgetChildHandler(CommandStates states, PersonalKeys keys, ChildPins pins, IObjectStore objects, TranscriptImports imports) : IRequestHandler<Handle<ForgetChild>, CommandResult>
{
    public async Task<CommandResult> Handle(Handle<ForgetChild> request, CancellationToken cancellationToken)
    {
        var (command, context) = (request.Command, request.Context);
        var child = command.ChildId is { } childId ? await LoadAsync(new ChildState(childId), cancellationToken) : null;
        if (child is not null)
        {
            // First, and looked at once more: an import that goes on would begin sessions that nobody has looked at.
            await imports.ForgetAsync(command.ChildId!, child.Imports, context.Metadata, cancellationToken);
            child = await LoadAsync(child, cancellationToken);
        }
        List<SessionState> sessions = [];
        foreach (var id in child?.Sessions.Select(s => s.SessionId) ?? [command.SessionId!.Value])
            if (await LoadAsync(new SessionState(id), cancellationToken) is { Started: not null } session)
                sessions.Add(session);
        if (ChildDecider.Refuse(command, child, sessions) is { } problem) return await states.CompleteAsync(context, problem, cancellationToken);

        await states.AppendAsync(context, ChildDecider.Seal(sessions), cancellationToken);
        for (var i = 0; i < sessions.Count; i++) sessions[i] = await LoadAsync(sessions[i], cancellationToken);
        foreach (var session in sessions) await RemoveVoicesAsync(session, cancellationToken);
        IEnumerable<string> subjects = sessions.SelectMany(s => (string[])[s.Subject, RabbitStreams.SessionSubject(s.SessionId)]);
        // What imports say of the child is kept under its key, also when none of them has begun a session.
        if (child is { Imports.Count: > 0 }) subjects = subjects.Append(RabbitStreams.Subject(command.ChildId, default));
        await keys.DestroyAsync([.. subjects.Distinct()], cancellationToken);
        if (command.ChildId is { } withPin) await pins.RemoveAsync(withPin, cancellationToken);
        return await states.CompleteAsync(context, ChildDecider.Forget(command, child, sessions), cancellationToken);
    }

    // Taken out of the cache and not given back: nothing of what was said stays in memory.
    private async ValueTask<TState> LoadAsync<TState>(TState stream, CancellationToken cancellationToken) where TState : StreamState
    {
        var state = await states.LoadAsync(stream, cancellationToken);
        states.Discard(state);
        return state;
    }

    private async Task RemoveVoicesAsync(SessionState session, CancellationToken cancellationToken)
    {
        // Those of turns that were refused as well.
        await objects.DeletePrefixAsync(VoiceKeys.Of(session.SessionId), cancellationToken);
        // The answers repeat what the child said. Another session with the same answer has it spoken anew the next time.
        foreach (var answer in session.Turns.Select(t => t.Recorded.RabbitAudioKey).OfType<string>())
            await objects.DeleteAsync(answer, DateTimeOffset.MaxValue, cancellationToken);
    }
}
