namespace EventSourced.Commands.Pulse.Analysis;

/// <summary>Ids of the six pillars of community health.</summary>
public static class HealthPillars
{
    /// <summary>How the mood is.</summary>
    public const string EmotionalClimate = "emotional_climate";

    /// <summary>Whether people take part.</summary>
    public const string Belonging = "belonging";

    /// <summary>Whether requests are answered.</summary>
    public const string MutualSupport = "mutual_support";

    /// <summary>Whether voices are spread.</summary>
    public const string Equity = "equity";

    /// <summary>Whether things are arranged together.</summary>
    public const string Coordination = "coordination";

    /// <summary>Whether there is activity every day.</summary>
    public const string Reliability = "reliability";
}
