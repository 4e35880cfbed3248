using System.Text.Json.Serialization;

namespace EventSourced.Contracts.Pulse;

/// <summary>Creates a chat source of a community.</summary>
/// <param name="CommunityId">The community.</param>
/// <param name="SourceId">Slug <c>[a-z0-9-]{1,64}</c>, unique within the community.</param>
/// <param name="Name">Name shown to people.</param>
/// <param name="Description">What the chat is about.</param>
/// <param name="Timezone">IANA zone of the group, descriptive only.</param>
[Command("pulse.create_source", "POST sources", Scope = nameof(CreateSource.CommunityId))]
public sealed record CreateSource(string CommunityId, string SourceId, string Name, string Description = "", string? Timezone = null) : ICommand;

/// <summary>Imports the queued exports of a source, one after another, until none is queued.</summary>
/// <param name="CommunityId">The community.</param>
/// <param name="SourceId">The source.</param>
[Command("pulse.import_queued_exports", Scope = nameof(ImportQueuedExports.CommunityId))]
public sealed record ImportQueuedExports(string CommunityId, string SourceId) : IFollowUp;

/// <summary>A chat source of a community was created.</summary>
/// <param name="CommunityId">The community.</param>
/// <param name="SourceId">Slug, unique within the community.</param>
/// <param name="Name">Name shown to people.</param>
/// <param name="Description">What the chat is about.</param>
/// <param name="Platform">Platform of the chat; <c>whatsapp</c>.</param>
/// <param name="Timezone">IANA zone of the group, descriptive only: exports contain wall time and are never converted.</param>
[EventName("pulse.chat_source_created.v1")]
public sealed record ChatSourceCreated(string CommunityId, string SourceId, string Name, string Description, string Platform, string? Timezone) : IEvent;

/// <summary>An export was added to the source's queue, in which exports are processed one after another.</summary>
/// <param name="CommunityId">The community.</param>
/// <param name="SourceId">The source.</param>
/// <param name="ExportId">The export.</param>
/// <param name="Attempt">1 for the first time, incremented for each retry or replay.</param>
/// <param name="Reason">Why it was queued: <c>uploaded</c>, <c>source assigned</c>, <c>retry</c> or <c>replay</c>.</param>
[EventName("pulse.export_queued.v1")]
public sealed record ExportQueued(string CommunityId, string SourceId, Guid ExportId, int Attempt, string Reason) : IEvent;

/// <summary>An export left the source's queue: it was completed, failed or deleted.</summary>
/// <param name="CommunityId">The community.</param>
/// <param name="SourceId">The source.</param>
/// <param name="ExportId">The export.</param>
[EventName("pulse.export_dequeued.v1")]
public sealed record ExportDequeued(string CommunityId, string SourceId, Guid ExportId) : IEvent;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ChatSourceCreated))]
[JsonSerializable(typeof(ExportQueued))]
[JsonSerializable(typeof(ExportDequeued))]
internal sealed partial class PulseSourcesJson : JsonSerializerContext;
