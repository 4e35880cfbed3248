using EventSourced.Contracts.Pulse;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Pulse.Weeks;

/// <summary>The themes of a chat's week, and which of them occurred on the same days.</summary>
public sealed record WeeklyConceptGraphPublic : IReadTable<WeeklyConceptGraphPublic>
{
    /// <summary>The community.</summary>
    public required string CommunityId { get; init; }

    /// <summary>The source.</summary>
    public required string SourceId { get; init; }

    /// <summary>Sunday.</summary>
    public required DateOnly WeekStart { get; init; }

    /// <summary>Saturday.</summary>
    public required DateOnly WeekEnd { get; init; }

    /// <summary>Nodes (themes, heaviest first, at most 40) and edges (themes of one day, at most 120).</summary>
    public required Json GraphJson { get; init; }

    /// <summary>Week, counts, source of the pillars, and time of the computation.</summary>
    public required Json MetadataJson { get; init; }

    /// <summary>Number of nodes.</summary>
    public required int NodeCount { get; init; }

    /// <summary>Number of edges.</summary>
    public required int EdgeCount { get; init; }

    /// <summary>When the row last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<WeeklyConceptGraphPublic> table)
    {
        table.Key(r => r.CommunityId, r => r.SourceId, r => r.WeekStart);
        table.Timestamps(created: null, updated: r => r.UpdatedAt);

        table.On<WeekConceptsMapped>().Row(e => e.CommunityId, e => e.SourceId, e => e.WeekStart)
            .Set(r => r.WeekEnd, e => e.WeekEnd)
            .Set(r => r.GraphJson, e => Json.Of(new { e.Nodes, e.Edges }))
            .Set(r => r.MetadataJson, (e, info) => Json.Of(new
            {
                e.WeekStart,
                e.WeekEnd,
                NodeCount = e.Nodes.Count,
                EdgeCount = e.Edges.Count,
                e.PillarSource,
                GeneratedAt = info.RecordedAt.UtcDateTime,
            }))
            .Set(r => r.NodeCount, e => e.Nodes.Count)
            .Set(r => r.EdgeCount, e => e.Edges.Count);

        table.On<WeekRemoved>().Delete(e => e.CommunityId, e => e.SourceId, e => e.WeekStart);
        table.On<CommunityDeleted>().DeleteWhere(r => r.CommunityId, e => e.CommunityId);
    }
}
