using System.Text.Json;
using EventSourced.Projections.Pulse.Digests;
using EventSourced.Projections.Pulse.Weeks;
using EventSourced.ReadTables;

namespace EventSourced.Api.Pulse;

/// <summary>Limit and next page of a list.</summary>
/// <param name="Limit">Maximum number of items of a page.</param>
/// <param name="Next">Cursor of the next page, or null.</param>
public sealed record Pagination(int Limit, string? Next);

/// <summary>The strain index of a day or a week.</summary>
/// <param name="Score">0 … 1.</param>
/// <param name="Level"><c>low</c>, <c>moderate</c> or <c>elevated</c>.</param>
/// <param name="Signals">Signals, strongest first.</param>
/// <param name="Confidence">0 … 1.</param>
public sealed record StrainShape(double Score, string Level, Json Signals, double Confidence);

/// <summary>The public view of a week: without counts of messages and people.</summary>
/// <param name="CommunityId">The community.</param>
/// <param name="SourceId">The source.</param>
/// <param name="WeekStart">Sunday.</param>
/// <param name="WeekEnd">Saturday.</param>
/// <param name="SentimentLabel"><c>positive</c>, <c>neutral</c> or <c>negative</c>.</param>
/// <param name="SentimentScore">−1 … +1.</param>
/// <param name="Confidence">0 … 1: availability of data.</param>
/// <param name="TopThemes">Up to 7 themes.</param>
/// <param name="Summary">The week in a sentence.</param>
/// <param name="Strain">The strain index.</param>
/// <param name="Analysis">Additional results, or null.</param>
/// <param name="UpdatedAt">When it last changed.</param>
/// <param name="HealthSnapshot">The week's health, or null.</param>
/// <param name="Media">Counts of analysed media, or null.</param>
public sealed record WeekShape(
    string CommunityId, string SourceId, DateOnly WeekStart, DateOnly WeekEnd, string SentimentLabel, double SentimentScore, double Confidence,
    Json TopThemes, string Summary, StrainShape Strain, Json? Analysis, DateTimeOffset UpdatedAt, Json? HealthSnapshot, Json? Media)
{
    internal static WeekShape Of(WeeklySummariesPublic row, Json? health) => new(
        row.CommunityId, row.SourceId, row.WeekStart, row.WeekEnd, row.SentimentLabel, row.SentimentScore, row.Confidence, row.TopThemesJson, row.Summary,
        new StrainShape(row.StrainScore, row.StrainLevel, row.StrainSignalsJson, row.StrainConfidence), row.AnalysisJson, row.UpdatedAt, health, MediaOf(row.AnalysisJson));

    private static Json? MediaOf(Json? analysis)
    {
        if (analysis is not { } json) return null;
        using var document = JsonDocument.Parse(json.Text);
        return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("media", out var media) ? new Json(media.GetRawText()) : null;
    }
}

/// <summary>A day's digest.</summary>
/// <param name="CommunityId">The community.</param>
/// <param name="SourceId">The source.</param>
/// <param name="DayDate">The day as written in the export.</param>
/// <param name="SentimentLabel"><c>positive</c>, <c>neutral</c> or <c>negative</c>.</param>
/// <param name="SentimentScore">−1 … +1.</param>
/// <param name="TopThemes">Up to 5 themes.</param>
/// <param name="Summary">The day in a sentence.</param>
/// <param name="MessageCount">Messages of the day.</param>
/// <param name="UniqueSenderCount">People who wrote.</param>
/// <param name="Strain">The strain index.</param>
/// <param name="UpdatedAt">When it last changed.</param>
public sealed record DayShape(
    string CommunityId, string SourceId, DateOnly DayDate, string SentimentLabel, double SentimentScore, Json TopThemes, string Summary,
    long MessageCount, long UniqueSenderCount, StrainShape Strain, DateTimeOffset UpdatedAt)
{
    internal static DayShape Of(DailyDigests row) => new(
        row.CommunityId, row.SourceId, row.DayDate, row.SentimentLabel, row.SentimentScore, row.TopThemesJson, row.Summary, row.MessageCount, row.UniqueSenderCount,
        new StrainShape(row.StrainScore, row.StrainLevel, row.StrainSignalsJson, row.StrainConfidence), row.UpdatedAt);
}

/// <summary>Weeks, newest first.</summary>
/// <param name="Summaries">The weeks.</param>
/// <param name="Pagination">The pagination.</param>
public sealed record History(IReadOnlyList<WeekShape> Summaries, Pagination Pagination);

/// <summary>Days, newest first.</summary>
/// <param name="Days">The days.</param>
/// <param name="Pagination">The pagination.</param>
public sealed record DayList(IReadOnlyList<DayShape> Days, Pagination Pagination);

/// <summary>The trend of the weekly sentiment.</summary>
/// <param name="Direction"><c>improving</c>, <c>declining</c>, <c>stable</c> or <c>insufficient_data</c>.</param>
/// <param name="Slope">Change per week of the fitted line.</param>
/// <param name="Change">Fitted value of the last week minus that of the first.</param>
/// <param name="Weeks">Number of weeks used.</param>
/// <param name="Weak">Whether there is a change that is too small to count as a trend.</param>
public sealed record TrendShape(string Direction, double Slope, double Change, int Weeks, bool Weak);

/// <summary>Weeks and their trend.</summary>
/// <param name="Summaries">The weeks, newest first.</param>
/// <param name="Trends">The trend of the last 12 weeks.</param>
/// <param name="Pagination">The pagination.</param>
public sealed record TrendList(IReadOnlyList<WeekShape> Summaries, TrendShape Trends, Pagination Pagination);

/// <summary>The concept graph of a week.</summary>
/// <param name="Graph">Nodes and edges, or null when there is no data.</param>
/// <param name="Metadata">Week, counts and origin of the pillars, or null.</param>
/// <param name="AvailableWeeks">Weeks that have a graph, newest first.</param>
public sealed record Concepts(Json? Graph, Json? Metadata, IReadOnlyList<DateOnly> AvailableWeeks);

/// <summary>A community.</summary>
/// <param name="CommunityId">Its slug.</param>
/// <param name="Name">Its name.</param>
/// <param name="Description">Its description.</param>
public sealed record CommunityShape(string CommunityId, string Name, string Description);

/// <summary>All communities.</summary>
/// <param name="Communities">By slug.</param>
public sealed record CommunityList(IReadOnlyList<CommunityShape> Communities);

/// <summary>A chat source.</summary>
/// <param name="CommunityId">The community.</param>
/// <param name="SourceId">Its slug.</param>
/// <param name="Name">Its name.</param>
/// <param name="Description">What the chat is about.</param>
public sealed record SourceShape(string CommunityId, string SourceId, string Name, string Description);

/// <summary>The sources of a community.</summary>
/// <param name="Sources">By slug.</param>
public sealed record SourceList(IReadOnlyList<SourceShape> Sources);
