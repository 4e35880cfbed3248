using EventSourced.Commands.Pulse.Analysis;

namespace EventSourced.Commands.Tests.Pulse.Analysis;

public sealed class SentimentTests
{
    [Fact]
    public void The_first_day_of_the_worked_example_is_positive()
    {
        var day = Days.Analyse("Alice: Happy new year everyone! 🎉", "Bob: Thanks Alice");

        // happy + 🎉 = 2 hits and "thanks" = 1: both messages score 1; 3 hits damp by 3/10 + 0.5 = 0.8.
        Assert.Equal(0.8, day.SentimentScore);
        Assert.Equal("positive", day.SentimentLabel);
        Assert.Equal(["events"], day.TopThemes);
        Assert.Equal("2 messages from 2 participants; main topics: events; overall tone positive.", day.Summary);
        Assert.Equal(0, day.Strain.Score);
        // 2/30 × 0.6 + 2/5 × 0.4 = 0.04 + 0.16
        Assert.Equal(0.2, day.Strain.Confidence);
    }

    [Fact]
    public void The_second_day_of_the_worked_example_has_strain()
    {
        var day = Days.Analyse("Bob: The heating is broken again,\nI am fed up");

        // "broken" and "fed up": −1, 2 hits damp by 0.7.
        Assert.Equal(-0.7, day.SentimentScore);
        Assert.Equal("negative", day.SentimentLabel);
        Assert.Equal(["maintenance"], day.TopThemes);
        Assert.Equal("1 message from 1 participant; main topics: maintenance; overall tone negative.", day.Summary);
        // 0.30 × 0.7 + 0.25 × min(1, 5 × 1/1) = 0.21 + 0.25
        Assert.Equal(0.46, day.Strain.Score);
        Assert.Equal("moderate", day.Strain.Level);
        Assert.Equal([("conflict_language", 1), ("negative_sentiment", 0.7)], day.Strain.Signals.Select(s => (s.Id, s.Value)));
        // 1/30 × 0.6 + 1/5 × 0.4 = 0.02 + 0.08
        Assert.Equal(0.1, day.Strain.Confidence);
    }

    [Fact]
    public void The_day_score_is_the_mean_over_messages_with_hits_only()
    {
        // +1; (2 − 1)/3; no hit. Mean (1 + 1/3)/2 = 0.6667, 4 hits damp by 0.9: 0.6.
        Assert.Equal(0.6, Days.Analyse("A: good", "B: lovely and good, but terrible", "C: the kettle").SentimentScore);
    }

    [Fact]
    public void Five_hits_are_enough_for_the_full_score()
    {
        Assert.Equal(0.9, Days.Analyse("A: good good good good").SentimentScore); // 4/10 + 0.5
        Assert.Equal(1, Days.Analyse("A: good good good good good").SentimentScore);
        Assert.Equal(1, Days.Analyse("A: good good good good good good").SentimentScore);
    }

    [Fact]
    public void A_day_without_hits_is_neutral()
    {
        var day = Days.Analyse("A: the kettle", "B: ");
        Assert.Equal(0, day.SentimentScore);
        Assert.Equal("neutral", day.SentimentLabel);
        Assert.Equal("0 messages from 0 participants; overall tone neutral.", Days.Analyse().Summary);
    }

    [Theory]
    [InlineData(0.15, "neutral")]
    [InlineData(0.16, "positive")]
    [InlineData(-0.15, "neutral")]
    [InlineData(-0.16, "negative")]
    [InlineData(0.1 + 0.05, "neutral")] // 0.15000000000000002
    public void Labels_apply_beyond_the_limit(double score, string label) => Assert.Equal(label, SentimentScale.Label(score));

    [Theory]
    [InlineData("not good", -0.6)]
    [InlineData("not very good", -0.6)]
    [InlineData("not very very good", 0.6)] // three tokens before
    [InlineData("never bad", 0.6)]
    [InlineData("I don't like this terrible", 0.6 * -1)] // like, this lie between
    [InlineData("I don't love it", -0.6)]
    [InlineData("I don’t love it", -0.6)]
    [InlineData("I don´t love it", -0.6)]
    [InlineData("I DON'T love it", -0.6)]
    [InlineData("dont love it", -0.6)]
    [InlineData("No. Good", 0.6)] // another sentence
    [InlineData("no problem", 0.6)]
    [InlineData("not a good", -0.6)] // a single letter is no token
    [InlineData("ce n'est pas magnifique", -0.6)]
    [InlineData("das ist nicht gut", -0.6)]
    [InlineData("kein schöner Tag", -0.6)]
    public void A_negation_within_two_tokens_negates_a_word(string text, double score) =>
        Assert.Equal(score, Days.Analyse($"A: {text}").SentimentScore);

