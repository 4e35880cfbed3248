using System.Text.Json.Serialization;
using EventSourced.Commands.Rabbit.Language;
using EventSourced.Contracts.Rabbit;
using Microsoft.AspNetCore.Http;

// Requests and answers of the product routes. Their member names are camelCase and given explicitly, because the API's default is snake_case.
namespace EventSourced.Api.Rabbit;

internal sealed record SessionRequest(
    [property: JsonPropertyName("childId")] string? ChildId = null,
    [property: JsonPropertyName("language")] string? Language = null,
    [property: JsonPropertyName("sessionId")] Guid? SessionId = null);

internal sealed record SessionAnswer(
    [property: JsonPropertyName("sessionId")] Guid SessionId,
    [property: JsonPropertyName("rabbitGreeting")] string RabbitGreeting,
    [property: JsonPropertyName("ttsAudioUrl")] string? TtsAudioUrl);

internal sealed record SessionShape(
    [property: JsonPropertyName("sessionId")] string SessionId,
    [property: JsonPropertyName("active")] bool Active,
    [property: JsonPropertyName("turnCount")] int TurnCount,
    [property: JsonPropertyName("lastActivity")] DateTimeOffset LastActivity);

internal sealed record TextRequest(
    [property: JsonPropertyName("sessionId")] string SessionId,
    [property: JsonPropertyName("text")] string Text,
    [property: JsonPropertyName("turnId")] Guid? TurnId = null);

internal sealed record TextAnswer(
    [property: JsonPropertyName("rabbitResponse")] string RabbitResponse,
    [property: JsonPropertyName("ttsAudioUrl")] string? TtsAudioUrl,
    [property: JsonPropertyName("turnId")] Guid TurnId)
{
    public static TextAnswer Of(HttpContext context, TurnRecorded turn) => new(turn.RabbitResponse ?? "", AudioUrls.OfSpeech(context, turn.RabbitAudioKey), turn.TurnId);
}

/// <summary>Parts of the form, for the API's document.</summary>
internal sealed record AudioRequest(
    [property: JsonPropertyName("sessionId")] string SessionId,
    [property: JsonPropertyName("audio")] IFormFile Audio,
    [property: JsonPropertyName("timestamp")] DateTimeOffset? Timestamp = null,
    [property: JsonPropertyName("durationMs")] int? DurationMs = null,
    [property: JsonPropertyName("transcription")] string? Transcription = null,
    [property: JsonPropertyName("turnId")] Guid? TurnId = null,
    [property: JsonPropertyName("language")] string? Language = null);

internal sealed record AudioAnswer(
    [property: JsonPropertyName("transcription")] string Transcription,
    [property: JsonPropertyName("rabbitResponse")] string RabbitResponse,
    [property: JsonPropertyName("ttsAudioUrl")] string? TtsAudioUrl,
    [property: JsonPropertyName("turnId")] Guid TurnId,
    [property: JsonPropertyName("vocabularyDetected")] IReadOnlyList<string> VocabularyDetected)
{
    public static AudioAnswer Of(HttpContext context, TurnRecorded turn)
    {
        var said = turn.ChildInput ?? "";
        return new(said, turn.RabbitResponse ?? "", AudioUrls.OfSpeech(context, turn.RabbitAudioKey), turn.TurnId, DetectedWords.Of(said));
    }
}
