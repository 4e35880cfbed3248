namespace EventSourced.Commands.Pulse.Analysis;

/// <summary>The labels of sentiment scores: above 0.15 positive, below −0.15 negative, otherwise neutral.</summary>
public static class SentimentScale
{
    /// <summary>The positive label.</summary>
    public const string Positive = "positive";

    /// <summary>The neutral label.</summary>
    public const string Neutral = "neutral";

    /// <summary>The negative label.</summary>
    public const string Negative = "negative";

    /// <summary>The label of a score.</summary>
    /// <param name="score">−1 … +1.</param>
    public static string Label(double score) => Rounding.Exact(score) switch
    {
        > 0.15m => Positive,
        < -0.15m => Negative,
        _ => Neutral,
    };
}
