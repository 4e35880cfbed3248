using EventSourced.Commands.Pulse.Analysis;

namespace EventSourced.Commands.Tests.Pulse.Analysis;

public sealed class TrendCalculatorTests
{
    [Theory]
    [InlineData(0.07, "improving", false)]
    [InlineData(0.06, "stable", true)]
    [InlineData(0.03, "stable", true)]
    [InlineData(0.02, "stable", false)]
    [InlineData(0, "stable", false)]
    [InlineData(-0.03, "stable", true)]
    [InlineData(-0.06, "stable", true)]
    [InlineData(-0.07, "declining", false)]
    public void A_straight_line_has_its_own_slope(double slope, string direction, bool weak) =>
        // Four weeks: the change over three steps.
        Assert.Equal(
            new Trend(direction, slope, Math.Round(3 * slope, 2), 4, weak),
            TrendCalculator.Compute([.. Enumerable.Range(0, 4).Select(i => Week(i, 0.1 + slope * i))]));

    [Fact]
    public void Weeks_are_weighted_by_their_confidence()
    {
        // Σw = 1.4, Σwx = 3, Σwy = 0.32, Σwxy = 0.96, Σwx² = 8.2
        // slope (0.96 − 3×0.32/1.4) / (8.2 − 9/1.4) = 0.274286/1.771429 = 0.154839; change ×3 = 0.4645
        Assert.Equal(
            new Trend("improving", 0.1548, 0.46, 4, false),
            TrendCalculator.Compute([Week(0, 0, 0.2), Week(1, 0, 0.2), Week(2, 0, 0.2), Week(3, 0.4, 0.8)]));
    }

    [Theory]
    [InlineData(3, 1.0)]
    [InlineData(0, 1.0)]
    [InlineData(6, 0.29)]
    public void Too_little_data_gives_no_trend(int weeks, double confidence) =>
        Assert.Equal(
            new Trend("insufficient_data", 0, 0, weeks, false),
            TrendCalculator.Compute([.. Enumerable.Range(0, weeks).Select(i => Week(i, 0.1 * i, confidence))]));

    [Fact]
    public void A_mean_confidence_of_three_tenths_is_enough() =>
        Assert.Equal("improving", TrendCalculator.Compute([Week(0, 0, 0.1), Week(1, 0.1, 0.2), Week(2, 0.2, 0.4), Week(3, 0.3, 0.5)]).Direction);

    [Fact]
    public void A_gap_between_weeks_keeps_its_length() =>
        // 0.5 over ten weeks, not over three steps.
        Assert.Equal(new Trend("stable", 0.05, 0.5, 4, true), TrendCalculator.Compute([Week(0, 0), Week(2, 0.1), Week(8, 0.4), Week(10, 0.5)]));

    [Fact]
    public void Only_the_last_twelve_weeks_count_in_any_order()
    {
        var weeks = Enumerable.Range(0, 12).Select(i => Week(20 + i, 0.05 * i)).Append(Week(19, -1)).Append(Week(0, 1)).Reverse();
        Assert.Equal(new Trend("stable", 0.05, 0.55, 12, true), TrendCalculator.Compute([.. weeks]));
    }

    private static (DateOnly, double, double) Week(int number, double sentiment, double confidence = 0.5) =>
        (Days.Sunday.AddDays(7 * number), sentiment, confidence);
}
