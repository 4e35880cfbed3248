using EventSourced.Contracts.Pulse;

namespace EventSourced.Commands.Pulse.Analysis;

/// <summary>The analysis that is recorded for a day when the model's text failed <see cref="OutputGuard"/> twice.</summary>
public static class NeutralDay
{
    /// <summary>Neutral in every field, with confidence 0.</summary>
    public static DayAnalysis Analysis { get; } = new(
        SentimentScale.Neutral, 0, [], "Community activity was recorded this day.", new Strain(0, "low", [], 0));
}
