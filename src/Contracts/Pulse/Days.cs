using System.Text.Json.Serialization;

namespace EventSourced.Contracts.Pulse;

/// <summary>Clears the digests of a range of days, and the results of every week in the range.</summary>
/// <param name="CommunityId">The community.</param>
/// <param name="SourceId">The source.</param>
/// <param name="From">First day.</param>
/// <param name="To">Last day.</param>
/// <param name="IncludeHashes">Whether to remove the message hashes too, so that the messages can be imported again.</param>
[Command("pulse.clear", "POST clear", Scope = nameof(Clear.CommunityId))]
public sealed record Clear(string CommunityId, string SourceId, DateOnly From, DateOnly To, bool IncludeHashes = false) : ICommand;

/// <summary>Messages of one day that no earlier export of the source had. Contains only hashes: names and text are never in the log.</summary>
/// <param name="CommunityId">The community.</param>
/// <param name="SourceId">The source.</param>
/// <param name="DayDate">Calendar day as written in the export.</param>
/// <param name="ExportId">The export that contains them.</param>
/// <param name="SenderHashes">Distinct sender hashes among these messages.</param>
/// <param name="ContentHashes">Content hash of each message, in file order.</param>
/// <param name="SenderIndexes">For each message the index of its sender in <paramref name="SenderHashes"/>.</param>
/// <param name="Minutes">For each message the minute of the day at which it was sent, as written; plus 1440 if a later minute comes before it in the export, as after the clock was set back; null in older events.</param>
/// <param name="CoveredFrom">The minute of the day at which the export begins; null if it begins on an earlier day, and in older events.</param>
/// <param name="CoveredTo">The minute of the day at which the export ends; null if it ends on a later day, and in older events.</param>
/// <param name="Forms">For each message how its text may differ between exports: 0 not at all, 1 media with a file name, 2 media without one, 4 edited, 8 words of WhatsApp in its language; null if all are 0, and in older events.</param>
[EventName("pulse.day_messages_recorded.v1")]
public sealed record DayMessagesRecorded(
    string CommunityId, string SourceId, DateOnly DayDate, Guid ExportId,
    IReadOnlyList<string> SenderHashes, IReadOnlyList<string> ContentHashes, IReadOnlyList<int> SenderIndexes,
    IReadOnlyList<int>? Minutes = null, int? CoveredFrom = null, int? CoveredTo = null, IReadOnlyList<int>? Forms = null) : IEvent
{
    /// <summary>The messages one by one.</summary>
    [JsonIgnore]
    public IEnumerable<RecordedMessage> Messages =>
        ContentHashes.Select((hash, i) => new RecordedMessage(hash, SenderHashes[SenderIndexes[i]]));
}

/// <summary>One message of <see cref="DayMessagesRecorded"/>.</summary>
/// <param name="ContentHash">SHA-256 hex over sender hash, normalised text and ordinal.</param>
/// <param name="SenderHash">HMAC-SHA-256 hex of the normalised sender.</param>
public readonly record struct RecordedMessage(string ContentHash, string SenderHash);

/// <summary>The digest of one day was computed or recomputed.</summary>
/// <param name="CommunityId">The community.</param>
/// <param name="SourceId">The source.</param>
/// <param name="DayDate">Calendar day as written in the export.</param>
/// <param name="ExportId">The export whose text was analysed.</param>
/// <param name="MessageCount">All messages of the day known so far, over all exports.</param>
/// <param name="SenderHashes">Distinct senders of the day known so far.</param>
/// <param name="CoveredMessages">Number of the day's messages in the analysed export: a later export with fewer messages does not replace the analysis.</param>
/// <param name="Analysis">The analysis.</param>
/// <param name="Model">Name and version of the analyser.</param>
[EventName("pulse.day_digested.v1")]
public sealed record DayDigested(
    string CommunityId, string SourceId, DateOnly DayDate, Guid ExportId, int MessageCount,
    IReadOnlyList<string> SenderHashes, int CoveredMessages, DayAnalysis Analysis, string Model) : IEvent;

/// <summary>The messages of one export were withdrawn from a day, because its dates were read in the wrong order. Messages of other exports stay.</summary>
/// <param name="CommunityId">The community.</param>
/// <param name="SourceId">The source.</param>
/// <param name="DayDate">The day.</param>
/// <param name="ExportId">The export whose messages were withdrawn.</param>
[EventName("pulse.day_messages_withdrawn.v1")]
public sealed record DayMessagesWithdrawn(string CommunityId, string SourceId, DateOnly DayDate, Guid ExportId) : IEvent;

/// <summary>The digest of one day was cleared: by an admin, or because all its messages belong to another day.</summary>
/// <param name="CommunityId">The community.</param>
/// <param name="SourceId">The source.</param>
/// <param name="DayDate">The day.</param>
/// <param name="IncludeHashes">Whether the day's message hashes were removed too, so that its messages can be imported again.</param>
[EventName("pulse.day_cleared.v1")]
public sealed record DayCleared(string CommunityId, string SourceId, DateOnly DayDate, bool IncludeHashes) : IEvent;

/// <summary>The analysis of one day of a chat.</summary>
/// <param name="SentimentLabel"><c>positive</c>, <c>neutral</c> or <c>negative</c>.</param>
/// <param name="SentimentScore">−1 … +1, two decimals.</param>
/// <param name="TopThemes">Up to 5 themes, most frequent first.</param>
/// <param name="Summary">At most 600 characters, aggregate voice.</param>
/// <param name="Strain">The strain index of the day.</param>
public sealed record DayAnalysis(string SentimentLabel, double SentimentScore, IReadOnlyList<string> TopThemes, string Summary, Strain Strain);

/// <summary>Community Strain Index.</summary>
/// <param name="Score">0 … 1, two decimals.</param>
/// <param name="Level"><c>low</c>, <c>moderate</c> or <c>elevated</c>.</param>
/// <param name="Signals">The strongest signals, by contribution descending.</param>
/// <param name="Confidence">0 … 1, two decimals: how much data the score is based on.</param>
public sealed record Strain(double Score, string Level, IReadOnlyList<StrainSignal> Signals, double Confidence);

/// <summary>One signal of the strain index.</summary>
/// <param name="Id"><c>negative_sentiment</c>, <c>conflict_language</c>, <c>unresolved_requests</c>, <c>concentration</c> or <c>urgency</c>.</param>
/// <param name="Label">Display name of the signal.</param>
/// <param name="Value">0 … 1.</param>
/// <param name="Weight">Share of the score, 0 … 1.</param>
public sealed record StrainSignal(string Id, string Label, double Value, double Weight);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DayMessagesRecorded))]
[JsonSerializable(typeof(DayDigested))]
[JsonSerializable(typeof(DayMessagesWithdrawn))]
[JsonSerializable(typeof(DayCleared))]
internal sealed partial class PulseDaysJson : JsonSerializerContext;
