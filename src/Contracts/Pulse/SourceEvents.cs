namespace EventSourced.Contracts.Pulse;

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
