namespace EventSourced.Cli.Output;

/// <summary>Small text charts.</summary>
internal static class Bars
{
    private const string Steps = "▁▂▃▄▅▆▇█";
    private const string Eighths = " ▏▎▍▌▋▊▉";

    /// <summary>One character per value; a missing value is a blank.</summary>
    public static string Sparkline(IEnumerable<double?> values, double low, double high) =>
        string.Concat(values.Select(v => v is { } value ? Steps[Math.Clamp((int)((value - low) / (high - low) * Steps.Length), 0, Steps.Length - 1)] : ' '));

    /// <summary>A bar from the left, in eighths of a character.</summary>
    public static string Bar(double value, double most, int width)
    {
        var eighths = most <= 0 ? 0 : (int)Math.Round(Math.Clamp(value / most, 0, 1) * width * 8);
        var text = new string('█', eighths / 8) + (eighths % 8 > 0 ? Eighths[eighths % 8].ToString() : "");
        return text.PadRight(width);
    }

    /// <summary>A bar from the middle: to the left for values below zero, to the right above.</summary>
    public static string Balance(double value, double most, int half)
    {
        var length = (int)Math.Round(Math.Clamp(Math.Abs(value) / most, 0, 1) * half);
        return value < 0
            ? new string(' ', half - length) + new string('█', length) + "│" + new string(' ', half)
            : new string(' ', half) + "│" + new string('█', length) + new string(' ', half - length);
    }
}
