using System.Text.Json.Serialization;

namespace EventSourced.Contracts.Pulse;

/// <summary>JSON of Pulse events in the log: snake_case members, nulls omitted.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CommunityCreated))]
[JsonSerializable(typeof(CommunityVisibilityChanged))]
[JsonSerializable(typeof(CommunityDeleted))]
[JsonSerializable(typeof(ChatSourceCreated))]
[JsonSerializable(typeof(ExportQueued))]
[JsonSerializable(typeof(ExportDequeued))]
[JsonSerializable(typeof(ExportRegistered))]
[JsonSerializable(typeof(ExportSourceAssigned))]
[JsonSerializable(typeof(ExportProcessingStarted))]
[JsonSerializable(typeof(ExportScanned))]
[JsonSerializable(typeof(ExportDateOrderCorrected))]
[JsonSerializable(typeof(ExportDaysProcessed))]
[JsonSerializable(typeof(ExportOverlapDiffered))]
[JsonSerializable(typeof(ExportWeeksStarted))]
[JsonSerializable(typeof(ExportWeeksProcessed))]
[JsonSerializable(typeof(ExportCompleted))]
[JsonSerializable(typeof(ExportFailed))]
[JsonSerializable(typeof(ExportRawDeleted))]
[JsonSerializable(typeof(ExportDeleted))]
[JsonSerializable(typeof(DayMessagesRecorded))]
[JsonSerializable(typeof(DayMessagesWithdrawn))]
[JsonSerializable(typeof(DayDigested))]
[JsonSerializable(typeof(DayCleared))]
[JsonSerializable(typeof(WeekSummarised))]
[JsonSerializable(typeof(WeekHealthAssessed))]
[JsonSerializable(typeof(WeekConceptsMapped))]
[JsonSerializable(typeof(WeekRemoved))]
public sealed partial class PulseEventsJson : JsonSerializerContext;
