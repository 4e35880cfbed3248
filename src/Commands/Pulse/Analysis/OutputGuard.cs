using System.Text.RegularExpressions;
using EventSourced.Contracts.Pulse;

namespace EventSourced.Commands.Pulse.Analysis;

/// <summary>
/// Checks a generated analysis before it is recorded: it must fit the schema and contain no e-mail address, URL, phone number, clock
/// time, quotation of the input or name of a sender. A fault leads to one stricter retry, then to <see cref="NeutralDay"/>.
/// Rules that the specification leaves open: the label must match the score; a theme has 1 … 40 characters; a quotation is any run of
/// four words, or of ten letters of a script without spaces, that the input contains too, with or without quotation marks, unless all
/// four are stop words, words of the built-in sentences or one-word themes; a name is found by any of its words of three or more
/// letters (two, if none is longer), except for stop words that are not given names and words of the built-in sentences.
/// </summary>
public static partial class OutputGuard
{
    private const int MaxThemes = 5;
    private const int LongestTheme = 40;
    private const int LongestSummary = 600;
    private const int LongestSignalLabel = 60;

    private static readonly HashSet<string> OwnWords =
    [
        "message", "messages", "from", "participant", "participants", "main", "topics", "overall", "tone",
        "community", "activity", "was", "recorded", "this", "day", "positive", "neutral", "negative",
        .. Lexicon.BuiltIn.ThemeLabels.SelectMany(SenderNames.Words),
        .. StrainIndex.Labels.SelectMany(SenderNames.Words),
    ];

    /// <summary>The first fault found, or null for an analysis that may be published.</summary>
    /// <param name="analysis">The generated analysis.</param>
    /// <param name="input">The texts it was generated from, read once.</param>
    /// <param name="senders">The names of the day's senders.</param>
    public static OutputFault? Check(DayAnalysis analysis, IEnumerable<string> input, IEnumerable<string> senders)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(senders);
        if (SchemaFault(analysis) is { } field) return new OutputFault("schema", field);
        (string Where, string Text)[] texts =
        [
            ("summary", Letters.Normalise(analysis.Summary)),
            .. analysis.TopThemes.Select(theme => ("top_themes", Letters.Normalise(theme))),
            .. analysis.Strain.Signals.Select(signal => ("strain.signals", Letters.Normalise(signal.Label))),
        ];
        var names = new SenderNames(senders);
        foreach (var (where, text) in texts)
        {
            if (ContactPatterns.Email.IsMatch(text)) return new OutputFault("email", where);
            if (ContactPatterns.Url.IsMatch(text)) return new OutputFault("url", where);
            if (ContactPatterns.Phone.IsMatch(text)) return new OutputFault("phone", where);
            if (ClockTime.IsMatch(text)) return new OutputFault("clock_time", where);
            if (names.AppearIn(text, IsHarmless)) return new OutputFault("sender_name", where);
        }
        var themes = analysis.TopThemes.Select(SenderNames.Words).Where(words => words.Count == 1).Select(words => words[0]).ToHashSet();
        return Quotations.Found(texts, input, word => IsHarmless(word) || themes.Contains(word)) is { } quoted ? new OutputFault("quotation", quoted) : null;
    }

    /// <summary>21:41, 9 pm, 9.30 a.m., 21h30, 21 Uhr, 9 o'clock, 21時.</summary>
    [GeneratedRegex(
        @"(?<!\d)\d{1,2}(?:[:.]\d{2})?\s?(?:[ap]\.?m\b|uhr\b|o['’]clock)|(?<!\d)\d{1,2}(?::\d{2}|h\d{2}\b|時)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ClockTime { get; }

    // "mia" and "ella" are stop words in one language and names in another.
    private static bool IsHarmless(string word) =>
        OwnWords.Contains(word) || (Lexicon.BuiltIn.IsStopWord(word) && !Lexicon.BuiltIn.IsGivenName(word));

    private static string? SchemaFault(DayAnalysis analysis) =>
        !IsWithin(analysis.SentimentScore, -1, 1) ? "sentiment_score"
        : analysis.SentimentLabel != SentimentScale.Label(analysis.SentimentScore) ? "sentiment_label"
        : analysis.TopThemes is null || analysis.TopThemes.Count > MaxThemes
            || analysis.TopThemes.Distinct(StringComparer.OrdinalIgnoreCase).Count() < analysis.TopThemes.Count
            || !analysis.TopThemes.All(theme => IsLine(theme, LongestTheme)) ? "top_themes"
        : string.IsNullOrWhiteSpace(analysis.Summary) || analysis.Summary.Length > LongestSummary ? "summary"
        : StrainFault(analysis.Strain);

    private static string? StrainFault(Strain strain) =>
        strain is null ? "strain"
        : !IsWithin(strain.Score, 0, 1) ? "strain.score"
        : strain.Level != StrainIndex.Level(strain.Score) ? "strain.level"
        : !IsWithin(strain.Confidence, 0, 1) ? "strain.confidence"
        : strain.Signals is null || strain.Signals.Count > StrainIndex.MaxSignals || !strain.Signals.All(IsSignal) ? "strain.signals"
        : null;

    private static bool IsSignal(StrainSignal signal) =>
        signal is not null && SignalId.IsMatch(signal.Id ?? "") && IsLine(signal.Label, LongestSignalLabel)
        && IsWithin(signal.Value, 0, 1) && IsWithin(signal.Weight, 0, 1);

    [GeneratedRegex(@"\A[a-z][a-z_]{0,39}\z", RegexOptions.CultureInvariant)]
    private static partial Regex SignalId { get; }

    // False for NaN too.
    private static bool IsWithin(double value, double least, double most) => value >= least && value <= most;

    private static bool IsLine(string? text, int longest) =>
        !string.IsNullOrWhiteSpace(text) && text.Length <= longest && !text.Any(char.IsControl);
}
