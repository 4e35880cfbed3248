using System.Globalization;

namespace EventSourced.Bench.Frame;

/// <summary>One row of the results: our figure and the floor of the same rounds.</summary>
/// <param name="Bench">The benchmark.</param>
/// <param name="Name">What was measured.</param>
/// <param name="Unit">Unit of both figures.</param>
/// <param name="Ours">Median of our rounds.</param>
/// <param name="Floor">Median of the floor's rounds.</param>
/// <param name="Ratio">Median of ours / floor, round by round: a machine that slows down for a while slows down both.</param>
/// <param name="Target">The target, or null.</param>
internal sealed record Measure(string Bench, string Name, string Unit, double Ours, double Floor, double Ratio, Target? Target)
{
    /// <summary>The row's first cell, which identifies the row in later runs.</summary>
    public string Key => $"{Bench}: {Name}";

    /// <summary>The cells of the row.</summary>
    public string[] Cells =>
    [
        Key, $"{Figure(Ours)} {Unit}", $"{Figure(Floor)} {Unit}", Ratio.ToString("0.00", CultureInfo.InvariantCulture),
        Target?.ToString() ?? "–", Target is null ? "–" : Target.Holds(this) ? "yes" : "**no**",
    ];

    private static string Figure(double value) => value.ToString(value >= 100 ? "N0" : "N2", CultureInfo.InvariantCulture);
}

/// <summary>A target for a measure.</summary>
internal abstract record Target
{
    public abstract bool Holds(Measure measure);

    /// <summary>At least a multiple of the floor.</summary>
    public sealed record Times(double Min) : Target
    {
        public override bool Holds(Measure measure) => measure.Ratio >= Min;

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"≥ {Min} × floor");
    }

    /// <summary>At most a multiple of the floor.</summary>
    public sealed record TimesAtMost(double Max) : Target
    {
        public override bool Holds(Measure measure) => measure.Ratio <= Max;

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"≤ {Max} × floor");
    }

    /// <summary>At most a value, in the measure's unit.</summary>
    public sealed record AtMost(double Max, string Unit) : Target
    {
        public override bool Holds(Measure measure) => measure.Ours <= Max;

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"≤ {Max} {Unit}");
    }
}
