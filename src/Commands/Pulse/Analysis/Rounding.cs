namespace EventSourced.Commands.Pulse.Analysis;

/// <summary>Rounds half away from zero. Values are converted to <see cref="decimal"/>, which keeps 15 significant digits: 0.145 is then
/// exactly 0.145 and not 0.14499…, and (0.52 − 0.4) / 0.6 reaches a limit of 0.2.</summary>
internal static class Rounding
{
    /// <summary>To the given number of decimals.</summary>
    public static double To(double value, int decimals) =>
        // Adding zero turns a negative zero into zero.
        (double)Math.Round((decimal)value, decimals, MidpointRounding.AwayFromZero) + 0.0;

    /// <summary>To two decimals.</summary>
    public static double Two(double value) => To(value, 2);

    /// <summary>To a whole number.</summary>
    public static int Whole(double value) => (int)Math.Round((decimal)value, MidpointRounding.AwayFromZero);

    /// <summary>The value without binary rounding noise, for comparison with a limit.</summary>
    public static decimal Exact(double value) => (decimal)value;
}
