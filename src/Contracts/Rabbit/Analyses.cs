using System.Text.Json.Serialization;

namespace EventSourced.Contracts.Rabbit;

/// <summary>Analyses a turn: words, new words, highlights. An analysed turn is not analysed again.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="TurnId">The turn.</param>
/// <param name="JobType">Kind of analysis: <c>vocabulary_extraction</c>.</param>
[Command("rabbit.analyze_turn", "POST sessions/{session_id}/turns/{turn_id}/analyse", Scope = nameof(AnalyzeTurn.SessionId))]
public sealed record AnalyzeTurn(Guid SessionId, Guid TurnId, string JobType = JobTypes.Vocabulary) : IFollowUp;

/// <summary>Records that an analysis failed after its last retry.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="TurnId">The turn.</param>
/// <param name="JobType">Kind of analysis.</param>
/// <param name="Error">The reason. It must not contain the child's words.</param>
[Command("rabbit.fail_analysis", "POST sessions/{session_id}/turns/{turn_id}/fail", Scope = nameof(FailAnalysis.SessionId))]
public sealed record FailAnalysis(Guid SessionId, Guid TurnId, string JobType, string Error) : ICommand;

/// <summary>Analyses all turns of a session again with another tokenizer. Earlier analyses stay in the log.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="Tokenizer">Name of the tokenizer.</param>
[Command("rabbit.reanalyse_session", "POST sessions/{session_id}/reanalyse", Scope = nameof(ReanalyseSession.SessionId))]
public sealed record ReanalyseSession(Guid SessionId, string Tokenizer) : ICommand;

/// <summary>Summarises the 24 hours before 12:00 UTC of a day.</summary>
/// <param name="Date">The day.</param>
/// <param name="ChildId">Only this child, or null for all.</param>
[Command("rabbit.run_daily_summary", "POST summaries")]
public sealed record RunDailySummary(DateOnly Date, string? ChildId = null) : ICommand;

/// <summary>Kinds of analysis.</summary>
public static class JobTypes
{
    /// <summary>Words, new words, highlights.</summary>
    public const string Vocabulary = "vocabulary_extraction";
}

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

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TurnAnalysed))]
[JsonSerializable(typeof(TurnReanalysed))]
[JsonSerializable(typeof(AnalysisFailed))]
[JsonSerializable(typeof(DailySummaryProduced))]
internal sealed partial class RabbitAnalysesJson : JsonSerializerContext;
