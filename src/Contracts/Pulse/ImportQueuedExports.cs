namespace EventSourced.Contracts.Pulse;

/// <summary>Imports the queued exports of a source, one after another, until none is queued.</summary>
/// <param name="CommunityId">The community.</param>
/// <param name="SourceId">The source.</param>
[Command("pulse.import_queued_exports", Scope = nameof(ImportQueuedExports.CommunityId))]
public sealed record ImportQueuedExports(string CommunityId, string SourceId) : IFollowUp;
