using EventSourced.Commands.Rabbit.Language;
using EventSourced.Commands.Rabbit.Sessions;
using EventSourced.Contracts.Rabbit;

namespace EventSourced.Commands.Rabbit.Analysis;

/// <summary>Analyses a turn, as an event to record.</summary>
/// <param name="words">Words of the child's other sessions, where words are new within the child.</param>
/// <param name="options">Within what a word is new, and which words are feelings.</param>
internal sealed class TurnAnalyser(ChildWords words, RabbitOptions options)
{
    private readonly EmotionLexicon _emotions = options.EmotionWords is { } chosen ? new EmotionLexicon(chosen) : EmotionLexicon.Default;

    /// <summary>The words that were known before a turn of this session, apart from those of the session itself.</summary>
    public async Task<IReadOnlySet<string>> KnownElsewhereAsync(SessionState session, CancellationToken cancellationToken) =>
        options.NewWithinChild && session.ChildId is { } child ? await words.OfOthersAsync(child, session.SessionId, cancellationToken) : new HashSet<string>();

    public TurnAnalysed Analyse(TurnRecorded turn, string tokenizerName, Func<string, bool> known)
    {
        var tokenizer = Tokenizers.ByName(tokenizerName);
        var text = turn.ChildInput ?? "";
        var analysis = TurnAnalysis.Of(text, tokenizer.Tokenize(text), known, _emotions);
        return new TurnAnalysed(
            turn.SessionId, turn.TurnId, RabbitStreams.Job(turn.TurnId, JobTypes.Vocabulary), turn.Subject, turn.Timestamp, tokenizer.Name, tokenizer.Version,
            analysis.Words.Count, analysis.NewWords.Count, [.. analysis.Words.Select(w => w.Word)], analysis.NewWords,
            [.. analysis.Highlights.Select(h => h.Type)], [.. analysis.Highlights.Select(h => h.Description)], TextCut.Head(text, TurnAnalysis.ExcerptLength));
    }
}
