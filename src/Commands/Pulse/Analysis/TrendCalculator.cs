namespace EventSourced.Commands.Pulse.Analysis;

/// <summary>
/// The trend of weekly sentiment: a straight line fitted with the weeks' confidences as weights. Rules that the specification leaves open:
/// x is the calendar week, so a gap keeps its length; the last 12 calendar weeks up to the newest week count; limits are compared before rounding.
/// </summary>
public static class TrendCalculator
{
    private const int MaxWeeks = 12;
    private const int MinWeeks = 4;
    private const double MinMeanConfidence = 0.3;
    private const decimal MovingSlope = 0.06m;
    private const decimal StableSlope = 0.03m;
    private const decimal MovingChange = 0.10m;

    /// <summary>Computes the trend.</summary>
    /// <param name="weeks">Start, sentiment and confidence of each week, in any order, each week once.</param>
    public static Trend Compute(IReadOnlyList<(DateOnly WeekStart, double Sentiment, double Confidence)> weeks)
    {
        ArgumentNullException.ThrowIfNull(weeks);
        if (weeks.Count == 0) return Insufficient(0);
        var newest = weeks.Max(week => week.WeekStart);
        (double X, double Y, double Weight)[] points = [.. weeks
            .Where(week => week.WeekStart > newest.AddDays(-7 * MaxWeeks))
            .OrderBy(week => week.WeekStart)
            .Select(week => ((double)(week.WeekStart.DayNumber / 7), week.Sentiment, week.Confidence))];
        if (points.Length < MinWeeks || Rounding.Exact(points.Average(point => point.Weight)) < (decimal)MinMeanConfidence)
            return Insufficient(points.Length);

        var slope = Slope(points);
        var change = slope * (points[^1].X - points[0].X);
        var exactSlope = Rounding.Exact(slope);
        var moving = Math.Abs(exactSlope) > MovingSlope && Math.Abs(Rounding.Exact(change)) >= MovingChange;
        var direction = !moving ? "stable" : slope > 0 ? "improving" : "declining";
        return new Trend(
            direction, Rounding.To(slope, 4), Rounding.Two(change), points.Length, Weak: !moving && Math.Abs(exactSlope) >= StableSlope);
    }

    private static Trend Insufficient(int weeks) => new("insufficient_data", 0, 0, weeks, false);

    private static double Slope((double X, double Y, double Weight)[] points)
    {
        double weights = 0, meanX = 0, meanY = 0;
        foreach (var (x, y, weight) in points)
        {
            weights += weight;
            meanX += weight * x;
            meanY += weight * y;
        }
        meanX /= weights;
        meanY /= weights;
        double covariance = 0, variance = 0;
        foreach (var (x, y, weight) in points)
        {
            covariance += weight * (x - meanX) * (y - meanY);
            variance += weight * (x - meanX) * (x - meanX);
        }
        return variance > 0 ? covariance / variance : 0;
    }
}
