namespace EventSourced.Contracts.Rabbit;

/// <summary>The result of an analysis of a turn, the first or a later one.</summary>
public interface ITurnAnalysis
{
    /// <summary>The session.</summary>
    Guid SessionId { get; }

    /// <summary>The turn.</summary>
    Guid TurnId { get; }

    /// <summary>The job.</summary>
    Guid JobId { get; }

    /// <summary>Time of the turn.</summary>
    DateTimeOffset Timestamp { get; }

    /// <summary>Number of words; kept when they are forgotten.</summary>
    int WordCount { get; }

    /// <summary>Number of distinct new words.</summary>
    int NewWordCount { get; }

    /// <summary>The words in order, including repeated ones. Null once forgotten.</summary>
    IReadOnlyList<string>? Words { get; }

    /// <summary>Type of each highlight, in order.</summary>
    IReadOnlyList<string> HighlightTypes { get; }

    /// <summary>Description of each highlight, in order. Null once forgotten.</summary>
    IReadOnlyList<string>? HighlightTexts { get; }

    /// <summary>The start of the child's text, for the highlights. Null once forgotten.</summary>
    string? Excerpt { get; }
}

/// <summary>A turn was analysed.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="TurnId">The turn.</param>
/// <param name="JobId">The job.</param>
/// <param name="Subject">The person whose words these are.</param>
/// <param name="Timestamp">Time of the turn.</param>
/// <param name="Tokenizer">Name of the tokeniser.</param>
/// <param name="TokenizerVersion">Its version.</param>
/// <param name="WordCount">Number of words; kept when they are forgotten.</param>
/// <param name="NewWordCount">Number of distinct new words.</param>
/// <param name="Words">The words in order, including repeated ones. Null once forgotten.</param>
/// <param name="NewWords">The distinct new words, in order. Null once forgotten.</param>
/// <param name="HighlightTypes">Type of each highlight, in order: <c>new_word</c>, <c>long_sentence</c>, <c>emotional_moment</c>.</param>
/// <param name="HighlightTexts">Description of each highlight, in order. Null once forgotten.</param>
/// <param name="Excerpt">The start of the child's text, for the highlights. Null once forgotten.</param>
[EventName("rabbit.turn_analysed.v1")]
public sealed record TurnAnalysed(
    Guid SessionId, Guid TurnId, Guid JobId, string Subject, DateTimeOffset Timestamp, string Tokenizer, string TokenizerVersion, int WordCount, int NewWordCount,
    [property: Personal(nameof(TurnAnalysed.Subject))] IReadOnlyList<string>? Words,
    [property: Personal(nameof(TurnAnalysed.Subject))] IReadOnlyList<string>? NewWords,
    IReadOnlyList<string> HighlightTypes,
    [property: Personal(nameof(TurnAnalysed.Subject))] IReadOnlyList<string>? HighlightTexts,
    [property: Personal(nameof(TurnAnalysed.Subject))] string? Excerpt) : IEvent, ITurnAnalysis;

/// <summary>A turn was analysed again with another tokenizer: its rows replace those of the earlier analysis.</summary>
/// <inheritdoc cref="TurnAnalysed"/>
[EventName("rabbit.turn_reanalysed.v1")]
public sealed record TurnReanalysed(
    Guid SessionId, Guid TurnId, Guid JobId, string Subject, DateTimeOffset Timestamp, string Tokenizer, string TokenizerVersion, int WordCount, int NewWordCount,
    [property: Personal(nameof(TurnReanalysed.Subject))] IReadOnlyList<string>? Words,
    [property: Personal(nameof(TurnReanalysed.Subject))] IReadOnlyList<string>? NewWords,
    IReadOnlyList<string> HighlightTypes,
    [property: Personal(nameof(TurnReanalysed.Subject))] IReadOnlyList<string>? HighlightTexts,
    [property: Personal(nameof(TurnReanalysed.Subject))] string? Excerpt) : IEvent, ITurnAnalysis;

/// <summary>An analysis failed.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="TurnId">The turn.</param>
/// <param name="JobId">The job.</param>
/// <param name="Error">The reason.</param>
[EventName("rabbit.analysis_failed.v1")]
public sealed record AnalysisFailed(Guid SessionId, Guid TurnId, Guid JobId, string Error) : IEvent;

/// <summary>A daily summary was computed.</summary>
/// <param name="Date">The day at whose noon (UTC) the summarised 24 hours end.</param>
/// <param name="ChildId">The child, or null for all.</param>
/// <param name="ActiveSessions">Sessions with activity in the 24 hours.</param>
/// <param name="TotalTurns">Number of all turns of these sessions, including earlier ones.</param>
/// <param name="NewWords">Rows of vocabulary of the 24 hours.</param>
/// <param name="UniqueWords">Distinct words among them.</param>
[EventName("rabbit.daily_summary_produced.v1")]
public sealed record DailySummaryProduced(DateOnly Date, string? ChildId, int ActiveSessions, long TotalTurns, long NewWords, long UniqueWords) : IEvent;
