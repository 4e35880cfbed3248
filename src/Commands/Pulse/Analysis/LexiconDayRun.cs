using System.Numerics;
using EventSourced.Contracts.Pulse;

namespace EventSourced.Commands.Pulse.Analysis;

/// <summary>
/// The run of the built-in analyser over one day. Rules that the specification leaves open: the hits that damp the day score,
/// min(1, hits / 10 + 0.5), are all lexicon hits of the day; a theme counts the messages with any of its words, and equal themes are
/// ordered alphabetically; words become themes only when no theme of the dictionary occurs on the day. Such a word counts once per
/// message, is neither part of a sender's name nor a common given name, and occurs at least once as a common word (in lower case, or in
/// a German message). The run keeps the senders, a bounded vocabulary and the requests among the last 20 messages.
/// </summary>
internal sealed class LexiconDayRun(Lexicon lexicon) : IDayAnalysisRun
{
    private const int MaxThemes = 5;

    private readonly MessageTokens _message = new(lexicon);
    private readonly LanguageGuess _guess = new(lexicon);
    private readonly SenderCounts _senders = new();
    private readonly UnresolvedRequests _requests = new();
    private readonly long[] _themeMessages = new long[lexicon.ThemeLabels.Count];
    private sbyte[] _polarity = new sbyte[64];
    private Vocabulary? _vocabulary = new();
    private long _messages;
    private long _scored;
    private long _hits;
    private double _scores;
    private long _conflict;
    private long _urgent;

    public void Add(in AnalysedMessage message)
    {
        _message.Read(message.Text);
        var language = _guess.Of(_message);
        var findings = MessageFindings.Of(_message, language, lexicon, ref _polarity);
        var sender = _senders.Add(message.Sender);
        if (findings.Hits > 0)
        {
            _scored++;
            _hits += findings.Hits;
            _scores += findings.Score;
        }
        if (findings.IsConflict) _conflict++;
        if (findings.IsUrgent) _urgent++;
        _requests.Add(sender, findings.IsRequest);
        CountThemes(findings.Themes);
        if (_vocabulary is not null) CountWords(_vocabulary, sender, language);
        _messages++;
    }

    public DayAnalysis Finish()
    {
        var score = _scored == 0 ? 0 : Rounding.Two(_scores / _scored * Math.Min(1, _hits / 10.0 + 0.5));
        var label = SentimentScale.Label(score);
        var themes = Themes();
        var strain = StrainIndex.Of(new StrainInputs(
            score, _messages, _senders.Count, _senders.Top, _conflict, _urgent, _requests.Requests, _requests.Unresolved));
        return new DayAnalysis(label, score, themes, DaySummary.Of(_messages, _senders.Count, themes, label), strain);
    }

    private void CountThemes(uint themes)
    {
        // Once a theme of the dictionary occurs, words are no longer needed as themes.
        if (themes != 0) _vocabulary = null;
        for (; themes != 0; themes &= themes - 1) _themeMessages[BitOperations.TrailingZeroCount(themes)]++;
    }

    private void CountWords(Vocabulary vocabulary, int sender, int language)
    {
        foreach (ref readonly var token in _message.Tokens)
        {
            if (token.Kind == TokenKind.NoTopic) continue;
            if (token.Word >= 0 && lexicon.Read(token.Word, language).Roles.Has(WordRoles.Stop)) continue;
            // German capitalises every noun.
            var common = token.Kind == TokenKind.Word || language == lexicon.German;
            vocabulary.Add(_message.Letters(token), _messages, sender, common);
        }
    }

    private string[] Themes()
    {
        var themes = _vocabulary is null ? DictionaryThemes() : Words(_vocabulary);
        return [.. themes.Take(MaxThemes)];
    }

    private IEnumerable<string> DictionaryThemes() =>
        lexicon.ThemeLabels
            .Select((label, theme) => (Label: label, Messages: _themeMessages[theme]))
            .Where(theme => theme.Messages > 0)
            .OrderByDescending(theme => theme.Messages)
            .ThenBy(theme => theme.Label, StringComparer.Ordinal)
            .Select(theme => theme.Label);

    private IEnumerable<string> Words(Vocabulary vocabulary)
    {
        // Above the sender limit not every name is known. No theme is better than a published name.
        if (_senders.Overflowed) return [];
        var names = new SenderNames(_senders.Keys);
        return vocabulary.Shared().Where(word => !names.IsPart(word) && !lexicon.IsGivenName(word));
    }
}