    [Theory]
    [InlineData("❤️", 0.6)]
    [InlineData("❤", 0.6)]
    [InlineData("👍🏽", 0.6)] // with a skin tone
    [InlineData("ok👍ok", 0.6)]
    [InlineData("😊🎉🙏", 0.8)]
    [InlineData("😡😢😞👎", -0.9)]
    [InlineData("not 👍", 0.6)] // no token: never flipped
    [InlineData("👍👎", 0)]
    [InlineData("🐢", 0)]
    public void Emoji_count_as_words_do(string text, double score) => Assert.Equal(score, Days.Analyse($"A: {text}").SentimentScore);

    [Theory]
    [InlineData("Das Treffen war wunderbar", 0.6)]
    [InlineData("der Aufzug ist schon wieder kaputt", -0.6)]
    [InlineData("Está muy bonito", 0.6)]
    [InlineData("c'est magnifique", 0.6)]
    [InlineData("foi horrível", -0.6)]
    [InlineData("è bellissimo", 0.6)]
    [InlineData("wat een gezellige avond", 0.6)]
    [InlineData("今日は楽しかったです", 0.6)]
    [InlineData("問題ないです", 0.6)] // the longest match, not 問題
    [InlineData("エレベーターが壊れた", -0.6)]
    [InlineData("ＧＯＯＤ", 0.6)] // full width, NFKC
    public void Words_of_each_language_count(string text, double score) => Assert.Equal(score, Days.Analyse($"A: {text}").SentimentScore);

    [Theory]
    [InlineData("Thanks for the gift", 0.7)] // English: thanks and gift
    [InlineData("das Gift ist in der Küche", -0.6)] // German: poison
    [InlineData("die Kinder sind in der Schule", 0)] // a German article
    [InlineData("they will die of this", -0.6)]
    [InlineData("das war in der Küche", 0)]
    [InlineData("there is a war", -0.6)]
    public void Ambiguous_words_have_the_meaning_of_their_messages_language(string text, double score) =>
        Assert.Equal(score, Days.Analyse($"A: {text}").SentimentScore);

    [Fact]
    public void A_message_without_stop_words_is_read_in_the_language_of_the_day()
    {
        // One negative hit in a German day, one positive in an English one; each damped by 0.6.
        Assert.Equal(-0.6, Days.Analyse("A: wir haben das in der Küche", "B: Gift").SentimentScore);
        Assert.Equal(0.6, Days.Analyse("A: we have it in the kettle", "B: Gift").SentimentScore);
    }

    [Fact]
    public void Languages_mix_within_one_message()
    {
        // lecker and great +2, terrible −1: 1/3, 3 hits damp by 0.8: 0.2667.
        Assert.Equal(0.27, Days.Analyse("A: der Kuchen war lecker, great party but terrible").SentimentScore);
    }

    [Fact]
    public void A_word_with_different_meanings_is_ignored_in_a_language_that_does_not_know_it()
    {
        var lexicon = Lexicon.Parse(
            [("xx", "[positive]\nabc def\n[stop]\nxa xb"), ("yy", "[negative]\nabc\n[positive]\ndef\n[stop]\nya"), ("zz", "[stop]\nza")], "", "");
        Assert.Equal(0, Days.Analyse(lexicon, "A: za abc").SentimentScore);
        Assert.Equal(0.6, Days.Analyse(lexicon, "A: za def").SentimentScore);
        Assert.Equal(-0.6, Days.Analyse(lexicon, "A: ya abc").SentimentScore);
    }

    [Fact]
    public void Lone_surrogates_are_tolerated() => Assert.Equal(0.6, Days.Analyse("A: good \uD83D \uDE00\uD83D").SentimentScore);
}
