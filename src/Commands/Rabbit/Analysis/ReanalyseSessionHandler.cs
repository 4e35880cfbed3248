using EventSourced.Commands.Pipeline;
using EventSourced.Commands.Rabbit.Language;
using EventSourced.Commands.Rabbit.Sessions;
using EventSourced.Contracts.Rabbit;
using EventSourced.EventStore;
using MediatR;

namespace EventSourced.Commands.Rabbit.Analysis;

/// <summary>Every turn that was analysed, in order, as if the other tokeniser had been there from the beginning.</summary>
internal sealed class ReanalyseSessionHandler(SessionMemory memory, TurnAnalyser analyser, ChildWords words) : IRequestHandler<Handle<ReanalyseSession>, CommandResult>
{
    public async Task<CommandResult> Handle(Handle<ReanalyseSession> request, CancellationToken cancellationToken)
    {
        var (command, context) = (request.Command, request.Context);
        var state = await memory.FreshAsync(command.SessionId, cancellationToken);
        if (state.Started is null) return RabbitProblems.SessionNotFound(command.SessionId);
        if (state.IsForgotten) return new CommandResult.Completed(0, new { Turns = 0 });

        await using var held = await words.HoldAsync(state, cancellationToken);
        var elsewhere = await words.FirstElsewhereAsync(state, Tokenizers.ByName(command.Tokenizer), cancellationToken);
        HashSet<string> known = new(StringComparer.Ordinal);
        List<TurnReanalysed> events = [];
        foreach (var turn in state.Turns.Where(t => t.Words is not null))
        {
            var a = analyser.Analyse(turn.Recorded, command.Tokenizer, word => known.Contains(word) || (elsewhere.TryGetValue(word, out var first) && first < turn.Position));
            known.UnionWith(a.Words!);
            events.Add(new(a.SessionId, a.TurnId, a.JobId, a.Subject, a.Timestamp, a.Tokenizer, a.TokenizerVersion, a.WordCount, a.NewWordCount,
                a.Words, a.NewWords, a.HighlightTypes, a.HighlightTexts, a.Excerpt));
        }
        var result = new { Turns = events.Count };
        if (events.Count == 0) return new CommandResult.Completed(0, result);
        return await memory.Store.CompleteAsync(context, [new StreamAppend(state.Stream, state.Expected, events)], result, cancellationToken);
    }
}
