using EventSourced.Contracts.Pulse;

namespace EventSourced.Commands.Pulse.Analysis;

/// <summary>
/// The health of a week on six pillars, each 0 … 100. Rules that the specification leaves open: a day lists only strain signals of at
/// least 0.2, so a missing signal counts as 0 in the mean over days with messages; without such a day the input is missing: value null,
/// confidence 0, no score. The first week has no earlier participation to compare with: belonging scores 50 and its signal is null.
/// Sentiment, strain and ratios are published; counts of messages and senders are not. A signal's confidence is that of the week; strain
/// has its own; for belonging it is the week's times the share of the four earlier weeks that are known.
/// </summary>
public static class HealthCalculator
{
    private const string HigherIsBetter = "higher_is_better";
    private const string LowerIsBetter = "lower_is_better";
    private const int EarlierWeeks = 4;
    private const int FirstWeekBelonging = 50;
    private const int CoordinationDays = 3;

    private static readonly HashSet<string> CoordinationWords = ["event", "events", "maintenance", "governance"];

    /// <summary>Assesses a week.</summary>
    /// <param name="week">Its summary.</param>
    /// <param name="days">The digests it was made from.</param>
    /// <param name="previousFourWeeks">Summaries of earlier weeks. Only those of the preceding four calendar weeks count.</param>
    public static WeekHealthAssessed Assess(
        WeekSummarised week, IReadOnlyList<DayDigested> days, IReadOnlyList<WeekSummarised> previousFourWeeks)
    {
        ArgumentNullException.ThrowIfNull(week);
        ArgumentNullException.ThrowIfNull(days);
        ArgumentNullException.ThrowIfNull(previousFourWeeks);
        DayDigested[] active = [.. WeekDays.Ordered(week.WeekStart, days).Where(day => day.MessageCount > 0)];
        HealthPillar[] pillars =
        [
            EmotionalClimate(week), Belonging(week, previousFourWeeks), MutualSupport(week, active), Equity(week, active),
            Coordination(week, active), Reliability(week, active),
        ];
        var scores = pillars.Where(pillar => pillar.Score.HasValue).Select(pillar => pillar.Score!.Value).ToArray();
        return new WeekHealthAssessed(
            week.CommunityId, week.SourceId, week.WeekStart, week.WeekEnd, pillars,
            scores.Length == 0 ? null : Rounding.Whole(scores.Average()), week.Confidence);
    }

    private static HealthPillar EmotionalClimate(WeekSummarised week) => new(
        HealthPillars.EmotionalClimate,
        Score(50 + 50 * week.SentimentScore - 25 * week.Strain.Score),
        [
            new("sentiment", HealthPillars.EmotionalClimate, "Sentiment", week.SentimentScore, "score from -1 to 1", HigherIsBetter,
                week.Confidence, "The tone of the week's messages, weighted by how much was written each day."),
            new("strain", HealthPillars.EmotionalClimate, "Strain", week.Strain.Score, "index from 0 to 1", LowerIsBetter,
                week.Strain.Confidence, "The week's strain index, in which a single bad day still shows."),
        ]);

    private static HealthPillar Belonging(WeekSummarised week, IReadOnlyList<WeekSummarised> earlier)
    {
        int[] senders = [.. earlier
            .Where(e => e.WeekStart < week.WeekStart && e.WeekStart >= week.WeekStart.AddDays(-7 * EarlierWeeks))
            .Select(e => e.UniqueSenders)
            .Order()];
        double? ratio = Median(senders) is > 0 and var median ? week.UniqueSenders / median : null;
        return new(
            HealthPillars.Belonging,
            ratio is null ? FirstWeekBelonging : Score(100 * Math.Min(1, ratio.Value)),
            [
                Signal("participation", HealthPillars.Belonging, "Participation", ratio, "ratio", HigherIsBetter,
                    week.Confidence * Math.Min(EarlierWeeks, senders.Length) / EarlierWeeks,
                    ratio is null
                        ? "There is no earlier week to compare participation with, so the score is set to the middle."
                        : "How many people wrote this week, compared with the median of up to four weeks before."),
            ]);
    }

    private static HealthPillar MutualSupport(WeekSummarised week, DayDigested[] active)
    {
        var mean = SignalMean(active, StrainIndex.UnresolvedRequests);
        return new(HealthPillars.MutualSupport, Inverse(mean),
            [Signal("unresolved_requests", HealthPillars.MutualSupport, "Unresolved requests", mean, "share", LowerIsBetter, week.Confidence,
                "The share of questions and calls for help that got no reply, as a mean over the week's days.")]);
    }

    private static HealthPillar Equity(WeekSummarised week, DayDigested[] active)
    {
        var mean = SignalMean(active, StrainIndex.Concentration);
        return new(HealthPillars.Equity, Inverse(mean),
            [Signal("concentration", HealthPillars.Equity, "Concentration on one sender", mean, "index from 0 to 1", LowerIsBetter, week.Confidence,
                "How far one person dominated the conversation, as a mean over the week's days.")]);
    }

    private static HealthPillar Coordination(WeekSummarised week, DayDigested[] active)
    {
        double? days = active.Length == 0 ? null : active.Count(day => day.Analysis.TopThemes.Any(IsCoordination));
        return new(HealthPillars.Coordination, days is null ? null : Score(100 * Math.Min(1, days.Value / CoordinationDays)),
            [Signal("coordination_days", HealthPillars.Coordination, "Days with coordination topics", days, "days", HigherIsBetter, week.Confidence,
                "Days on which events, maintenance or governance were among the main topics.")]);
    }

    private static HealthPillar Reliability(WeekSummarised week, DayDigested[] active)
    {
        double? days = active.Length == 0 ? null : active.Length;
        return new(HealthPillars.Reliability, days is null ? null : Score(100 * days.Value / 7),
            [Signal("active_days", HealthPillars.Reliability, "Active days", days, "days", HigherIsBetter, week.Confidence,
                "Days of the week on which anything was written.")]);
    }

    private static HealthSignal Signal(
        string id, string pillar, string label, double? value, string unit, string direction, double confidence, string explanation) =>
        new(id, pillar, label, value is null ? null : Rounding.Two(value.Value), unit, direction,
            value is null ? 0 : Rounding.Two(confidence), explanation);

    private static bool IsCoordination(string theme) => SenderNames.Words(theme).Exists(CoordinationWords.Contains);

    private static double? SignalMean(DayDigested[] active, string id) => active.Length == 0
        ? null
        : active.Sum(day => day.Analysis.Strain.Signals.FirstOrDefault(signal => signal.Id == id)?.Value ?? 0) / active.Length;

    private static double? Median(int[] ordered) => ordered.Length == 0
        ? null
        : (ordered[(ordered.Length - 1) / 2] + ordered[ordered.Length / 2]) / 2.0;

    private static int? Inverse(double? share) => share is null ? null : Score(100 * (1 - share.Value));

    private static int Score(double value) => Rounding.Whole(Math.Clamp(value, 0, 100));
}
