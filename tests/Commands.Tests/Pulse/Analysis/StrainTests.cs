using EventSourced.Commands.Pulse.Analysis;

namespace EventSourced.Commands.Tests.Pulse.Analysis;

public sealed class StrainTests
{
    [Fact]
    public void The_score_is_the_weighted_sum_of_the_signals()
    {
        var strain = StrainIndex.Of(new StrainInputs(
            SentimentScore: -0.5, Messages: 50, Senders: 4, TopSenderMessages: 35, ConflictMessages: 6, UrgentMessages: 2, Requests: 8, UnresolvedRequests: 2));

        // negative 0.5; conflict 5 × 6/50 = 0.6; unresolved 2/8 = 0.25; concentration (0.7 − 0.4)/0.6 = 0.5; urgency 5 × 2/50 = 0.2
        // 0.30×0.5 + 0.25×0.6 + 0.15×0.25 + 0.15×0.5 + 0.15×0.2 = 0.15 + 0.15 + 0.0375 + 0.075 + 0.03 = 0.4425
        Assert.Equal(0.44, strain.Score);
        Assert.Equal("moderate", strain.Level);
        Assert.Equal(
            [("negative_sentiment", 0.5, 0.30), ("conflict_language", 0.6, 0.25), ("concentration", 0.5, 0.15), ("unresolved_requests", 0.25, 0.15), ("urgency", 0.2, 0.15)],
            strain.Signals.Select(signal => (signal.Id, signal.Value, signal.Weight)));
        // min(1, 50/30) × 0.6 + 4/5 × 0.4 = 0.92
        Assert.Equal(0.92, strain.Confidence);
    }

    [Fact]
    public void All_signals_at_their_maximum_give_a_score_of_one()
    {
        var strain = StrainIndex.Of(new StrainInputs(-1, 100, 3, 98, 100, 100, 10, 10));
        // concentration (0.98 − 0.4)/0.6 = 0.9667: 0.85 + 0.145 = 0.995, half away from zero
        Assert.Equal(1, strain.Score);
        Assert.Equal("elevated", strain.Level);
    }

    [Fact]
    public void A_signal_is_listed_from_a_value_of_two_tenths()
    {
        // (0.52 − 0.4)/0.6 is 0.2, though not in binary fractions.
        Assert.Contains(StrainIndex.Of(new StrainInputs(0, 100, 3, 52, 0, 0, 0, 0)).Signals, signal => signal is { Id: "concentration", Value: 0.2 });
        Assert.Empty(StrainIndex.Of(new StrainInputs(0, 1000, 3, 519, 0, 0, 0, 0)).Signals); // 0.1983
        Assert.Empty(StrainIndex.Of(new StrainInputs(-0.19, 10, 1, 10, 0, 0, 0, 0)).Signals);
        Assert.Single(StrainIndex.Of(new StrainInputs(-0.2, 10, 1, 10, 0, 0, 0, 0)).Signals);
    }

    [Fact]
    public void Concentration_needs_three_senders_and_more_than_two_fifths()
    {
        Assert.Empty(StrainIndex.Of(new StrainInputs(0, 10, 2, 9, 0, 0, 0, 0)).Signals);
        Assert.Equal(0.83, StrainIndex.Of(new StrainInputs(0, 10, 3, 9, 0, 0, 0, 0)).Signals.Single().Value); // 0.5/0.6
        Assert.Empty(StrainIndex.Of(new StrainInputs(0, 10, 3, 4, 0, 0, 0, 0)).Signals);
    }

    [Theory]
    [InlineData(0.32, "low")]
    [InlineData(0.33, "moderate")]
    [InlineData(0.65, "moderate")]
    [InlineData(0.66, "elevated")]
    public void Levels_apply_from_their_limits(double score, string level) => Assert.Equal(level, StrainIndex.Level(score));

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(15, 1, 0.38)] // 0.3 + 0.08
    [InlineData(30, 5, 1)]
    [InlineData(3000, 500, 1)]
    public void Confidence_grows_with_messages_and_senders(long messages, int senders, double confidence) =>
        Assert.Equal(confidence, StrainIndex.Confidence(messages, senders));

    [Fact]
    public void Rounding_is_half_away_from_zero() =>
        // urgency 5 × 29/250 = 0.58 → ×0.15 = 0.087; unresolved 29/50 = 0.58 → 0.087; 0.174 … and one that ends in 5: 0.3 × 0.15 = 0.045
        Assert.Equal(0.05, StrainIndex.Of(new StrainInputs(-0.15, 10, 1, 10, 0, 0, 0, 0)).Score);

    [Theory]
    [InlineData("this is unacceptable", "conflict_language")]
    [InlineData("I am fed up", "conflict_language")]
    [InlineData("so eine Frechheit", "conflict_language")]
    [InlineData("it is urgent", "urgency")]
    [InlineData("bitte sofort kommen", "urgency")]
    [InlineData("one! two! three!", "urgency")]
    [InlineData("three！！！", "urgency")]
    [InlineData("where is it?", "unresolved_requests")]
    [InlineData("does anyone know a plumber", "unresolved_requests")]
    [InlineData("kann jemand kommen", "unresolved_requests")]
    [InlineData("教えてください", "unresolved_requests")]
    public void Terms_raise_their_signal(string text, string signal) => Assert.Equal(1, Days.Analyse($"A: {text}").Signal(signal));

    [Fact]
    public void Two_exclamation_marks_are_not_urgent() => Assert.Empty(Days.Analyse("A: one! two!").Strain.Signals);

    [Fact]
    public void A_question_mark_in_a_link_is_not_a_request() => Assert.Empty(Days.Analyse("A: https://x.example/?a=1").Strain.Signals);

    [Fact]
    public void A_request_is_resolved_by_any_message_of_another_sender()
    {
        Assert.Null(Days.Analyse("A: where is it?", "B: hm").Signal(StrainIndex.UnresolvedRequests));
        Assert.Equal(1, Days.Analyse("A: where is it?", "A: hm").Signal(StrainIndex.UnresolvedRequests));
        // Of two requests the first is answered by the second.
        Assert.Equal(0.5, Days.Analyse("A: where is it?", "B: who?").Signal(StrainIndex.UnresolvedRequests));
    }

    [Theory]
    [InlineData(19, null)] // the reply is the 20th message
    [InlineData(20, 1.0)] // the 21st
    public void A_reply_must_be_among_the_next_twenty_messages(int between, double? unresolved)
    {
        var messages = new List<string> { "A: where is it?" };
        messages.AddRange(Enumerable.Repeat("A: hm", between));
        messages.Add("B: there");
        Assert.Equal(unresolved, Days.Analyse([.. messages]).Signal(StrainIndex.UnresolvedRequests));
    }

    [Fact]
    public void Media_without_caption_are_a_message_and_a_reply()
    {
        var run = new LexiconDayAnalyser().Begin(Days.Sunday);
        run.Add(new AnalysedMessage("A", "where is it?", false));
        run.Add(new AnalysedMessage("B", "", true));
        var day = run.Finish();
        Assert.Empty(day.Strain.Signals);
        Assert.StartsWith("2 messages from 2 participants", day.Summary, StringComparison.Ordinal);
    }
}
