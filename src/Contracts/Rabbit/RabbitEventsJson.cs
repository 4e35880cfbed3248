using System.Text.Json.Serialization;

namespace EventSourced.Contracts.Rabbit;

/// <summary>JSON of Rabbit events in the log: snake_case members, nulls omitted.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SessionStarted))]
[JsonSerializable(typeof(ChildSessionStarted))]
[JsonSerializable(typeof(TurnRecorded))]
[JsonSerializable(typeof(SessionClosed))]
[JsonSerializable(typeof(ChildAudioExpired))]
[JsonSerializable(typeof(SessionForgotten))]
[JsonSerializable(typeof(ChildForgotten))]
[JsonSerializable(typeof(TranscriptRegistered))]
[JsonSerializable(typeof(ChildTranscriptRegistered))]
[JsonSerializable(typeof(TranscriptRead))]
[JsonSerializable(typeof(TranscriptTurnsRecorded))]
[JsonSerializable(typeof(TranscriptImported))]
[JsonSerializable(typeof(TranscriptFailed))]
[JsonSerializable(typeof(TurnAnalysed))]
[JsonSerializable(typeof(TurnReanalysed))]
[JsonSerializable(typeof(AnalysisFailed))]
[JsonSerializable(typeof(DailySummaryProduced))]
public sealed partial class RabbitEventsJson : JsonSerializerContext;
