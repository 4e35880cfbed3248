using EventSourced.Commands.Pipeline;
using EventSourced.Commands.Rabbit.Sessions;
using EventSourced.Contracts.Rabbit;
using EventSourced.EventStore;
using MediatR;

namespace EventSourced.Commands.Rabbit.Analysis;

internal sealed class AnalyzeTurnHandler(SessionMemory memory, TurnAnalyser analyser, ChildWords words) : IRequestHandler<Handle<AnalyzeTurn>, CommandResult>
{
    // Of turns that have waited long together, so many are analysed in one append.
    private const int MostAtOnce = 50;

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

        await using var held = await words.HoldAsync(state, cancellationToken);
        var elsewhere = await analyser.KnownElsewhereAsync(state, cancellationToken);
        // Requests arrive in any order, but a word is new in the turn that the log has first: those before this one that still wait go first.
        List<TurnState> earlier = [.. state.Turns.TakeWhile(t => t != turn).Where(t => t.IsUnanalysed && t.Recorded.ChildInput is not null)];
        try
        {
            var slices = earlier.Append(turn).Chunk(MostAtOnce).ToList();
            foreach (var slice in slices.SkipLast(1)) await AppendAsync(state, Analyse(state, slice, elsewhere), context.Metadata, null, cancellationToken);
            return await CompleteAsync(state, Analyse(state, slices[^1], elsewhere), context, cancellationToken);
        }
        catch (Exception e) when (earlier.Count > 0 && e is not (ConcurrencyException or CommandAlreadyHandledException or OperationCanceledException) && !Outage.MayBe(e))
        {
            // Those before have requests of their own, which count their tries; they keep no later turn back.
            return await CompleteAsync(state, Analyse(state, [turn], elsewhere), context, cancellationToken);
        }
    }

    private List<TurnAnalysed> Analyse(SessionState state, IEnumerable<TurnState> turns, IReadOnlySet<string> elsewhere)
    {
        HashSet<string> said = new(StringComparer.Ordinal);
        List<TurnAnalysed> events = [];
        foreach (var turn in turns)
        {
            var analysed = analyser.Analyse(turn.Recorded, state.Tokenizer, word => said.Contains(word) || state.Words.Contains(word) || elsewhere.Contains(word));
            said.UnionWith(analysed.Words!);
            events.Add(analysed);
        }
        return events;
    }

    private async Task<CommandResult> CompleteAsync(SessionState state, List<TurnAnalysed> events, CommandContext context, CancellationToken cancellationToken)
    {
        var appended = await AppendAsync(state, events, context.Metadata, context.Outcome(), cancellationToken);
        return Completing.Completed(appended, null);
    }

    private async Task<AppendResult> AppendAsync(SessionState state, List<TurnAnalysed> events, EventMetadata metadata, CommandOutcome? outcome, CancellationToken cancellationToken)
    {
        var append = new Append([new StreamAppend(state.Stream, state.Expected, events)], metadata, outcome);
        var appended = await memory.Store.AppendAsync(append, cancellationToken);
        memory.Appended(state, events, appended);
        return appended;
    }
}
