using EventSourced.Commands.Pulse.Analysis;
using EventSourced.Contracts.Pulse;

namespace EventSourced.Commands.Tests.Pulse.Analysis;

/// <summary>Builders for days, digests and weeks.</summary>
internal static class Days
{
    public static readonly DateOnly Sunday = new(2024, 1, 7);

    /// <summary>Analyses messages written as "sender: text".</summary>
    public static DayAnalysis Analyse(params string[] messages) => Analyse(Lexicon.BuiltIn, messages);

    public static DayAnalysis Analyse(Lexicon lexicon, params string[] messages)
    {
        var run = new LexiconDayAnalyser(lexicon).Begin(Sunday);
        foreach (var message in messages)
        {
            var mark = message.IndexOf(": ", StringComparison.Ordinal);
            run.Add(new AnalysedMessage(message[..mark], message[(mark + 2)..], IsMedia: false));
        }
        return run.Finish();
    }

    public static double? Signal(this DayAnalysis analysis, string id) =>
        analysis.Strain.Signals.SingleOrDefault(signal => signal.Id == id)?.Value;

    /// <summary>A digest of the week's day number <paramref name="day"/>, from 0.</summary>
    public static DayDigested Digest(
        int day, int messages, double sentiment = 0, string[]? themes = null, double strain = 0, double confidence = 0,
        StrainSignal[]? signals = null, string[]? senders = null) => new(
            "c", "s", Sunday.AddDays(day), Guid.Empty, messages, senders ?? ["h1"], messages,
            new DayAnalysis(SentimentScale.Label(sentiment), sentiment, themes ?? [], "A day.",
                new Strain(strain, StrainIndex.Level(strain), signals ?? [], confidence)),
            "builtin-lexicon/1");

    public static WeekSummarised Week(
        double sentiment = 0, double strain = 0, int senders = 1, double confidence = 0.5, int weeksAgo = 0, string[]? themes = null) => new(
            "c", "s", Sunday.AddDays(-7 * weeksAgo), Sunday.AddDays(6 - 7 * weeksAgo), SentimentScale.Label(sentiment), sentiment,
            confidence, themes ?? [], "A week.", 30, senders, new Strain(strain, StrainIndex.Level(strain), [], 0.25), null, "m");
}
