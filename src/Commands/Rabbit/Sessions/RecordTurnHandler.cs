using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Rabbit;
using EventSourced.EventStore;
using MediatR;

namespace EventSourced.Commands.Rabbit.Sessions;

internal sealed class RecordTurnHandler(SessionMemory memory, Claims claims, ReplyComposer replies, IObjectStore objects) : IRequestHandler<Handle<RecordTurn>, CommandResult>
{
    public async Task<CommandResult> Handle(Handle<RecordTurn> request, CancellationToken cancellationToken)
    {
        var (command, context) = (request.Command, request.Context);
        var state = await memory.FreshAsync(command.SessionId, cancellationToken);
        if (state.Started is null) return RabbitProblems.SessionNotFound(command.SessionId);
        if (state.Turn(command.TurnId) is { } before) return Again(command, before);
        // What was said before it was closed may still be told, as long as it is not forgotten.
        if (state.IsSealed || (state.IsClosed && command.Source != "imported")) return RabbitProblems.SessionClosed(command.SessionId);
        // The rows of a turn have its id alone for their key.
        if (await claims.TakeAsync($"rabbit.turn {command.TurnId}", state.Stream, cancellationToken) != state.Stream)
            return RabbitProblems.TurnIdTaken(command.TurnId, "recorded in another session");

        var input = command.ChildInput ?? "";
        var (response, audio) = command.RabbitResponse is { } given ? (given, null) : await replies.ComposeAsync(state, command.TurnId, input, cancellationToken);
        // Without anything to cut there is nothing to analyse, and no job.
        Guid? job = string.IsNullOrWhiteSpace(input) ? null : RabbitStreams.Job(command.TurnId, JobTypes.Vocabulary);
        var recorded = new TurnRecorded(
            state.SessionId, command.TurnId, state.Subject, input, response, command.ChildAudioKey, audio,
            command.Timestamp ?? context.Now, context.Now, command.DurationMs, command.Source, job);

        // No text in the outcome: it is kept in the clear.
        var result = new { command.TurnId };
        var append = new Append([new StreamAppend(state.Stream, state.Expected, [recorded])], context.Metadata, context.Outcome(result));
        try
        {
            var appended = await memory.Store.AppendAsync(append, cancellationToken);
            memory.Appended(state, [recorded], appended);
            return Completing.Completed(appended, result);
        }
        catch (ConcurrencyException) when (audio is not null)
        {
            // Of an answer to a session that is being forgotten nobody else knows.
            if ((await memory.ReadAsync(state.SessionId, cancellationToken)).IsSealed) await objects.DeleteAsync(audio, DateTimeOffset.MaxValue, cancellationToken);
            throw;
        }
    }

    private static CommandResult Again(RecordTurn command, TurnState before)
    {
        var recorded = before.Recorded;
        // A forgotten turn has nothing left to compare.
        var same = recorded.ChildInput is null || (recorded.ChildInput == (command.ChildInput ?? "")
            && (command.RabbitResponse is null || command.RabbitResponse == recorded.RabbitResponse)
            && (command.Timestamp is null || command.Timestamp == recorded.Timestamp));
        return same
            ? new CommandResult.Completed(before.Position, new { command.TurnId })
            : RabbitProblems.TurnIdTaken(command.TurnId, "recorded with other content");
    }
}
