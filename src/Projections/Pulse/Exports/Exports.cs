using EventSourced.Contracts.Pulse;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Pulse.Exports;

/// <summary>Uploaded chat exports and their progress.</summary>
public sealed record Exports : IReadTable<Exports>
{
    /// <summary>The export.</summary>
    public required string ExportId { get; init; }

    /// <summary>The community.</summary>
    public required string CommunityId { get; init; }

    /// <summary>The source, or null while none is assigned.</summary>
    public string? SourceId { get; init; }

    /// <summary>Key of the raw bytes in the object store.</summary>
    public required string ObjectKey { get; init; }

    /// <summary>Name of the uploaded file.</summary>
    public required string Filename { get; init; }

    /// <summary><c>txt</c> or <c>zip</c>.</summary>
    public required string FileType { get; init; }

    /// <summary>Size of the upload in bytes.</summary>
    public required long ByteSize { get; init; }

    /// <summary>SHA-256 of the upload, hex.</summary>
    public required string ContentSha256 { get; init; }

    /// <summary><c>pending_source</c>, <c>queued</c>, <c>processing</c>, <c>weekly_processing</c>, <c>completed</c> or <c>failed</c>.</summary>
    public required string Status { get; init; }

    /// <summary>Messages in the file, duplicates included.</summary>
    public required long MessageCount { get; init; }

    /// <summary>Messages that no earlier export of the source had.</summary>
    public required long NewMessageCount { get; init; }

    /// <summary>Number of days with messages; null until the file is scanned.</summary>
    public int? DaysTotal { get; init; }

    /// <summary>Number of days processed so far.</summary>
    public required int DaysProcessed { get; init; }

    /// <summary>Number of weeks of these days; null until all days are processed.</summary>
    public int? WeeksTotal { get; init; }

    /// <summary>Number of weeks processed so far.</summary>
    public required int WeeksProcessed { get; init; }

    /// <summary>First day with messages, as written.</summary>
    public DateOnly? FirstDay { get; init; }

    /// <summary>Last day with messages, as written.</summary>
    public DateOnly? LastDay { get; init; }

    /// <summary>The evidence for the date order of the file: <c>stated</c>, <c>proven</c>, <c>either</c> (both orders give the same dates), <c>earlier_import</c>, <c>running_order</c> (ascending times), <c>form</c> (the format) or <c>assumed</c>; <c>corrected</c> when a later import proved a guess wrong; null until scanned.</summary>
    public string? DateOrderBasis { get; init; }

    /// <summary>Lines of the file; null until scanned.</summary>
    public long? LineCount { get; init; }

    /// <summary>Lines by WhatsApp without a sender; null until scanned.</summary>
    public long? SystemCount { get; init; }

    /// <summary>Entries by WhatsApp with a sender, such as deleted messages; null until scanned.</summary>
    public long? NoticeCount { get; init; }

    /// <summary>Lines before the first message, and lines like headers that were read as text; null until scanned.</summary>
    public long? LeftOutCount { get; init; }

    /// <summary>Encoding of the file; null until scanned.</summary>
    public string? Encoding { get; init; }

    /// <summary><c>none</c> or <c>warnings</c>; null until scanned.</summary>
    public string? WarningState { get; init; }

    /// <summary>Warnings that a person should check: code, message, count, lines and a sample without personal text; null if there are none.</summary>
    public Json? WarningsJson { get; init; }

    /// <summary>Number of processing attempts.</summary>
    public required int AttemptCount { get; init; }

    /// <summary>The reason of a failure, with the line and the next step, or the reason for waiting.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>1 if the raw object is removed some time after processing, else 0.</summary>
    public required int DeleteAfterProcessing { get; init; }

    /// <summary>Time from which the raw object may be removed.</summary>
    public DateTimeOffset? RawDeleteAfter { get; init; }

    /// <summary>When the raw object was removed.</summary>
    public DateTimeOffset? RawDeletedAt { get; init; }

    /// <summary>When it was uploaded.</summary>
    public required DateTimeOffset UploadedAt { get; init; }

