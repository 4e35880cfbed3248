using EventSourced.Contracts.Pulse;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Pulse.Weeks;

/// <summary>The health of a chat's community on six pillars, week by week.</summary>
public sealed record WeeklyHealthSnapshotsPublic : IReadTable<WeeklyHealthSnapshotsPublic>
{
    /// <summary>The community.</summary>
    public required string CommunityId { get; init; }

    /// <summary>The source.</summary>
    public required string SourceId { get; init; }

    /// <summary>Sunday.</summary>
    public required DateOnly WeekStart { get; init; }

    /// <summary>Saturday.</summary>
    public required DateOnly WeekEnd { get; init; }

    /// <summary>The whole snapshot: period, pillars with their signals, overall, data_confidence, updated_at.</summary>
    public required Json SnapshotJson { get; init; }

    /// <summary>Mean of the pillars with data, 0 … 100; null if there is none.</summary>
    public int? Overall { get; init; }

    /// <summary>The week's confidence, 0 … 1.</summary>
    public required double DataConfidence { get; init; }

    /// <summary>When the row last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<WeeklyHealthSnapshotsPublic> table)
    {
        table.Key(r => r.CommunityId, r => r.SourceId, r => r.WeekStart);
        table.Timestamps(created: null, updated: r => r.UpdatedAt);

        table.On<WeekHealthAssessed>().Row(e => e.CommunityId, e => e.SourceId, e => e.WeekStart)
            .Set(r => r.WeekEnd, e => e.WeekEnd)
            .Set(r => r.SnapshotJson, (e, info) => HealthSnapshot.Of(e, info))
            .Set(r => r.Overall, e => e.Overall)
            .Set(r => r.DataConfidence, e => e.DataConfidence);

        table.On<WeekRemoved>().Delete(e => e.CommunityId, e => e.SourceId, e => e.WeekStart);
        table.On<CommunityDeleted>().DeleteWhere(r => r.CommunityId, e => e.CommunityId);
    }
}
