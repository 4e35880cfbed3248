using EventSourced.Commands.Pulse.Analysis;
using EventSourced.Contracts.Pulse;

namespace EventSourced.Commands.Tests.Pulse.Analysis;

public sealed class HealthCalculatorTests
{
    private static readonly DayDigested[] FourDays =
    [
        Days.Digest(0, 5, themes: ["events"], signals: [new("unresolved_requests", "", 0.5, 0.15), new("concentration", "", 0.4, 0.15)]),
        Days.Digest(1, 5, themes: ["food", "Maintenance"], signals: [new("concentration", "", 0.4, 0.15)]),
        Days.Digest(3, 5, themes: ["food"]),
        Days.Digest(6, 5),
    ];

    [Fact]
    public void Each_pillar_follows_its_formula()
    {
        var health = HealthCalculator.Assess(
            Days.Week(sentiment: 0.2, strain: 0.4, senders: 6, confidence: 0.6), FourDays,
            [Days.Week(senders: 10, weeksAgo: 1), Days.Week(senders: 4, weeksAgo: 2), Days.Week(senders: 8, weeksAgo: 4), Days.Week(senders: 90, weeksAgo: 5)]);

        Assert.Equal(
            [
                ("emotional_climate", 50), // 50 + 50×0.2 − 25×0.4
                ("belonging", 75), // 6 of the median of 4, 8, 10; the fifth week back does not count
                ("mutual_support", 88), // 1 − 0.5/4 = 0.875
                ("equity", 80), // 1 − (0.4 + 0.4)/4
                ("coordination", 67), // 2 days of 3
                ("reliability", 57), // 4 days of 7
            ],
            health.Pillars.Select(pillar => (pillar.Id, pillar.Score ?? -1)));
        Assert.Equal(70, health.Overall); // 417/6 = 69.5
        Assert.Equal(0.6, health.DataConfidence);
        Assert.Equal(
            [("sentiment", 0.2, 0.6), ("strain", 0.4, 0.25), ("participation", 0.75, 0.45), ("unresolved_requests", 0.13, 0.6), ("concentration", 0.2, 0.6), ("coordination_days", 2, 0.6), ("active_days", 4, 0.6)],
            health.Pillars.SelectMany(pillar => pillar.Signals).Select(signal => (signal.Id, signal.Value ?? -1, signal.Confidence)));
    }

    [Fact]
    public void The_first_week_has_a_belonging_score_of_fifty()
    {
        var belonging = HealthCalculator.Assess(Days.Week(senders: 6), FourDays, []).Pillars[1];
        Assert.Equal(50, belonging.Score);
        Assert.Null(belonging.Signals[0].Value);
        Assert.Equal(0, belonging.Signals[0].Confidence);
    }

    [Fact]
    public void The_median_of_an_even_number_of_weeks_is_the_middle_between_two() =>
        Assert.Equal(75, HealthCalculator.Assess(
            Days.Week(senders: 6), FourDays, [Days.Week(senders: 6, weeksAgo: 1), Days.Week(senders: 10, weeksAgo: 2)]).Pillars[1].Score);

    [Fact]
    public void Pillars_without_input_have_no_score_and_do_not_count_in_the_mean()
    {
        var health = HealthCalculator.Assess(Days.Week(sentiment: 1), [], []);
        Assert.Equal([100, 50, null, null, null, null], health.Pillars.Select(pillar => pillar.Score));
        Assert.Equal(75, health.Overall);
        Assert.All(health.Pillars.Skip(2).SelectMany(pillar => pillar.Signals), signal => Assert.Equal((null, 0), (signal.Value, signal.Confidence)));
    }

    [Fact]
    public void Scores_stay_within_zero_and_a_hundred()
    {
        Assert.Equal(0, HealthCalculator.Assess(Days.Week(sentiment: -1, strain: 1), FourDays, []).Pillars[0].Score); // −25
        Assert.Equal(100, HealthCalculator.Assess(Days.Week(senders: 50), FourDays, [Days.Week(weeksAgo: 1)]).Pillars[1].Score);
    }

    [Fact]
    public void Every_signal_is_explained_and_names_its_pillar() =>
        Assert.All(HealthCalculator.Assess(Days.Week(), FourDays, []).Pillars, pillar => Assert.All(pillar.Signals, signal =>
        {
            Assert.Equal(pillar.Id, signal.PillarId);
            Assert.EndsWith(".", signal.Explanation, StringComparison.Ordinal);
            Assert.Contains(signal.Directionality, new[] { "higher_is_better", "lower_is_better", "neutral" });
        }));
}
