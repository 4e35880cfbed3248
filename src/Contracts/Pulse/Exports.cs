using System.Text.Json.Serialization;

namespace EventSourced.Contracts.Pulse;

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

/// <summary>Queues stuck exports, and those that failed with a recoverable error, again. Sent by a schedule.</summary>
/// <param name="Now">The scheduled time.</param>
[Command("pulse.requeue_exports")]
public sealed record RequeueExports(DateTimeOffset Now) : ICommand;

/// <summary>Removes raw objects whose retention has ended. Sent by a schedule.</summary>
/// <param name="Now">The scheduled time.</param>
[Command("pulse.remove_expired_raw_objects")]
public sealed record RemoveExpiredRawObjects(DateTimeOffset Now) : ICommand;

/// <summary>An uploaded chat export was registered; its bytes are in the object store.</summary>
/// <param name="ExportId">The export.</param>
/// <param name="CommunityId">The community.</param>
/// <param name="SourceId">The source, or null while none is assigned.</param>
/// <param name="ObjectKey">Key of the bytes in the object store.</param>
/// <param name="Filename">Name of the uploaded file, without folders.</param>
/// <param name="FileType"><c>txt</c> or <c>zip</c>.</param>
/// <param name="ByteSize">Size in bytes.</param>
/// <param name="ContentSha256">SHA-256 of the bytes, hex.</param>
/// <param name="DeleteAfterProcessing">Whether the raw object is removed some time after processing.</param>
/// <param name="DateOrder">The date order that the uploader stated: <c>day_first</c>, <c>month_first</c> or <c>year_first</c>; null to detect it.</param>
[EventName("pulse.export_registered.v1")]
public sealed record ExportRegistered(
    Guid ExportId, string CommunityId, string? SourceId, string ObjectKey, string Filename, string FileType,
    long ByteSize, string ContentSha256, bool DeleteAfterProcessing, string? DateOrder = null) : IEvent;

/// <summary>A source was assigned to an export that was uploaded without one.</summary>
/// <param name="ExportId">The export.</param>
/// <param name="SourceId">The source.</param>
[EventName("pulse.export_source_assigned.v1")]
public sealed record ExportSourceAssigned(Guid ExportId, string SourceId) : IEvent;

/// <summary>A worker started to process an export.</summary>
/// <param name="ExportId">The export.</param>
/// <param name="Attempt">Number of the attempt, from 1.</param>
[EventName("pulse.export_processing_started.v1")]
public sealed record ExportProcessingStarted(Guid ExportId, int Attempt) : IEvent;

/// <summary>The transcript was scanned once: its format and size are known.</summary>
/// <param name="ExportId">The export.</param>
/// <param name="MessageCount">Messages in the file, duplicates included; system lines and notices are not messages.</param>
/// <param name="DaysTotal">Days with at least one message.</param>
/// <param name="FirstDay">First of these days, as written.</param>
/// <param name="LastDay">Last of these days, as written.</param>
/// <param name="DateOrder"><c>day_first</c>, <c>month_first</c> or <c>year_first</c>.</param>
/// <param name="DateOrderBasis">The evidence for the order: <c>stated</c>, <c>proven</c>, <c>either</c> (both orders give the same dates), <c>earlier_import</c>, <c>running_order</c> (ascending times), <c>form</c> (the format) or <c>assumed</c>; null in older events.</param>
/// <param name="LineCount">Lines of the file; null in older events.</param>
/// <param name="SystemCount">Lines by WhatsApp without a sender; null in older events.</param>
/// <param name="NoticeCount">Entries by WhatsApp with a sender, such as deleted messages and missed calls; null in older events.</param>
/// <param name="LeftOutCount">Lines that belong to no message, and lines like headers that were read as text; null in older events.</param>
/// <param name="Encoding">The encoding of the file; null in older events.</param>
/// <param name="Warnings">Warnings that a person should check; null if there are none, and in older events.</param>
[EventName("pulse.export_scanned.v1")]
public sealed record ExportScanned(
    Guid ExportId, long MessageCount, int DaysTotal, DateOnly FirstDay, DateOnly LastDay, string DateOrder, string? DateOrderBasis = null, long? LineCount = null,
    long? SystemCount = null, long? NoticeCount = null, long? LeftOutCount = null, string? Encoding = null, IReadOnlyList<ImportWarning>? Warnings = null) : IEvent;

/// <summary>Another export of the source proved that the guessed date order of this one is wrong: its messages were moved to the days of the other order.</summary>
/// <param name="ExportId">The export with the guessed order.</param>
/// <param name="DateOrder">The corrected order: <c>day_first</c> or <c>month_first</c>.</param>
/// <param name="ProvenBy">The export that proves it.</param>
/// <param name="Days">All changed days: those that messages left and those that they moved to.</param>
/// <param name="FirstDay">First day of the export in the corrected order; null if no day of it was recorded.</param>
/// <param name="LastDay">Last day of the export in the corrected order; null if no day of it was recorded.</param>
/// <param name="Warnings">The current warnings.</param>
[EventName("pulse.export_date_order_corrected.v1")]
public sealed record ExportDateOrderCorrected(
    Guid ExportId, string DateOrder, Guid ProvenBy, IReadOnlyList<DateOnly> Days, DateOnly? FirstDay, DateOnly? LastDay, IReadOnlyList<ImportWarning> Warnings) : IEvent;

