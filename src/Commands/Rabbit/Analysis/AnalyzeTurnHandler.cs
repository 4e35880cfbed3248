using EventSourced.Commands.Pipeline;
using EventSourced.Commands.Rabbit.Sessions;
using EventSourced.Contracts.Rabbit;
using EventSourced.EventStore;
using MediatR;

namespace EventSourced.Commands.Rabbit.Analysis;

internal sealed class AnalyzeTurnHandler(SessionMemory memory, TurnAnalyser analyser) : IRequestHandler<Handle<AnalyzeTurn>, CommandResult>
{
    public async Task<CommandResult> Handle(Handle<AnalyzeTurn> request, CancellationToken cancellationToken)
    {
        var (command, context) = (request.Command, request.Context);
        if (command.JobType != JobTypes.Vocabulary)
            return new CommandResult.Rejected(new Problem(422, "unknown_job_type", $"There is no analysis \"{command.JobType}\"; use {JobTypes.Vocabulary}."));
        var state = await memory.RememberedAsync(command.SessionId, cancellationToken);
        if (state.Turn(command.TurnId) is null) state = await memory.FreshAsync(command.SessionId, cancellationToken);
        if (state.Started is null) return RabbitProblems.SessionNotFound(command.SessionId);
        if (state.Turn(command.TurnId) is not { } turn) return RabbitProblems.TurnNotFound(command.SessionId, command.TurnId);
        // Once for each turn and kind; a turn without words to find has no job, and a forgotten one no words.
        if (turn.Words is not null || turn.HasFailed || turn.Recorded.AnalysisJobId is null || turn.Recorded.ChildInput is null) return new CommandResult.Completed(0, null);

        var elsewhere = await analyser.KnownElsewhereAsync(state, cancellationToken);
        var analysed = TurnAnalyser.Analyse(turn.Recorded, state.Tokenizer, word => state.Words.Contains(word) || elsewhere.Contains(word));
        try
        {
            var appended = await memory.Store.AppendAsync(
                new Append([new StreamAppend(state.Stream, state.Expected, [analysed])], context.Metadata, context.Outcome()), cancellationToken);
            memory.Appended(state, [analysed], appended);
            return new CommandResult.Completed(appended.Position, null);
        }
        catch
        {
            memory.Drop(state.SessionId);
            throw;
        }
    }
}
