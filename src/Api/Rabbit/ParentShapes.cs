using System.Text.Json.Serialization;

namespace EventSourced.Api.Rabbit;

internal sealed record LogList(
    [property: JsonPropertyName("logs")] IReadOnlyList<LogShape> Logs,
    [property: JsonPropertyName("total")] int Total);

internal sealed record LogShape(
    [property: JsonPropertyName("turnId")] string TurnId,
    [property: JsonPropertyName("sessionId")] string SessionId,
    [property: JsonPropertyName("timestamp")] DateTimeOffset Timestamp,
    [property: JsonPropertyName("childInput")] string? ChildInput,
    [property: JsonPropertyName("rabbitResponse")] string? RabbitResponse,
    [property: JsonPropertyName("vocabularyUsed")] IReadOnlyList<string> VocabularyUsed,
    [property: JsonPropertyName("audioUrls")] AudioUrls? AudioUrls);

internal sealed record VocabularyShape(
    [property: JsonPropertyName("vocabularyGrowth")] IReadOnlyList<VocabularyDay> VocabularyGrowth,
    [property: JsonPropertyName("totalUniqueWords")] long TotalUniqueWords,
    [property: JsonPropertyName("mostUsedWords")] IReadOnlyList<WordCount> MostUsedWords);

internal sealed record VocabularyDay(
    [property: JsonPropertyName("date")] DateOnly Date,
    [property: JsonPropertyName("uniqueWords")] long UniqueWords,
    [property: JsonPropertyName("newWords")] IReadOnlyList<string> NewWords);

internal sealed record WordCount(
    [property: JsonPropertyName("word")] string Word,
    [property: JsonPropertyName("count")] long Count);

internal sealed record HighlightList([property: JsonPropertyName("highlights")] IReadOnlyList<HighlightShape> Highlights);

internal sealed record HighlightShape(
    [property: JsonPropertyName("turnId")] string TurnId,
    [property: JsonPropertyName("timestamp")] DateTimeOffset Timestamp,
    [property: JsonPropertyName("type")] string Type,
    [property: JsonPropertyName("description")] string? Description,
    [property: JsonPropertyName("excerpt")] string? Excerpt);

internal sealed record SummaryShape(
    [property: JsonPropertyName("date")] DateOnly Date,
    [property: JsonPropertyName("activeSessions")] long ActiveSessions,
    [property: JsonPropertyName("totalTurns")] long TotalTurns,
    [property: JsonPropertyName("newWords")] long NewWords,
    [property: JsonPropertyName("uniqueWords")] long UniqueWords);
