using System.Globalization;

namespace EventSourced.Bench.Frame;

/// <summary>One row of the results: a figure of ours beside the floor that was measured in the same rounds.</summary>
/// <param name="Bench">The benchmark.</param>
/// <param name="Name">What was measured.</param>
/// <param name="Unit">Unit of both figures.</param>
/// <param name="Ours">Median of our rounds.</param>
/// <param name="Floor">Median of the floor's rounds.</param>
/// <param name="Ratio">Median of ours / floor, round by round: a machine that slows down for a while slows both.</param>
/// <param name="Target">What must hold; null when nothing is asked.</param>
internal sealed record Measure(string Bench, string Name, string Unit, double Ours, double Floor, double Ratio, Target? Target)
{
    /// <summary>The row's first cell, by which a later run finds it again.</summary>
    public string Key => $"{Bench}: {Name}";

    /// <summary>The cells of the row.</summary>
    public string[] Cells =>
    [
        Key, $"{Figure(Ours)} {Unit}", $"{Figure(Floor)} {Unit}", Ratio.ToString("0.00", CultureInfo.InvariantCulture),
        Target?.ToString() ?? "–", Target is null ? "–" : Target.Holds(this) ? "yes" : "**no**",
    ];

    private static string Figure(double value) => value.ToString(value >= 100 ? "N0" : "N2", CultureInfo.InvariantCulture);
}

/// <summary>A bound that a measure has to keep.</summary>
internal abstract record Target
{
    public abstract bool Holds(Measure measure);

    /// <summary>At least so many times the floor.</summary>
    public sealed record Times(double Least) : Target
    {
        public override bool Holds(Measure measure) => measure.Ratio >= Least;

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"≥ {Least} × floor");
    }

    /// <summary>At most so many times the floor.</summary>
    public sealed record TimesAtMost(double Most) : Target
    {
        public override bool Holds(Measure measure) => measure.Ratio <= Most;

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"≤ {Most} × floor");
    }

    /// <summary>At most so much, in the measure's unit.</summary>
    public sealed record AtMost(double Most, string Unit) : Target
    {
        public override bool Holds(Measure measure) => measure.Ours <= Most;

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"≤ {Most} {Unit}");
    }
}
