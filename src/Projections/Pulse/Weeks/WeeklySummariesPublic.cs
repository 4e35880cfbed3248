using EventSourced.Contracts.Pulse;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Pulse.Weeks;

/// <summary>One row per week (Sunday to Saturday) of a chat, without anything that must not be public.</summary>
public sealed record WeeklySummariesPublic : IReadTable<WeeklySummariesPublic>
{
    /// <summary>The community.</summary>
    public required string CommunityId { get; init; }

    /// <summary>The source.</summary>
    public required string SourceId { get; init; }

    /// <summary>Sunday.</summary>
    public required DateOnly WeekStart { get; init; }

    /// <summary>Saturday.</summary>
    public required DateOnly WeekEnd { get; init; }

    /// <summary><c>positive</c>, <c>neutral</c> or <c>negative</c>.</summary>
    public required string SentimentLabel { get; init; }

    /// <summary>−1 … +1, two decimals; days weighted by ln(1 + messages).</summary>
    public required double SentimentScore { get; init; }

    /// <summary>0 … 1, two decimals: availability of data, not accuracy.</summary>
    public required double Confidence { get; init; }

    /// <summary>Up to 7 themes, strongest first.</summary>
    public required Json TopThemesJson { get; init; }

    /// <summary>The week in a sentence.</summary>
    public required string Summary { get; init; }

    /// <summary>Messages of the week's days.</summary>
    public required int TotalMessages { get; init; }

    /// <summary>Distinct senders over the week.</summary>
    public required int UniqueSenders { get; init; }

    /// <summary>Community Strain Index of the week, 0 … 1; at least that of the worst day minus 0.2.</summary>
    public required double StrainScore { get; init; }

    /// <summary><c>low</c>, <c>moderate</c> or <c>elevated</c>.</summary>
    public required string StrainLevel { get; init; }

    /// <summary>Up to 5 signals of the index, strongest first.</summary>
    public required Json StrainSignalsJson { get; init; }

    /// <summary>0 … 1, two decimals: how much data the index is based on.</summary>
    public required double StrainConfidence { get; init; }

    /// <summary>Additional results: <c>media</c>, <c>compare_previous_week</c>; null when there are none.</summary>
    public Json? AnalysisJson { get; init; }

    /// <summary>Name and version of the analyser.</summary>
    public string? Model { get; init; }

    /// <summary>When the week was first summarised.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the row last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<WeeklySummariesPublic> table)
    {
        table.Key(r => r.CommunityId, r => r.SourceId, r => r.WeekStart);
        table.Timestamps(created: r => r.CreatedAt, updated: r => r.UpdatedAt);
        table.Index("idx_weekly_by_community_source_week", r => r.CommunityId, r => r.SourceId, r => r.WeekStart);

        table.On<WeekSummarised>().Row(e => e.CommunityId, e => e.SourceId, e => e.WeekStart)
            .Set(r => r.WeekEnd, e => e.WeekEnd)
            .Set(r => r.SentimentLabel, e => e.SentimentLabel)
            .Set(r => r.SentimentScore, e => e.SentimentScore)
            .Set(r => r.Confidence, e => e.Confidence)
            .Set(r => r.TopThemesJson, e => Json.Of(e.TopThemes))
            .Set(r => r.Summary, e => e.Summary)
            .Set(r => r.TotalMessages, e => e.TotalMessages)
            .Set(r => r.UniqueSenders, e => e.UniqueSenders)
            .Set(r => r.StrainScore, e => e.Strain.Score)
            .Set(r => r.StrainLevel, e => e.Strain.Level)
            .Set(r => r.StrainSignalsJson, e => Json.Of(e.Strain.Signals))
            .Set(r => r.StrainConfidence, e => e.Strain.Confidence)
            .Set(r => r.AnalysisJson, e => e.Analysis == null ? null : Json.Of(e.Analysis))
            .Set(r => r.Model, e => e.Model);

        table.On<WeekRemoved>().Delete(e => e.CommunityId, e => e.SourceId, e => e.WeekStart);
        table.On<CommunityDeleted>().DeleteWhere(r => r.CommunityId, e => e.CommunityId);
    }
}
