using System.Text.Json;
using EventSourced.Contracts.Pulse;

namespace EventSourced.Laws.Tests.Histories.Pulse;

/// <summary>What an analyser may have found.</summary>
internal static class Analyses
{
    private static readonly string[] s_labels = ["positive", "neutral", "negative"];

    public static DayAnalysis Day(Random random) => new(random.Of(s_labels), random.Real(), random.Some(5, Chance.Text), random.AnyText(), Strain(random));

    public static WeekSummarised Week(Random random, string community, string source, DateOnly week) => new(
        community, source, week, End(week), random.Of(s_labels), random.Real(), random.Real(), random.Some(7, Chance.Text), random.AnyText(), random.Count(), random.Count(), Strain(random),
        random.Once(3) ? null : JsonSerializer.SerializeToElement(new { media = random.Some(3, Chance.Text), compare_previous_week = new { delta = random.Real(), note = random.AnyText() } }), "weeks/1");

    public static WeekHealthAssessed Health(Random random, string community, string source, DateOnly week) => new(
        community, source, week, End(week), random.Some(6, Pillar), random.Once(4) ? null : random.Next(101), random.Real());

    public static WeekConceptsMapped Concepts(Random random, string community, string source, DateOnly week) => new(
        community, source, week, End(week),
        random.Some(8, r => new ConceptNode(r.Text(), r.Text(), r.Count(), r.Next(8), r.Real(), "belonging")),
        random.Some(8, r => new ConceptEdge(r.Text(), r.Text(), r.Count(), r.Real())), random.Of(["keyword", "model"]));

    private static DateOnly End(DateOnly week) => DateOnly.FromDayNumber(Math.Min(week.DayNumber + 6, DateOnly.MaxValue.DayNumber));

    private static Strain Strain(Random random) => new(random.Real(), random.Of(["low", "moderate", "elevated"]), random.Some(5, r => new StrainSignal("urgency", r.Text(), r.Real(), r.Real())), random.Real());

    private static HealthPillar Pillar(Random random) => new("equity", random.Once(4) ? null : random.Next(101), random.Some(2, r =>
        new HealthSignal("concentration", "equity", r.Text(), r.Once(4) ? null : r.Real(), "share", "lower_is_better", r.Real(), r.AnyText())));
}