    /// <summary>When processing last started.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it was completed.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>When the row last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<Exports> table)
    {
        table.Key(r => r.ExportId);
        table.Timestamps(created: null, updated: r => r.UpdatedAt);
        table.Index("idx_exports_by_community_source", r => r.CommunityId, r => r.SourceId);
        table.Index("idx_exports_status_community", r => r.Status, r => r.CommunityId);

        table.On<ExportRegistered>().Row(e => e.ExportId.ToString())
            .Set(r => r.CommunityId, e => e.CommunityId)
            .Set(r => r.SourceId, e => e.SourceId)
            .Set(r => r.ObjectKey, e => e.ObjectKey)
            .Set(r => r.Filename, e => e.Filename)
            .Set(r => r.FileType, e => e.FileType)
            .Set(r => r.ByteSize, e => e.ByteSize)
            .Set(r => r.ContentSha256, e => e.ContentSha256)
            .Set(r => r.Status, e => "pending_source")
            .Set(r => r.DeleteAfterProcessing, e => e.DeleteAfterProcessing ? 1 : 0)
            .Set(r => r.UploadedAt, (e, info) => info.RecordedAt);

        table.On<ExportSourceAssigned>().Existing(e => e.ExportId.ToString())
            .Set(r => r.SourceId, e => e.SourceId);

        table.On<ExportQueued>().Existing(e => e.ExportId.ToString())
            .Set(r => r.Status, e => "queued");

        table.On<ExportProcessingStarted>().Existing(e => e.ExportId.ToString())
            .Set(r => r.Status, e => "processing")
            .Set(r => r.AttemptCount, e => e.Attempt)
            .Set(r => r.ErrorMessage, e => null)
            .Set(r => r.StartedAt, (e, info) => info.RecordedAt)
            .Set(r => r.CompletedAt, e => null);

        table.On<ExportScanned>().Existing(e => e.ExportId.ToString())
            .Set(r => r.MessageCount, e => e.MessageCount)
            .Set(r => r.DaysTotal, e => e.DaysTotal)
            .Set(r => r.FirstDay, e => e.FirstDay)
            .Set(r => r.LastDay, e => e.LastDay)
            .Set(r => r.DateOrderBasis, e => e.DateOrderBasis)
            .Set(r => r.LineCount, e => e.LineCount)
            .Set(r => r.SystemCount, e => e.SystemCount)
            .Set(r => r.NoticeCount, e => e.NoticeCount)
            .Set(r => r.LeftOutCount, e => e.LeftOutCount)
            .Set(r => r.Encoding, e => e.Encoding)
            .Set(r => r.WarningState, e => e.Warnings == null ? "none" : "warnings")
            .Set(r => r.WarningsJson, e => e.Warnings == null ? null : Json.Of(e.Warnings));

        table.On<ExportDateOrderCorrected>().Existing(e => e.ExportId.ToString())
            .Set(r => r.FirstDay, e => e.FirstDay)
            .Set(r => r.LastDay, e => e.LastDay)
            .Set(r => r.DateOrderBasis, e => "corrected")
            .Set(r => r.WarningState, e => "warnings")
            .Set(r => r.WarningsJson, e => Json.Of(e.Warnings));

        table.On<ExportDaysProcessed>().Existing(e => e.ExportId.ToString())
            .Set(r => r.DaysProcessed, e => e.DaysProcessed)
            .Set(r => r.NewMessageCount, e => e.NewMessageCount);

        table.On<ExportOverlapDiffered>().Existing(e => e.ExportId.ToString())
            .Set(r => r.WarningState, e => "warnings")
            .Set(r => r.WarningsJson, e => Json.Of(e.Warnings));

        table.On<ExportWeeksStarted>().Existing(e => e.ExportId.ToString())
            .Set(r => r.Status, e => "weekly_processing")
            .Set(r => r.WeeksTotal, e => e.WeeksTotal)
            .Set(r => r.WeeksProcessed, e => 0);

        table.On<ExportWeeksProcessed>().Existing(e => e.ExportId.ToString())
            .Set(r => r.WeeksProcessed, e => e.WeeksProcessed);

        table.On<ExportCompleted>().Existing(e => e.ExportId.ToString())
            .Set(r => r.Status, e => "completed")
            .Set(r => r.RawDeleteAfter, e => e.RawDeleteAfter)
            .Set(r => r.CompletedAt, (e, info) => info.RecordedAt);

        table.On<ExportFailed>().Existing(e => e.ExportId.ToString())
            .Set(r => r.Status, e => "failed")
            .Set(r => r.ErrorMessage, e => e.Error)
            .Set(r => r.RawDeleteAfter, e => e.RawDeleteAfter);

        table.On<ExportRawDeleted>().Existing(e => e.ExportId.ToString())
            .Set(r => r.RawDeletedAt, (e, info) => info.RecordedAt);

        table.On<ExportDeleted>().Delete(e => e.ExportId.ToString());
        table.On<CommunityDeleted>().DeleteWhere(r => r.CommunityId, e => e.CommunityId);
    }
}
