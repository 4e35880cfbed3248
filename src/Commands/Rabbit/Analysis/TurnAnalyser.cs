using EventSourced.Commands.Rabbit.Language;
using EventSourced.Commands.Rabbit.Sessions;
using EventSourced.Contracts.Rabbit;

namespace EventSourced.Commands.Rabbit.Analysis;

/// <summary>Analyses a turn, as an event to record.</summary>
/// <param name="memory">Other sessions of the child, where words are new within the child.</param>
/// <param name="options">Within what a word is new.</param>
internal sealed class TurnAnalyser(SessionMemory memory, RabbitOptions options)
{
    /// <summary>The words that were known before a turn of this session, apart from those of the session itself.</summary>
    public async Task<IReadOnlySet<string>> KnownElsewhereAsync(SessionState session, CancellationToken cancellationToken)
    {
        HashSet<string> known = new(StringComparer.Ordinal);
        if (!options.NewWithinChild || session.ChildId is not { } child) return known;
        var (sessions, _) = await memory.OfChildAsync(child, cancellationToken);
        foreach (var id in sessions.Where(id => id != session.SessionId))
            known.UnionWith((await memory.RememberedAsync(id, cancellationToken)).Words);
        return known;
    }

    public static TurnAnalysed Analyse(TurnRecorded turn, string tokenizerName, Func<string, bool> known)
    {
        var tokenizer = Tokenizers.ByName(tokenizerName);
        var text = turn.ChildInput ?? "";
        var analysis = TurnAnalysis.Of(text, tokenizer.Tokenize(text), known, EmotionLexicon.Default);
        return new TurnAnalysed(
            turn.SessionId, turn.TurnId, RabbitStreams.Job(turn.TurnId, JobTypes.Vocabulary), turn.Subject, turn.Timestamp, tokenizer.Name, tokenizer.Version,
            analysis.Words.Count, analysis.NewWords.Count, [.. analysis.Words.Select(w => w.Word)], analysis.NewWords,
            [.. analysis.Highlights.Select(h => h.Type)], [.. analysis.Highlights.Select(h => h.Description)], TextCut.Head(text, TurnAnalysis.ExcerptLength));
    }
}
