using EventSourced.Commands.Pipeline;
using EventSourced.Commands.Rabbit.Imports;
using EventSourced.Contracts.Rabbit;
using EventSourced.EventStore;
using MediatR;

namespace EventSourced.Commands.Rabbit.Sessions;

/// <summary>
/// Ends the imports of the child, seals the sessions against more turns, removes the voices, destroys the keys, and says so in every session. The voices go before the keys, because what an
/// answer is stored as is unknown once these are gone. Should the process end between, the command is delivered again, and destroys nothing twice.
/// </summary>
internal sealed class ForgetChildHandler(SessionMemory memory, PersonalKeys keys, ChildPins pins, IObjectStore objects, TranscriptImports imports) : IRequestHandler<Handle<ForgetChild>, CommandResult>
{
    public async Task<CommandResult> Handle(Handle<ForgetChild> request, CancellationToken cancellationToken)
    {
        var (command, context) = (request.Command, request.Context);
        // First: an import that goes on would begin sessions that nobody has looked at.
        var hasImports = command.ChildId is { } importing && await imports.ForgetAsync(importing, context.Metadata, cancellationToken);
        var (ids, childVersion) = command.ChildId is { } child
            ? await memory.OfChildAsync(child, cancellationToken)
            : ([command.SessionId!.Value], 0);
        List<SessionState> sessions = [];
        foreach (var id in ids)
        {
            var state = await memory.ReadAsync(id, cancellationToken);
            // It must not be found by others while its words are about to go.
            memory.Drop(id);
            if (state.Started is null) continue;
            if (command.ChildId is null && state.ChildId is not null)
                return new CommandResult.Rejected(new Problem(409, "session_has_child", $"Session {id} belongs to a child. Forget the child by its child_id."));
            sessions.Add(state);
        }
        if (sessions.Count == 0 && !hasImports)
            return command.ChildId is { } unknown
                ? new CommandResult.Rejected(new Problem(404, "child_not_found", $"No session has the child \"{unknown}\"."))
                : RabbitProblems.SessionNotFound(command.SessionId!.Value);

        await SealAsync(sessions, context, cancellationToken);
        foreach (var session in sessions) await RemoveVoicesAsync(session, cancellationToken);
        IEnumerable<string> subjects = [.. sessions.Select(s => s.Subject), .. sessions.Select(s => RabbitStreams.SessionSubject(s.SessionId))];
        // What imports say of the child is kept under its key, also when none of them has begun a session.
        if (hasImports) subjects = subjects.Append(RabbitStreams.Subject(command.ChildId, default));
        await keys.DestroyAsync([.. subjects.Distinct()], cancellationToken);

        if (command.ChildId is { } withPin) await pins.RemoveAsync(withPin, cancellationToken);

        List<StreamAppend> streams = [.. sessions.Where(s => !s.IsForgotten).Select(s => new StreamAppend(s.Stream, s.Expected, [.. Unanalysed(s), Forgotten(s)]))];
        if (command.ChildId is { } forgotten && streams.Count > 0)
            streams.Add(new(RabbitStreams.Child(forgotten), ExpectedVersion.Exactly(childVersion), [new ChildForgotten(forgotten, [.. sessions.Select(s => s.SessionId)])]));
        var result = new { Sessions = streams.Count == 0 ? 0 : sessions.Count(s => !s.IsForgotten) };
        if (streams.Count == 0) return new CommandResult.Completed(0, result);
        return await memory.Store.CompleteAsync(context, streams, result, cancellationToken);
    }

    private static SessionForgotten Forgotten(SessionState session) =>
        new(session.SessionId, [.. session.Turns.Select(t => new ForgottenTurn(t.Recorded.TurnId, t.Words ?? 0, t.Highlights))]);

    // Nothing is left to analyse: their jobs do not stay open for ever.
    private static IEnumerable<AnalysisFailed> Unanalysed(SessionState session) => session.Turns.Where(t => t.IsUnanalysed)
        .Select(t => new AnalysisFailed(session.SessionId, t.Recorded.TurnId, t.Recorded.AnalysisJobId!.Value, "The turn was forgotten before it was analysed."));

    // A turn that came between two looks would leave its voice, and the answer to it.
    private async Task SealAsync(List<SessionState> sessions, CommandContext context, CancellationToken cancellationToken)
    {
        var open = sessions.Where(s => !s.IsSealed).ToList();
        if (open.Count == 0) return;
        var closings = open.Select(s => new StreamAppend(s.Stream, s.Expected, [new SessionClosed(s.SessionId, RabbitStreams.Forgotten)]));
        await memory.Store.AppendAsync(new Append([.. closings], context.Metadata), cancellationToken);
        foreach (var session in open) await memory.CatchUpAsync(session, cancellationToken);
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
