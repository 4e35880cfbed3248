using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pipeline;
using EventSourced.Commands.Rabbit.Language;
using EventSourced.Commands.Rabbit.Sessions;
using EventSourced.Contracts.Rabbit;
using EventSourced.EventStore;
using MediatR;

namespace EventSourced.Commands.Rabbit.Analysis;

internal sealed class AnalyzeTurnHandler(CommandStates states, TurnAnalyser analyser, ChildWords words) : IRequestHandler<Handle<AnalyzeTurn>, CommandResult>
{
    // Turns that waited are analysed in batches of this size, one append each.
    private const int BatchSize = 50;

    public async Task<CommandResult> Handle(Handle<AnalyzeTurn> request, CancellationToken cancellationToken)
    {
        var (command, context) = (request.Command, request.Context);
        var state = await states.Cached.LoadAsync(new SessionState(command.SessionId), cancellationToken);
        Problem? problem = command.JobType != JobTypes.Vocabulary ? new(422, "unknown_job_type", $"There is no analysis \"{command.JobType}\"; use {JobTypes.Vocabulary}.")
            : state.Started is null ? RabbitProblems.SessionNotFound(command.SessionId)
            : state.Turn(command.TurnId) is null ? RabbitProblems.TurnNotFound(command.SessionId, command.TurnId)
            : null;
        if (problem is not null) return await states.CompleteAsync(context, problem, cancellationToken);
        var turn = state.Turn(command.TurnId)!;
        // Each turn has at most one analysis of each kind. A turn without words has no job, and a forgotten turn has no words.
        if (!turn.IsUnanalysed || turn.Recorded.ChildInput is null) return await states.CompleteAsync(context, Decision.Nothing, cancellationToken);

        await using var held = await words.LockAsync(state, cancellationToken);
        var elsewhere = await words.KnownElsewhereAsync(state, cancellationToken);
        // All turns of the session that wait: their requests find them done, so that a system that is behind appends once for many of them. They are analysed in their order,
        // because a word is new in its first turn in the log.
        List<TurnState> waiting = [.. state.Turns.Where(t => t.IsUnanalysed && t.Recorded.ChildInput is not null)];
        try
        {
            var slices = waiting.Chunk(BatchSize).ToList();
            foreach (var slice in slices.SkipLast(1))
            {
                await states.AppendAsync(context, analyser.Analyse(state, slice, elsewhere), cancellationToken);
                await states.LoadAsync(state, cancellationToken);
            }
            return await states.CompleteAsync(context, analyser.Analyse(state, slices[^1], elsewhere), cancellationToken);
        }
        catch (Exception e) when (waiting.Count > 1 && e is not (ConcurrencyException or CommandAlreadyHandledException or OperationCanceledException) && !Outage.MayBe(e))
        {
            // The others have requests of their own that are retried; their failure must not block this turn.
            return await states.CompleteAsync(context, turn.IsUnanalysed ? analyser.Analyse(state, [turn], elsewhere) : Decision.Nothing, cancellationToken);
        }
    }
}

internal sealed class ReanalyseSessionHandler(CommandStates states, TurnAnalyser analyser, ChildWords words) : IRequestHandler<Handle<ReanalyseSession>, CommandResult>
{
    public async Task<CommandResult> Handle(Handle<ReanalyseSession> request, CancellationToken cancellationToken)
    {
        var (command, context) = (request.Command, request.Context);
        var state = await states.LoadAsync(new SessionState(command.SessionId), cancellationToken);
        if (state.Started is null) return await states.CompleteAsync(context, RabbitProblems.SessionNotFound(command.SessionId), cancellationToken);
        if (state.IsForgotten) return await states.CompleteAsync(context, Decision.Nothing.Answer(new { Turns = 0 }), cancellationToken);
        await using var held = await words.LockAsync(state, cancellationToken);
        var elsewhere = await words.FirstElsewhereAsync(state, Tokenizers.ByName(command.Tokenizer), cancellationToken);
        return await states.CompleteAsync(context, analyser.Reanalyse(state, command.Tokenizer, elsewhere), cancellationToken);
    }
}
