using System.Globalization;
using System.Text.Json;
using EventSourced.Contracts.Pulse;

namespace EventSourced.Commands.Pulse.Analysis;

/// <summary>
/// Summarises weeks, Sunday to Saturday, from their daily digests. Rules that the specification leaves open: a day weighs
/// ln(1 + messages); a strain signal's weekly value is its sum over all days divided by the number of digests, where a missing signal
/// counts as 0, ordered by value × weight; values are rounded to two decimals at the end; the trend against the previous week is
/// improving or declining from a change of 0.10 on, else stable.
/// </summary>
public static class WeekCalculator
{
    private const int MaxThemes = 7;
    private const int ThemePoints = 5;
    private const int SufficientDays = 3;
    private const int SufficientMessages = 20;
    private const decimal TrendChange = 0.10m;

    /// <summary>The Sunday of the day's week.</summary>
    /// <param name="day">Any day.</param>
    public static DateOnly WeekStart(DateOnly day) => day.AddDays(-(int)day.DayOfWeek);

    /// <summary>Whether a week has enough data for a summary: 3 digest days or 20 messages.</summary>
    /// <param name="days">Its digest days.</param>
    /// <param name="messages">Messages of these days.</param>
    public static bool HasEnoughData(int days, long messages) => days >= SufficientDays || messages >= SufficientMessages;

    /// <summary>The summary of a week, or null below the gate.</summary>
    /// <param name="communityId">The community.</param>
    /// <param name="sourceId">The source.</param>
    /// <param name="weekStart">Its Sunday.</param>
    /// <param name="days">The latest digest of each day of the week, in any order.</param>
    /// <param name="previousWeek">The summary of the previous week; that of any other week is ignored.</param>
    /// <param name="comparePreviousWeek">Whether the analysis contains the comparison with the previous week.</param>
    /// <param name="model">Name of the analyser.</param>
    /// <exception cref="ArgumentException">A day is outside the week or is given twice.</exception>
    public static WeekSummarised? Summarise(
        string communityId, string sourceId, DateOnly weekStart, IReadOnlyList<DayDigested> days, WeekSummarised? previousWeek,
        bool comparePreviousWeek, string model)
    {
        ArgumentNullException.ThrowIfNull(days);
        DayDigested[] ordered = WeekDays.Ordered(weekStart, days);
        var messages = ordered.Sum(day => (long)day.MessageCount);
        if (!HasEnoughData(ordered.Length, messages)) return null;
        if (previousWeek?.WeekStart != weekStart.AddDays(-7)) previousWeek = null;

        var sentiment = Rounding.Two(WeightedMean(ordered, day => day.Analysis.SentimentScore));
        var label = SentimentScale.Label(sentiment);
        var senders = ordered.SelectMany(day => day.SenderHashes).Distinct(StringComparer.Ordinal).Count();
        var themes = Themes(ordered);
        var strain = WeekStrain(ordered);
        return new WeekSummarised(
            communityId, sourceId, weekStart, weekStart.AddDays(6), label, sentiment,
            Confidence(ordered.Length, messages, senders), themes,
            Summary(ordered.Length, messages, label, previousWeek is null ? null : Trend(sentiment, previousWeek), themes),
            checked((int)messages), senders, strain,
            comparePreviousWeek ? Comparison(sentiment, strain.Score, themes, previousWeek) : null, model);
    }

    private static double Weight(DayDigested day) => Math.Log(1 + day.MessageCount);

    private static double WeightedMean(DayDigested[] days, Func<DayDigested, double> value)
    {
        double sum = 0, weights = 0;
        foreach (var day in days)
        {
            sum += value(day) * Weight(day);
            weights += Weight(day);
        }
        return weights > 0 ? sum / weights : 0;
    }

    private static double Confidence(int days, long messages, int senders) => Rounding.Two(
        0.4 * Math.Min(1, days / 7.0) + 0.4 * Math.Min(1, messages / 100.0) + 0.2 * Math.Min(1, senders / 10.0));

    private static string[] Themes(DayDigested[] days)
    {
        var points = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var day in days)
        {
            for (var rank = 0; rank < Math.Min(ThemePoints, day.Analysis.TopThemes.Count); rank++)
            {
                var theme = day.Analysis.TopThemes[rank];
                points[theme] = points.GetValueOrDefault(theme) + (ThemePoints - rank) * Weight(day);
            }
        }
        return [.. points
            .OrderByDescending(theme => Rounding.To(theme.Value, 9))
            .ThenBy(theme => theme.Key, StringComparer.Ordinal)
            .Take(MaxThemes)
            .Select(theme => theme.Key)];
    }

    private static Strain WeekStrain(DayDigested[] days)
    {
        // A single bad day raises its week to 0.2 below its own strain.
        var score = Rounding.Two(Math.Max(
            WeightedMean(days, day => day.Analysis.Strain.Score), days.Max(day => day.Analysis.Strain.Score) - 0.2));
        var signals = days
            .SelectMany(day => day.Analysis.Strain.Signals)
            .GroupBy(signal => signal.Id, StringComparer.Ordinal)
            .Select(signal => signal.Last() with
            {
                Value = signal.Sum(day => day.Value) / days.Length,
                Weight = signal.Average(day => day.Weight),
            })
            .OrderByDescending(signal => Rounding.To(signal.Value * signal.Weight, 9))
            .ThenBy(signal => signal.Id, StringComparer.Ordinal)
            .Take(StrainIndex.MaxSignals)
            .Select(signal => signal with { Value = Rounding.Two(signal.Value), Weight = Rounding.Two(signal.Weight) });
        var confidence = days.Average(day => day.Analysis.Strain.Confidence) * days.Length / 7;
        return new Strain(score, StrainIndex.Level(score), [.. signals], Rounding.Two(confidence));
    }

    private static string Trend(double sentiment, WeekSummarised previous) =>
        (Rounding.Exact(sentiment) - Rounding.Exact(previous.SentimentScore)) switch
        {
            >= TrendChange => "improving",
            <= -TrendChange => "declining",
            _ => "stable",
        };

    private static string Summary(int days, long messages, string label, string? trend, string[] themes)
    {
        var change = trend is null ? "" : $" ({trend} vs previous week)";
        var topics = themes.Length == 0 ? "" : $"; main topics: {string.Join(", ", themes)}";
        return $"{DaySummary.Count(days, "active day")}, {DaySummary.Count(messages, "message")}; tone {label}{change}{topics}.";
    }

    // This is public: it must not contain counts of messages or senders.
    private static JsonElement Comparison(double sentiment, double strain, string[] themes, WeekSummarised? previous)
    {
        object comparison = previous is null
            ? new { trend = "no_previous_week" }
            : new
            {
                previous_week_start = previous.WeekStart.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                trend = Trend(sentiment, previous),
                sentiment_score_change = Rounding.Two(sentiment - previous.SentimentScore),
                strain_score_change = Rounding.Two(strain - previous.Strain.Score),
                new_themes = themes.Except(previous.TopThemes, StringComparer.Ordinal).ToArray(),
                dropped_themes = previous.TopThemes.Except(themes, StringComparer.Ordinal).ToArray(),
            };
        return JsonSerializer.SerializeToElement(new { compare_previous_week = comparison });
    }
}
