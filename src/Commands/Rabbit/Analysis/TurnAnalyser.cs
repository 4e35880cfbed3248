using EventSourced.Commands.Deciding;
using EventSourced.Commands.Rabbit.Language;
using EventSourced.Commands.Rabbit.Sessions;
using EventSourced.Commands.Text;
using EventSourced.Contracts.Rabbit;

namespace EventSourced.Commands.Rabbit.Analysis;

/// <summary>Analyses turns and returns the events to record.</summary>
/// <param name="options">The list of emotion words.</param>
internal sealed class TurnAnalyser(RabbitOptions options)
{
    private readonly EmotionLexicon _emotions = options.EmotionWords is { } chosen ? new EmotionLexicon(chosen) : EmotionLexicon.Default;

    /// <summary>Analyses turns in order: a word of an earlier turn is not new in a later one.</summary>
    public Decision Analyse(SessionState session, IEnumerable<TurnState> turns, IReadOnlySet<string> elsewhere)
    {
        HashSet<string> earlier = new(StringComparer.Ordinal);
        List<TurnAnalysed> events = [];
        foreach (var turn in turns)
        {
            var analysed = Analyse(turn.Recorded, session.Tokenizer, word => earlier.Contains(word) || session.Words.Contains(word) || elsewhere.Contains(word));
            earlier.UnionWith(analysed.Words!);
            events.Add(analysed);
        }
        return Decision.Of(session, events);
    }

    /// <summary>Analyses all analysed turns of a session again, in order, as if the session had always used the other tokenizer.</summary>
    public Decision Reanalyse(SessionState session, string tokenizer, IReadOnlyDictionary<string, long> firstElsewhere)
    {
        HashSet<string> known = new(StringComparer.Ordinal);
        List<TurnReanalysed> events = [];
        foreach (var turn in session.Turns.Where(t => t.Words is not null))
        {
            var a = Analyse(turn.Recorded, tokenizer, word => known.Contains(word) || (firstElsewhere.TryGetValue(word, out var first) && first < turn.Position));
            known.UnionWith(a.Words!);
            events.Add(new(a.SessionId, a.TurnId, a.JobId, a.Subject, a.Timestamp, a.Tokenizer, a.TokenizerVersion, a.WordCount, a.NewWordCount,
                a.Words, a.NewWords, a.HighlightTypes, a.HighlightTexts, a.Excerpt));
        }
        return Decision.Of(session, events).Answer(new { Turns = events.Count });
    }

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
