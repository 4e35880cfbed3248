namespace EventSourced.Bench.Frame;

/// <summary>The results of the rounds of one measure: ours and the floor's, in pairs.</summary>
internal sealed class Rounds
{
    /// <summary>Smallest number of rounds: a median of fewer is not meaningful.</summary>
    public const int Min = 5;

    public List<double> Ours { get; } = [];

    public List<double> Floor { get; } = [];

    /// <summary>
    /// Measures both in turn, the floor first in every other round, so that neither always runs after the other.
    /// The first round is a warm-up and does not count.
    /// </summary>
    /// <param name="floor">One round of the floor.</param>
    /// <param name="ours">One round of ours.</param>
    /// <param name="rounds">Number of rounds that count.</param>
    public static async Task<Rounds> RunAsync(Func<Task<double>> floor, Func<Task<double>> ours, int rounds = Min)
    {
        var measured = new Rounds();
        for (var round = 0; round <= rounds; round++)
        {
            double f, o;
            if (round % 2 == 0) (f, o) = (await floor(), await ours());
            else (o, f) = (await ours(), await floor());
            if (round > 0) measured.Add(o, f);
        }
        return measured;
    }

    public void Add(double ours, double floor)
    {
        Ours.Add(ours);
        Floor.Add(floor);
    }
}

internal static class Statistics
{
    public static double Median(this IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? double.NaN : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    public static double Percentile(this IEnumerable<double> values, double percent)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? double.NaN : sorted[Math.Clamp((int)Math.Ceiling(percent / 100 * sorted.Length) - 1, 0, sorted.Length - 1)];
    }
}
