namespace EventSourced.Contracts.Pulse;

/// <summary>Creates a community.</summary>
/// <param name="CommunityId">Slug <c>[a-z0-9-]{1,64}</c>.</param>
/// <param name="Name">Name shown to people.</param>
/// <param name="Description">Description of the community, in a sentence.</param>
/// <param name="IsPublic">Whether anybody may read its public results; otherwise only an admin.</param>
[Command("pulse.create_community", "POST communities", Scope = nameof(CreateCommunity.CommunityId))]
public sealed record CreateCommunity(string CommunityId, string Name, string Description = "", bool IsPublic = true) : ICommand;

/// <summary>Chooses whether anybody may read the public results of a community, or only an admin.</summary>
/// <param name="CommunityId">The community.</param>
/// <param name="IsPublic">Whether anybody may.</param>
[Command("pulse.set_community_visibility", "POST communities/{community_id}/visibility", Scope = nameof(SetCommunityVisibility.CommunityId))]
public sealed record SetCommunityVisibility(string CommunityId, bool IsPublic) : ICommand;

/// <summary>Deletes a community with all its data, including objects and hash key.</summary>
/// <param name="CommunityId">The community.</param>
[Command("pulse.delete_community", "DELETE communities/{community_id}", Scope = nameof(DeleteCommunity.CommunityId))]
public sealed record DeleteCommunity(string CommunityId) : ICommand;

/// <summary>Creates a chat source of a community.</summary>
/// <param name="CommunityId">The community.</param>
/// <param name="SourceId">Slug <c>[a-z0-9-]{1,64}</c>, unique within the community.</param>
/// <param name="Name">Name shown to people.</param>
/// <param name="Description">What the chat is about.</param>
/// <param name="Timezone">IANA zone of the group, descriptive only.</param>
[Command("pulse.create_source", "POST sources", Scope = nameof(CreateSource.CommunityId))]
public sealed record CreateSource(string CommunityId, string SourceId, string Name, string Description = "", string? Timezone = null) : ICommand;

/// <summary>Imports a chat export: registers it, and queues it if a source is named.</summary>
/// <param name="ExportId">The export.</param>
/// <param name="CommunityId">The community.</param>
/// <param name="SourceId">The source, or null to assign it later.</param>
/// <param name="ObjectKey">Key of the bytes in the object store.</param>
/// <param name="Filename">Name of the uploaded file.</param>
/// <param name="FileType"><c>txt</c> or <c>zip</c>.</param>
/// <param name="ByteSize">Size in bytes.</param>
/// <param name="ContentSha256">SHA-256 of the bytes, hex.</param>
/// <param name="DeleteAfterProcessing">Whether the raw object is removed some time after processing.</param>
/// <param name="DateOrder">The date order of the file: <c>day_first</c>, <c>month_first</c> or <c>year_first</c>; null to detect it.</param>
[Command("pulse.register_export", Scope = nameof(RegisterExport.CommunityId))]
public sealed record RegisterExport(
    [property: Uploaded(UploadValue.ImportId)] Guid ExportId, string CommunityId, string? SourceId, [property: Uploaded(UploadValue.ObjectKey)] string ObjectKey,
    [property: Uploaded(UploadValue.Filename)] string Filename, [property: Uploaded(UploadValue.FileType)] string FileType,
    [property: Uploaded(UploadValue.ByteSize)] long ByteSize, [property: Uploaded(UploadValue.Sha256)] string ContentSha256,
    bool DeleteAfterProcessing = true, string? DateOrder = null) : ICommand;

/// <summary>Assigns a source to an export without one, and queues it.</summary>
/// <param name="ExportId">The export.</param>
/// <param name="SourceId">A source of the export's community.</param>
[Command("pulse.assign_source", "POST exports/{export_id}/source", Scope = nameof(AssignSource.ExportId))]
public sealed record AssignSource([property: ScopedId] Guid ExportId, string SourceId) : ICommand;

/// <summary>Processes an export again from its raw object.</summary>
/// <param name="ExportId">The export.</param>
[Command("pulse.replay_export", "POST exports/{export_id}/replay", Scope = nameof(ReplayExport.ExportId))]
public sealed record ReplayExport([property: ScopedId] Guid ExportId) : ICommand;

/// <summary>Deletes an export and its raw object; digests stay.</summary>
/// <param name="ExportId">The export.</param>
[Command("pulse.delete_export", "DELETE exports/{export_id}", Scope = nameof(DeleteExport.ExportId))]
public sealed record DeleteExport([property: ScopedId] Guid ExportId) : ICommand;

/// <summary>Clears the digests of a range of days, and the results of every week in the range.</summary>
/// <param name="CommunityId">The community.</param>
/// <param name="SourceId">The source.</param>
/// <param name="From">First day.</param>
/// <param name="To">Last day.</param>
/// <param name="IncludeHashes">Whether to remove the message hashes too, so that the messages can be imported again.</param>
[Command("pulse.clear", "POST clear", Scope = nameof(Clear.CommunityId))]
public sealed record Clear(string CommunityId, string SourceId, DateOnly From, DateOnly To, bool IncludeHashes = false) : ICommand;

/// <summary>Recomputes the weeks of a range from the digests.</summary>
/// <param name="CommunityId">The community.</param>
/// <param name="SourceId">The source.</param>
/// <param name="From">A day of the first week; null for the first week with digests.</param>
/// <param name="To">A day of the last week; null for the last week with digests.</param>
/// <param name="Force">Also records unchanged weeks.</param>
/// <param name="ComparePreviousWeek">Adds the comparison with the previous week to <c>analysis_json</c>.</param>
[Command("pulse.regenerate_weekly", "POST weeks/regenerate", Scope = nameof(RegenerateWeekly.CommunityId))]
public sealed record RegenerateWeekly(
    string CommunityId, string SourceId, DateOnly? From = null, DateOnly? To = null, bool Force = false, bool ComparePreviousWeek = false) : ICommand;

/// <summary>Queues stuck exports, and those that failed with a recoverable error, again. Sent by a schedule.</summary>
/// <param name="Now">The scheduled time.</param>
[Command("pulse.requeue_exports")]
public sealed record RequeueExports(DateTimeOffset Now) : ICommand;

/// <summary>Removes raw objects whose retention has ended. Sent by a schedule.</summary>
/// <param name="Now">The scheduled time.</param>
[Command("pulse.remove_expired_raw_objects")]
public sealed record RemoveExpiredRawObjects(DateTimeOffset Now) : ICommand;
