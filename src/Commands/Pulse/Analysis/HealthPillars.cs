namespace EventSourced.Commands.Pulse.Analysis;

/// <summary>Ids of the six pillars of community health.</summary>
public static class HealthPillars
{
    /// <summary>The mood.</summary>
    public const string EmotionalClimate = "emotional_climate";

    /// <summary>Whether people take part.</summary>
    public const string Belonging = "belonging";

    /// <summary>Whether requests are answered.</summary>
    public const string MutualSupport = "mutual_support";

    /// <summary>Whether the conversation is spread over many senders.</summary>
    public const string Equity = "equity";

    /// <summary>Whether the community organises things together.</summary>
    public const string Coordination = "coordination";

    /// <summary>Whether there is activity every day.</summary>
    public const string Reliability = "reliability";
}
