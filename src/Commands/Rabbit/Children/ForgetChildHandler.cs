using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pipeline;
using EventSourced.Commands.Rabbit.Imports;
using EventSourced.Commands.Rabbit.Sessions;
using EventSourced.Contracts.Rabbit;
using EventSourced.EventStore;
using EventSourced.EventStore.Personal;
using MediatR;

namespace EventSourced.Commands.Rabbit.Children;

/// <summary>
/// Ends the imports of the child, seals its sessions against more turns, removes the voice recordings, destroys the keys, and records it in every session. The recordings must go
/// before the keys, because the object keys of the answers are encrypted. If the process ends in between, the command is delivered again; every step can be repeated.
/// </summary>
internal sealed class ForgetChildHandler(CommandStates states, PersonalKeys keys, ChildPins pins, IObjectStore objects, ForgottenTranscripts transcripts) : IRequestHandler<Handle<ForgetChild>, CommandResult>
{
    public async Task<CommandResult> Handle(Handle<ForgetChild> request, CancellationToken cancellationToken)
    {
        var (command, context) = (request.Command, request.Context);
        var child = command.ChildId is { } childId ? await LoadAsync(new ChildState(childId), cancellationToken) : null;
        if (child is not null)
        {
            // Must come first, with a reload afterwards: a running import would start sessions that this handler has not loaded.
            await transcripts.EndAsync(command.ChildId!, child.Imports, context.Metadata, cancellationToken);
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
        // Personal data of imports is encrypted with the child's key even if no import has started a session.
        if (child is { Imports.Count: > 0 }) subjects = subjects.Append(RabbitStreams.Subject(command.ChildId, default));
        await keys.DestroyAsync([.. subjects.Distinct()], cancellationToken);
        if (command.ChildId is { } withPin) await pins.RemoveAsync(withPin, cancellationToken);
        return await states.CompleteAsync(context, ChildDecider.Forget(command, child, sessions), cancellationToken);
    }

    // The state is removed from the cache, so that no words stay in memory.
    private async ValueTask<TState> LoadAsync<TState>(TState stream, CancellationToken cancellationToken) where TState : StreamState
    {
        var state = await states.LoadAsync(stream, cancellationToken);
        states.Discard(state);
        return state;
    }

    private async Task RemoveVoicesAsync(SessionState session, CancellationToken cancellationToken)
    {
        // Includes recordings of refused turns.
        await objects.DeletePrefixAsync(VoiceKeys.Of(session.SessionId), cancellationToken);
        // Answers repeat the child's words. If another session has the same answer, it is synthesised again when needed.
        foreach (var answer in session.Turns.Select(t => t.Recorded.RabbitAudioKey).OfType<string>())
            await objects.DeleteAsync(answer, DateTimeOffset.MaxValue, cancellationToken);
    }
}