/// <summary>More days of an export were deduplicated and digested. Figures are totals so far, so that a retry never counts twice.</summary>
/// <param name="ExportId">The export.</param>
/// <param name="Days">The days processed in this step.</param>
/// <param name="DaysProcessed">Number of days processed so far.</param>
/// <param name="NewMessageCount">Number of messages so far that no earlier export of the source had.</param>
/// <param name="OnlyHereCount">Number of these messages at times that other exports contain completely; null if there are none, and in older events.</param>
/// <param name="MissingCount">Number of messages so far that other exports have at times that this export contains completely, but which it does not have; null if there are none, and in older events.</param>
[EventName("pulse.export_days_processed.v1")]
public sealed record ExportDaysProcessed(
    Guid ExportId, IReadOnlyList<DateOnly> Days, int DaysProcessed, long NewMessageCount, long? OnlyHereCount = null, long? MissingCount = null) : IEvent;

/// <summary>The export and earlier ones of its source differ at times that both contain completely: messages may count twice.</summary>
/// <param name="ExportId">The export.</param>
/// <param name="OnlyHereCount">Messages that only this export has.</param>
/// <param name="MissingCount">Messages that only earlier exports have.</param>
/// <param name="Warnings">The current warnings.</param>
[EventName("pulse.export_overlap_differed.v1")]
public sealed record ExportOverlapDiffered(Guid ExportId, long OnlyHereCount, long MissingCount, IReadOnlyList<ImportWarning> Warnings) : IEvent;

/// <summary>All days of an export are processed; its weeks follow.</summary>
/// <param name="ExportId">The export.</param>
/// <param name="WeeksTotal">Number of weeks that contain the export's days.</param>
[EventName("pulse.export_weeks_started.v1")]
public sealed record ExportWeeksStarted(Guid ExportId, int WeeksTotal) : IEvent;

/// <summary>More weeks of an export were summarised.</summary>
/// <param name="ExportId">The export.</param>
/// <param name="WeeksProcessed">Number of weeks processed so far.</param>
[EventName("pulse.export_weeks_processed.v1")]
public sealed record ExportWeeksProcessed(Guid ExportId, int WeeksProcessed) : IEvent;

/// <summary>The processing of an export is complete.</summary>
/// <param name="ExportId">The export.</param>
/// <param name="RawDeleteAfter">Time from which the raw object may be removed; null keeps it.</param>
[EventName("pulse.export_completed.v1")]
public sealed record ExportCompleted(Guid ExportId, DateTimeOffset? RawDeleteAfter) : IEvent;

/// <summary>The processing of an export failed. Days and weeks that were already recorded stay.</summary>
/// <param name="ExportId">The export.</param>
/// <param name="Code">Stable error code, such as <c>ambiguous_date_format</c> or <c>no_transcript</c>.</param>
/// <param name="Error">What is wrong, where, and how to fix it.</param>
/// <param name="Recoverable">Whether a later attempt may succeed without a change to the file.</param>
/// <param name="RawDeleteAfter">Time from which the raw object may be removed; null keeps it.</param>
[EventName("pulse.export_failed.v1")]
public sealed record ExportFailed(Guid ExportId, string Code, string Error, bool Recoverable, DateTimeOffset? RawDeleteAfter) : IEvent;

/// <summary>The raw object of an export was removed after its retention; the row stays.</summary>
/// <param name="ExportId">The export.</param>
[EventName("pulse.export_raw_deleted.v1")]
public sealed record ExportRawDeleted(Guid ExportId) : IEvent;

/// <summary>An export and its raw object were deleted; digests stay.</summary>
/// <param name="ExportId">The export.</param>
[EventName("pulse.export_deleted.v1")]
public sealed record ExportDeleted(Guid ExportId) : IEvent;

/// <summary>A warning about an export that a person should check. It never quotes the chat.</summary>
/// <param name="Code">Stable code, such as <c>heads_taken_as_text</c>.</param>
/// <param name="Message">What was found, how it was handled, and the next step.</param>
/// <param name="Count">Number of affected lines or messages.</param>
/// <param name="Lines">The first of these lines.</param>
/// <param name="Sample">The start of the first line with letters replaced by x.</param>
public sealed record ImportWarning(string Code, string Message, long Count, IReadOnlyList<long> Lines, string? Sample);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
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
internal sealed partial class PulseExportsJson : JsonSerializerContext;
