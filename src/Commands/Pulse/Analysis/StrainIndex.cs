using EventSourced.Contracts.Pulse;

namespace EventSourced.Commands.Pulse.Analysis;

/// <summary>
/// The Community Strain Index of a day: five signals of 0 … 1 and their weights.
/// Rules that the specification leaves open: the score sums the unrounded signals, in the order of the table; a signal is listed with two
/// decimals when its unrounded value is at least 0.2; equal contributions keep the order of the table; without requests none is unresolved.
/// </summary>
public static class StrainIndex
{
    /// <summary>Id of the signal "negative sentiment".</summary>
    public const string NegativeSentiment = "negative_sentiment";

    /// <summary>Id of the signal "conflict language".</summary>
    public const string ConflictLanguage = "conflict_language";

    /// <summary>Id of the signal "unresolved requests".</summary>
    public const string UnresolvedRequests = "unresolved_requests";

    /// <summary>Id of the signal "concentration".</summary>
    public const string Concentration = "concentration";

    /// <summary>Id of the signal "urgency".</summary>
    public const string Urgency = "urgency";

    /// <summary>The most signals a day or week lists.</summary>
    public const int MaxSignals = 5;

    private const decimal ListedFrom = 0.2m;

    private static readonly (string Id, string Label, double Weight)[] Table =
    [
        (NegativeSentiment, "Negative sentiment", 0.30),
        (ConflictLanguage, "Conflict language", 0.25),
        (UnresolvedRequests, "Unresolved requests", 0.15),
        (Concentration, "Concentration on one sender", 0.15),
        (Urgency, "Urgency", 0.15),
    ];

    internal static IEnumerable<string> Labels => Table.Select(row => row.Label);

    /// <summary>The strain of a day.</summary>
    /// <param name="inputs">What was counted.</param>
    public static Strain Of(in StrainInputs inputs)
    {
        double[] values =
        [
            Math.Max(0, -inputs.SentimentScore),
            Math.Min(1, 5 * Share(inputs.ConflictMessages, inputs.Messages)),
            Share(inputs.UnresolvedRequests, inputs.Requests),
            ConcentrationOf(inputs),
            Math.Min(1, 5 * Share(inputs.UrgentMessages, inputs.Messages)),
        ];
        StrainSignal[] signals = [.. Table.Select((row, i) => new StrainSignal(row.Id, row.Label, values[i], row.Weight))];
        var sum = 0.0;
        foreach (var signal in signals) sum += signal.Weight * signal.Value;
        var score = Rounding.Two(sum);
        var listed = signals
            .Where(signal => Rounding.Exact(signal.Value) >= ListedFrom)
            .OrderByDescending(signal => Rounding.Exact(signal.Weight * signal.Value))
            .Take(MaxSignals)
            .Select(signal => signal with { Value = Rounding.Two(signal.Value) })
            .ToArray();
        return new Strain(score, Level(score), listed, Confidence(inputs.Messages, inputs.Senders));
    }

    /// <summary>The level of a score: below 0.33 <c>low</c>, below 0.66 <c>moderate</c>, else <c>elevated</c>.</summary>
    /// <param name="score">0 … 1.</param>
    public static string Level(double score) => Rounding.Exact(score) switch
    {
        < 0.33m => "low",
        < 0.66m => "moderate",
        _ => "elevated",
    };

    /// <summary>How much data a day's score is based on: 0.6 for 30 messages, 0.4 for 5 senders, proportionally less below; two decimals.</summary>
    /// <param name="messages">Messages of the day.</param>
    /// <param name="senders">Distinct senders of the day.</param>
    public static double Confidence(long messages, int senders) =>
        Rounding.Two(Math.Min(1, messages / 30.0) * 0.6 + Math.Min(1, senders / 5.0) * 0.4);

    private static double ConcentrationOf(in StrainInputs inputs) =>
        inputs.Senders < 3 ? 0 : Math.Max(0, (Share(inputs.TopSenderMessages, inputs.Messages) - 0.4) / 0.6);

    private static double Share(long part, long whole) => whole == 0 ? 0 : (double)part / whole;
}
