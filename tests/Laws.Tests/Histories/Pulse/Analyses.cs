using System.Text.Json;
using EventSourced.Contracts.Pulse;

namespace EventSourced.Laws.Tests.Histories.Pulse;

/// <summary>Random results of the analysis.</summary>
internal static class Analyses
{
    private static readonly string[] s_labels = ["positive", "neutral", "negative"];

    public static DayAnalysis Day(Random random) => new(random.Pick(s_labels), random.Real(), random.ListOf(5, RandomValues.Text), random.TextOrEmpty(), Strain(random));

    public static WeekSummarised Week(Random random, string community, string source, DateOnly week) => new(
        community, source, week, End(week), random.Pick(s_labels), random.Real(), random.Real(), random.ListOf(7, RandomValues.Text), random.TextOrEmpty(), random.Count(), random.Count(), Strain(random),
        random.OneIn(3) ? null : JsonSerializer.SerializeToElement(new { media = random.ListOf(3, RandomValues.Text), compare_previous_week = new { delta = random.Real(), note = random.TextOrEmpty() } }), "weeks/1");

    public static WeekHealthAssessed Health(Random random, string community, string source, DateOnly week) => new(
        community, source, week, End(week), random.ListOf(6, Pillar), random.OneIn(4) ? null : random.Next(101), random.Real());

    public static WeekConceptsMapped Concepts(Random random, string community, string source, DateOnly week) => new(
        community, source, week, End(week),
        random.ListOf(8, r => new ConceptNode(r.Text(), r.Text(), r.Count(), r.Next(8), r.Real(), "belonging")),
        random.ListOf(8, r => new ConceptEdge(r.Text(), r.Text(), r.Count(), r.Real())), random.Pick(["keyword", "model"]));

    private static DateOnly End(DateOnly week) => DateOnly.FromDayNumber(Math.Min(week.DayNumber + 6, DateOnly.MaxValue.DayNumber));

    private static Strain Strain(Random random) => new(random.Real(), random.Pick(["low", "moderate", "elevated"]), random.ListOf(5, r => new StrainSignal("urgency", r.Text(), r.Real(), r.Real())), random.Real());

    private static HealthPillar Pillar(Random random) => new("equity", random.OneIn(4) ? null : random.Next(101), random.ListOf(2, r =>
        new HealthSignal("concentration", "equity", r.Text(), r.OneIn(4) ? null : r.Real(), "share", "lower_is_better", r.Real(), r.TextOrEmpty())));
}
