using EventSourced.Contracts.Pulse;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Pulse.Digests;

/// <summary>One row per imported message, as a hash, so that importing a message again adds nothing.</summary>
public sealed record MessageHashes : IReadTable<MessageHashes>
{
    /// <summary>The community.</summary>
    public required string CommunityId { get; init; }

    /// <summary>The source.</summary>
    public required string SourceId { get; init; }

    /// <summary>Calendar day as written in the export.</summary>
    public required DateOnly DayDate { get; init; }

    /// <summary>SHA-256 hex over sender hash, normalised text and, for repetitions of one day, the ordinal.</summary>
    public required string ContentHash { get; init; }

    /// <summary>HMAC-SHA-256 hex of the normalised sender under the community's key.</summary>
    public required string SenderHash { get; init; }

    /// <summary>The export that contained the message; it may have been deleted since.</summary>
    public required string ExportId { get; init; }

    /// <summary>When it was recorded.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<MessageHashes> table)
    {
        table.Key(r => r.CommunityId, r => r.SourceId, r => r.DayDate, r => r.ContentHash);
        table.Index("idx_hashes_by_community_source_date", r => r.CommunityId, r => r.SourceId, r => r.DayDate);

        table.On<DayMessagesRecorded>().Each(e => e.Messages).Insert()
            .Set(r => r.CommunityId, (e, message) => e.CommunityId)
            .Set(r => r.SourceId, (e, message) => e.SourceId)
            .Set(r => r.DayDate, (e, message) => e.DayDate)
            .Set(r => r.ContentHash, (e, message) => message.ContentHash)
            .Set(r => r.SenderHash, (e, message) => message.SenderHash)
            .Set(r => r.ExportId, (e, message) => e.ExportId.ToString())
            .Set(r => r.CreatedAt, (e, message, info) => info.RecordedAt);

        table.On<DayCleared>(e => e.IncludeHashes)
            .DeleteWhere(r => r.CommunityId, e => e.CommunityId)
            .And(r => r.SourceId, e => e.SourceId)
            .And(r => r.DayDate, e => e.DayDate);

        table.On<DayMessagesWithdrawn>()
            .DeleteWhere(r => r.CommunityId, e => e.CommunityId)
            .And(r => r.SourceId, e => e.SourceId)
            .And(r => r.DayDate, e => e.DayDate)
            .And(r => r.ExportId, e => e.ExportId.ToString());

        table.On<CommunityDeleted>().DeleteWhere(r => r.CommunityId, e => e.CommunityId);
    }
}
