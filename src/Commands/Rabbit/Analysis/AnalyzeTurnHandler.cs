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
        var state = await memory.FreshAsync(command.SessionId, cancellationToken);
        if (state.Started is null) return RabbitProblems.SessionNotFound(command.SessionId);
        if (state.Turn(command.TurnId) is not { } turn) return RabbitProblems.TurnNotFound(command.SessionId, command.TurnId);
        // Once for each turn and kind; a turn without words to find has no job, and a forgotten one no words.
        if (!turn.IsUnanalysed || turn.Recorded.ChildInput is null) return new CommandResult.Completed(0, null);

        var elsewhere = await analyser.KnownElsewhereAsync(state, cancellationToken);
        // Requests arrive in any order, but a word is new in the turn that the log has first: those before this one that still wait go first.
        foreach (var earlier in state.Turns.TakeWhile(t => t != turn).Where(t => t.IsUnanalysed && t.Recorded.ChildInput is not null).ToList())
            await TryAsync(state, earlier, elsewhere, context, cancellationToken);
        var appended = await AnalyseAsync(state, turn, elsewhere, context, context.Outcome(), cancellationToken);
        return Completing.Completed(appended, null);
    }

    // One that fails has a request of its own, which counts its tries; it keeps no later turn back.
    private async Task TryAsync(SessionState state, TurnState turn, IReadOnlySet<string> elsewhere, CommandContext context, CancellationToken cancellationToken)
    {
        try
        {
            await AnalyseAsync(state, turn, elsewhere, context, null, cancellationToken);
        }
        catch (Exception e) when (e is not (ConcurrencyException or OperationCanceledException) && !Outage.Is(e))
        {
        }
    }

    private async Task<AppendResult> AnalyseAsync(
        SessionState state, TurnState turn, IReadOnlySet<string> elsewhere, CommandContext context, CommandOutcome? outcome, CancellationToken cancellationToken)
    {
        var analysed = TurnAnalyser.Analyse(turn.Recorded, state.Tokenizer, word => state.Words.Contains(word) || elsewhere.Contains(word));
        var appended = await memory.Store.AppendAsync(new Append([new StreamAppend(state.Stream, state.Expected, [analysed])], context.Metadata, outcome), cancellationToken);
        memory.Appended(state, [analysed], appended);
        return appended;
    }
}
