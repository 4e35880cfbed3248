using EventSourced.Commands.Pulse.Analysis;
using EventSourced.Contracts.Pulse;

namespace EventSourced.Commands.Tests.Pulse.Analysis;

public sealed class WeekCalculatorTests
{
    [Theory]
    [InlineData("2023-12-31", "2023-12-31")] // a Sunday
    [InlineData("2024-01-01", "2023-12-31")]
    [InlineData("2024-01-06", "2023-12-31")]
    [InlineData("2024-01-07", "2024-01-07")]
    public void Weeks_start_on_Sunday(string day, string start) =>
        Assert.Equal(DateOnly.Parse(start, null), WeekCalculator.WeekStart(DateOnly.Parse(day, null)));

    [Theory]
    [InlineData(2, 19, false)]
    [InlineData(3, 3, true)]
    [InlineData(1, 20, true)]
    [InlineData(0, 0, false)]
    public void A_week_needs_three_days_or_twenty_messages(int days, int messages, bool passes) =>
        Assert.Equal(passes, WeekCalculator.HasEnoughData(days, messages));

    [Fact]
    public void The_worked_example_has_no_week() =>
        Assert.Null(WeekCalculator.Summarise("c", "s", Days.Sunday, [Days.Digest(0, 2), Days.Digest(1, 1)], null, false, "m"));

    // 1, 3 and 7 messages weigh ln 2, ln 4 and ln 8, that is 1 : 2 : 3.
    private static readonly DayDigested[] ThreeDays =
    [
        Days.Digest(4, 7, 0.2, ["cc"], 0.1, 0.8, [new("negative_sentiment", "Negative sentiment", 0.6, 0.3)], ["h1", "h4"]),
        Days.Digest(0, 1, 0.9, ["aa", "bb"], 0.1, 0.2, [], ["h1"]),
        Days.Digest(2, 3, -0.3, ["bb", "cc"], 0.7, 0.5,
            [new("urgency", "Urgency", 0.6, 0.15), new("negative_sentiment", "Negative sentiment", 0.3, 0.3)], ["h2", "h3"]),
    ];

    [Fact]
    public void A_week_is_the_weighted_mean_of_its_days()
    {
        var week = Summarise(ThreeDays)!;

        Assert.Equal((Days.Sunday, Days.Sunday.AddDays(6)), (week.WeekStart, week.WeekEnd));
        Assert.Equal(11, week.TotalMessages);
        Assert.Equal(4, week.UniqueSenders); // h1 wrote on two days
        // (1×0.9 − 2×0.3 + 3×0.2)/6 = 0.15: on the limit, neutral
        Assert.Equal(0.15, week.SentimentScore);
        Assert.Equal("neutral", week.SentimentLabel);
        // 0.4×3/7 + 0.4×11/100 + 0.2×4/10 = 0.17143 + 0.044 + 0.08 = 0.29543
        Assert.Equal(0.3, week.Confidence);
        // aa 5×1; bb 4×1 + 5×2 = 14; cc 4×2 + 5×3 = 23 (times ln 2)
        Assert.Equal(["cc", "bb", "aa"], week.TopThemes);
        Assert.Equal("3 active days, 11 messages; tone neutral; main topics: cc, bb, aa.", week.Summary);
        Assert.Null(week.Analysis);
        Assert.Equal("m", week.Model);
    }

    [Fact]
    public void A_single_bad_day_raises_the_weeks_strain()
    {
        var strain = Summarise(ThreeDays)!.Strain;
        // mean (0.1 + 2×0.7 + 3×0.1)/6 = 0.3; worst day 0.7 − 0.2 = 0.5
        Assert.Equal(0.5, strain.Score);
        Assert.Equal("moderate", strain.Level);
        // negative (0.3 + 0.6)/2 × 2/3 = 0.3, contributes 0.09; urgency 0.6 × 1/3 = 0.2, contributes 0.03
        Assert.Equal([("negative_sentiment", 0.3, 0.3), ("urgency", 0.2, 0.15)], strain.Signals.Select(s => (s.Id, s.Value, s.Weight)));
        // (0.2 + 0.5 + 0.8)/3 × 3/7 = 0.21429
        Assert.Equal(0.21, strain.Confidence);
    }

    [Fact]
    public void The_mean_strain_counts_if_it_is_above_the_worst_day_minus_two_tenths()
    {
        var week = Summarise([Days.Digest(0, 9, strain: 0.4), Days.Digest(1, 9, strain: 0.5), Days.Digest(2, 9, strain: 0.45)])!;
        Assert.Equal(0.45, week.Strain.Score);
    }

    [Fact]
    public void Equal_themes_are_ordered_alphabetically_and_at_most_seven_are_listed()
    {
        var week = Summarise([Days.Digest(0, 9, themes: ["f", "b", "h", "d", "j"]), Days.Digest(1, 9, themes: ["a", "g", "c", "i", "e"]), Days.Digest(2, 9)])!;
        Assert.Equal(["a", "f", "b", "g", "c", "h", "d"], week.TopThemes);
    }

    [Theory]
    [InlineData(0.10, "improving")]
    [InlineData(0.09, "stable")]
    [InlineData(-0.09, "stable")]
    [InlineData(-0.10, "declining")]
    public void The_summary_contains_the_trend_against_the_previous_week(double change, string trend)
    {
        var previous = Days.Week(sentiment: 0.15 - change, weeksAgo: 1);
        Assert.Equal($"3 active days, 11 messages; tone neutral ({trend} vs previous week); main topics: cc, bb, aa.", Summarise(ThreeDays, previous)!.Summary);
    }

    [Fact]
    public void An_older_week_is_not_used_for_comparison() =>
        Assert.Equal(Summarise(ThreeDays)!.Summary, Summarise(ThreeDays, Days.Week(weeksAgo: 2))!.Summary);

    [Fact]
    public void The_analysis_contains_the_comparison_if_requested()
    {
        var previous = Days.Week(sentiment: 0.4, strain: 0.2, weeksAgo: 1, themes: ["bb", "zz"]);
        Assert.Equal(
            """{"compare_previous_week":{"previous_week_start":"2023-12-31","trend":"declining","sentiment_score_change":-0.25,"strain_score_change":0.3,"new_themes":["cc","aa"],"dropped_themes":["zz"]}}""",
            Summarise(ThreeDays, previous, compare: true)!.Analysis!.Value.GetRawText());
        Assert.Equal("""{"compare_previous_week":{"trend":"no_previous_week"}}""", Summarise(ThreeDays, compare: true)!.Analysis!.Value.GetRawText());
    }

    [Fact]
    public void The_order_of_the_digests_does_not_matter()
    {
        var expected = Summarise(ThreeDays)!;
        var reversed = Summarise([.. ThreeDays.Reverse()])!;
        Assert.Equivalent(expected, reversed, strict: true);
    }

    [Fact]
    public void A_day_of_another_week_or_a_duplicate_day_is_refused()
    {
        Assert.Contains("2024-01-14", Assert.Throws<ArgumentException>(() => Summarise([.. ThreeDays, Days.Digest(7, 1)])).Message, StringComparison.Ordinal);
        Assert.Contains("two digests", Assert.Throws<ArgumentException>(() => Summarise([.. ThreeDays, Days.Digest(0, 1)])).Message, StringComparison.Ordinal);
    }

    private static WeekSummarised? Summarise(DayDigested[] days, WeekSummarised? previous = null, bool compare = false) =>
        WeekCalculator.Summarise("c", "s", Days.Sunday, days, previous, compare, "m");
}
