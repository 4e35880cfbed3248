using EventSourced.Contracts.Pulse;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Pulse.Digests;

/// <summary>One row per day of a chat: mood, themes and strain, without names or text.</summary>
public sealed record DailyDigests : IReadTable<DailyDigests>
{
    /// <summary>The community.</summary>
    public required string CommunityId { get; init; }

    /// <summary>The source.</summary>
    public required string SourceId { get; init; }

    /// <summary>Calendar day as written in the export.</summary>
    public required DateOnly DayDate { get; init; }

    /// <summary><c>positive</c>, <c>neutral</c> or <c>negative</c>.</summary>
    public required string SentimentLabel { get; init; }

    /// <summary>−1 … +1, two decimals.</summary>
    public required double SentimentScore { get; init; }

    /// <summary>Up to 5 themes, most frequent first.</summary>
    public required Json TopThemesJson { get; init; }

    /// <summary>The day in a sentence or two, at most 600 characters.</summary>
    public required string Summary { get; init; }

    /// <summary>Messages of the day known so far.</summary>
    public required int MessageCount { get; init; }

    /// <summary>Distinct senders of the day known so far.</summary>
    public required int UniqueSenderCount { get; init; }

    /// <summary>Community Strain Index, 0 … 1, two decimals.</summary>
    public required double StrainScore { get; init; }

    /// <summary><c>low</c>, <c>moderate</c> or <c>elevated</c>.</summary>
    public required string StrainLevel { get; init; }

    /// <summary>Signals of the index (id, label, value, weight), by contribution descending.</summary>
    public required Json StrainSignalsJson { get; init; }

    /// <summary>0 … 1, two decimals: how much data the index is based on.</summary>
    public required double StrainConfidence { get; init; }

    /// <summary>Aggregates of the day's analysed media; null when there are none.</summary>
    public Json? AnalysisJson { get; init; }

    /// <summary>Name and version of the analyser.</summary>
    public string? Model { get; init; }

    /// <summary>When the day was first digested.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the row last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<DailyDigests> table)
    {
        table.Key(r => r.CommunityId, r => r.SourceId, r => r.DayDate);
        table.Timestamps(created: r => r.CreatedAt, updated: r => r.UpdatedAt);
        table.Index("idx_daily_by_community_source_date", r => r.CommunityId, r => r.SourceId, r => r.DayDate);

        table.On<DayDigested>().Row(e => e.CommunityId, e => e.SourceId, e => e.DayDate)
            .Set(r => r.SentimentLabel, e => e.Analysis.SentimentLabel)
            .Set(r => r.SentimentScore, e => e.Analysis.SentimentScore)
            .Set(r => r.TopThemesJson, e => Json.Of(e.Analysis.TopThemes))
            .Set(r => r.Summary, e => e.Analysis.Summary)
            .Set(r => r.MessageCount, e => e.MessageCount)
            .Set(r => r.UniqueSenderCount, e => e.SenderHashes.Count)
            .Set(r => r.StrainScore, e => e.Analysis.Strain.Score)
            .Set(r => r.StrainLevel, e => e.Analysis.Strain.Level)
            .Set(r => r.StrainSignalsJson, e => Json.Of(e.Analysis.Strain.Signals))
            .Set(r => r.StrainConfidence, e => e.Analysis.Strain.Confidence)
            .Set(r => r.AnalysisJson, e => null)
            .Set(r => r.Model, e => e.Model);

        table.On<DayCleared>().Delete(e => e.CommunityId, e => e.SourceId, e => e.DayDate);
        table.On<CommunityDeleted>().DeleteWhere(r => r.CommunityId, e => e.CommunityId);
    }
}
