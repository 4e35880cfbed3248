using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pulse.Analysis;
using EventSourced.Commands.Pulse.Communities;
using EventSourced.Commands.Pulse.Days;
using EventSourced.Contracts.Pulse;

namespace EventSourced.Commands.Pulse.Weeks;

/// <summary>Computes weeks from the latest digests and decides what to record.</summary>
internal sealed class WeekRefresher(StateReader reader, IDayAnalyser analyser)
{
    /// <summary>Maximum number of weeks that are computed and recorded together.</summary>
    public const int MaxWeeks = 16;

    /// <summary>How many weeks back a week's belonging and trend look.</summary>
    private const int LookBackWeeks = 4;

    /// <summary>The weeks and the later weeks that look back at them; ascending.</summary>
    public static IReadOnlyList<DateOnly> WithDependentWeeks(IEnumerable<DateOnly> weeks)
    {
        SortedSet<DateOnly> all = [];
        foreach (var week in weeks)
            for (var i = 0; i <= LookBackWeeks && week.DayNumber + 7 * i <= DateOnly.MaxValue.DayNumber - 6; i++)
                all.Add(week.AddDays(7 * i));
        return [.. all];
    }

    /// <summary>
    /// Decides what to append so that the given weeks match their digests: events of weeks, and a check that the days they are computed from are unchanged.
    /// </summary>
    /// <param name="source">The source.</param>
    /// <param name="weeks">Ascending; at most <see cref="MaxWeeks"/>.</param>
    /// <param name="isWanted">Weeks that are computed even if they have no results yet; the others are only updated.</param>
    /// <param name="force">Also records unchanged results.</param>
    /// <param name="compare">Adds the comparison with the previous week. A week that has one keeps it.</param>
    /// <param name="cancellationToken">Cancels the computation.</param>
    public async Task<Decision> DecideAsync(
        SourceScope source, IReadOnlyList<DateOnly> weeks, Func<DateOnly, bool> isWanted, bool force, bool compare, CancellationToken cancellationToken)
    {
        var earlier = weeks.SelectMany(w => Enumerable.Range(1, LookBackWeeks).Select(i => w.DayNumber - 7 * i)).Where(n => n >= 0).Select(DateOnly.FromDayNumber);
        var states = (await reader.LoadAllAsync([.. weeks.Concat(earlier).Distinct().Select(w => new WeekState(source, w))], null, cancellationToken)).ToDictionary(s => s.WeekStart);
        var summaries = states.Where(s => s.Value.Summary is not null).ToDictionary(s => s.Key, s => s.Value.Summary!);
        DateOnly[] computed = [.. weeks.Where(w => isWanted(w) || states[w].HasResults)];
        var days = (await reader.LoadAllAsync([.. computed.SelectMany(DaysOf).Select(d => new DayDigestState(source, d))], DayDigestState.Types, cancellationToken)).ToDictionary(d => d.Date);

        List<Decision> decisions = [];
        foreach (var week in computed)
        {
            var results = Compute(source, week, [.. DaysOf(week).Select(d => days[d].Digest).OfType<DayDigested>()], summaries, (compare && isWanted(week)) || HasComparison(states[week]));
            if (results is null) summaries.Remove(week);
            else summaries[week] = results.Summary;
            var decision = WeekDecider.Decide(states[week], results, reader.Same, force && isWanted(week));
            if (decision.IsNothing) continue;
            // If a day is cleared concurrently, the append must fail: its week would keep the cleared data.
            decisions.Add(DaysOf(week).Select(d => days[d]).Where(d => d.Digest is not null).Aggregate(decision, (d, day) => d.While(day)));
        }
        return Decision.All(decisions);
    }

    private WeekResults? Compute(
        SourceScope source, DateOnly week, IReadOnlyList<DayDigested> digests, Dictionary<DateOnly, WeekSummarised> summaries, bool compare)
    {
        WeekSummarised[] previous = [.. Enumerable.Range(1, LookBackWeeks).Select(i => week.DayNumber - 7 * i).Where(n => n >= 0)
            .Select(n => summaries.GetValueOrDefault(DateOnly.FromDayNumber(n))).OfType<WeekSummarised>()];
        var summary = WeekCalculator.Summarise(
            source.CommunityId, source.SourceId, week, digests, previous.FirstOrDefault(p => p.WeekStart.AddDays(7) == week), compare, analyser.Model);
        return summary is null
            ? null
            : new(summary, HealthCalculator.Assess(summary, digests, previous), ConceptGraphBuilder.Build(source.CommunityId, source.SourceId, week, digests));
    }

    private static bool HasComparison(WeekState state) => state.Summary?.Analysis is { } analysis && analysis.TryGetProperty("compare_previous_week", out _);

    private static IEnumerable<DateOnly> DaysOf(DateOnly week) => Enumerable.Range(0, 7).Select(week.AddDays);
}
