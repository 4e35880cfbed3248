using EventSourced.Api.Problems;
using EventSourced.Commands.Pulse.Analysis;
using EventSourced.Projections.Pulse.Communities;
using EventSourced.Projections.Pulse.Digests;
using EventSourced.Projections.Pulse.Weeks;
using EventSourced.ReadTables;
using EventSourced.ReadTables.Query;

namespace EventSourced.Api.Pulse;

/// <summary>Queries of the public reads of Pulse, over the weekly tables, the digests, the communities and their sources.</summary>
internal sealed class PulseReads(ReadTableReader tables)
{
    private const int TrendWeeks = 12;

    public async Task<WeekShape?> WeekAsync(PulseScope scope, DateOnly? start, CancellationToken cancellationToken)
    {
        var weeks = In<WeeklySummariesPublic>(scope, r => r.CommunityId, r => r.SourceId);
        if (start is { } sunday) weeks.Where(r => r.WeekStart, sunday);
        var row = await weeks.OrderByDescending(r => r.WeekStart).FirstAsync(cancellationToken);
        return row is null ? null : (await ShapeAsync(scope, [row], cancellationToken))[0];
    }

    public async Task<History> HistoryAsync(PulseScope scope, int limit, string? cursor, CancellationToken cancellationToken)
    {
        var page = await WeekPageAsync(scope, limit, cursor, cancellationToken);
        return new History(await ShapeAsync(scope, page.Rows, cancellationToken), new Pagination(limit, page.Next));
    }

    public async Task<TrendList> TrendsAsync(PulseScope scope, int limit, string? cursor, CancellationToken cancellationToken)
    {
        var history = await HistoryAsync(scope, limit, cursor, cancellationToken);
        var last = await WeekPageAsync(scope, TrendWeeks, null, cancellationToken);
        var trend = TrendCalculator.Compute([.. last.Rows.Select(r => (r.WeekStart, r.SentimentScore, r.Confidence))]);
        return new TrendList(history.Summaries, new TrendShape(trend.Direction, trend.Slope, trend.Change, trend.Weeks, trend.Weak), history.Pagination);
    }

    public async Task<DayList> DaysAsync(PulseScope scope, DateOnly? from, DateOnly? to, int limit, string? cursor, CancellationToken cancellationToken)
    {
        var days = In<DailyDigests>(scope, r => r.CommunityId, r => r.SourceId).OrderByDescending(r => r.DayDate);
        if (from is { } first) days.Where(r => r.DayDate, first, FilterOperator.GreaterOrEqual);
        if (to is { } last) days.Where(r => r.DayDate, last, FilterOperator.LessOrEqual);
        var page = await days.PageAsync(limit, cursor, cancellationToken);
        return new DayList([.. page.Rows.Select(DayShape.Of)], new Pagination(limit, page.Next));
    }

    public async Task<Concepts> ConceptsAsync(PulseScope scope, DateOnly? start, CancellationToken cancellationToken)
    {
        var available = await In<WeeklyConceptGraphPublic>(scope, r => r.CommunityId, r => r.SourceId).OrderByDescending(r => r.WeekStart).Only(r => r.WeekStart).AllAsync(cancellationToken);
        var weeks = available.Select(r => r.WeekStart).ToList();
        if (start is { } asked && weeks.Count > 0 && !weeks.Contains(asked))
            throw new ApiException(404, "week_not_found", $"The week of {asked:yyyy-MM-dd} has no graph. Weeks: {string.Join(", ", weeks.Select(w => w.ToString("yyyy-MM-dd")))}.");
        if (weeks.Count == 0) return new Concepts(null, null, []);
        var row = await In<WeeklyConceptGraphPublic>(scope, r => r.CommunityId, r => r.SourceId).Where(r => r.WeekStart, start ?? weeks[0]).FirstAsync(cancellationToken);
        return new Concepts(row?.GraphJson, row?.MetadataJson, weeks);
    }

    public async Task<CommunityList> CommunitiesAsync(bool withPrivate, CancellationToken cancellationToken) =>
        new([.. (await tables.From<Communities>().AllAsync(cancellationToken)).Where(r => r.IsPublic || withPrivate).Select(r => new CommunityShape(r.CommunityId, r.Name, r.Description))]);

    public async Task<SourceList> SourcesAsync(string community, CancellationToken cancellationToken) =>
        new([.. (await tables.From<ChatSources>().Where(r => r.CommunityId, community).AllAsync(cancellationToken)).Select(r => new SourceShape(r.CommunityId, r.SourceId, r.Name, r.Description))]);

    private Task<RowPage<WeeklySummariesPublic>> WeekPageAsync(PulseScope scope, int limit, string? cursor, CancellationToken cancellationToken) =>
        In<WeeklySummariesPublic>(scope, r => r.CommunityId, r => r.SourceId).OrderByDescending(r => r.WeekStart).PageAsync(limit, cursor, cancellationToken);

    private async Task<IReadOnlyList<WeekShape>> ShapeAsync(PulseScope scope, IReadOnlyList<WeeklySummariesPublic> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0) return [];
        var snapshots = await In<WeeklyHealthSnapshotsPublic>(scope, r => r.CommunityId, r => r.SourceId)
            .Where(r => r.WeekStart, rows.Min(r => r.WeekStart), FilterOperator.GreaterOrEqual)
            .Where(r => r.WeekStart, rows.Max(r => r.WeekStart), FilterOperator.LessOrEqual)
            .Only(r => r.WeekStart, r => r.SnapshotJson)
            .AllAsync(cancellationToken);
        var byWeek = snapshots.ToDictionary(s => s.WeekStart, s => s.SnapshotJson);
        return [.. rows.Select(r => WeekShape.Of(r, byWeek.TryGetValue(r.WeekStart, out var health) ? health : null))];
    }

    private RowQuery<TRow> In<TRow>(
        PulseScope scope, System.Linq.Expressions.Expression<Func<TRow, string>> community, System.Linq.Expressions.Expression<Func<TRow, string>> source)
        where TRow : class, IReadTable<TRow> =>
        tables.From<TRow>().Where(community, scope.CommunityId).Where(source, scope.SourceId);
}
