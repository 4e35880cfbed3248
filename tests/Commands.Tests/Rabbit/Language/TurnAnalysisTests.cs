using EventSourced.Commands.Rabbit.Language;

namespace EventSourced.Commands.Tests.Rabbit.Language;

public sealed class TurnAnalysisTests
{
    [Fact]
    public void The_worked_example_of_the_specification_is_reproduced()
    {
        var first = Analyze("りんご すき！ りんご");
        var second = Analyze("あかい りんご", [.. first.NewWords]);

        Assert.Equal([new(0, "りんご", true), new(1, "すき", true), new(2, "りんご", true)], first.Words);
        Assert.Equal(["りんご", "すき"], first.NewWords);
        Assert.Equal(
            [
                new("new_word", "New word learned: りんご", "りんご すき！ りんご"),
                new("new_word", "New word learned: すき", "りんご すき！ りんご"),
                new("emotional_moment", "Emotional expression: すき", "りんご すき！ りんご"),
            ], first.Highlights);
        Assert.Equal([new(0, "あかい", true), new(1, "りんご", false)], second.Words);
        Assert.Equal([new("new_word", "New word learned: あかい", "あかい りんご")], second.Highlights);
    }

    [Theory]
    [InlineData("a b c d e f g", null)]
    [InlineData("a b c d e f g h", "Long sentence: 8 words")]
    [InlineData("ああああああああああいいいいいいいいい", null)]
    [InlineData("ああああああああああいいいいいいいいいい", "Long sentence: 1 words")]
    [InlineData("あああああああああ。！いいいいいいいい", null)]
    [InlineData("あああああああああ。！いいいいいいいいい", "Long sentence: 2 words")]
    [InlineData("。。。。。。。。。。ああああああああああ", null)]
    public void A_sentence_is_long_from_eight_words_or_from_twenty_characters_of_the_prepared_text(string text, string? description) =>
        Assert.Equal(description, Analyze(text).Highlights.SingleOrDefault(h => h.Type == HighlightTypes.LongSentence)?.Description);

    [Fact]
    public void Highlights_come_in_the_order_new_word_long_sentence_emotional_moment()
    {
        var types = Analyze("すき a b c d e f すき こわい", ["a", "b", "c", "d", "e", "f"]).Highlights.Select(h => h.Type);

        Assert.Equal(["new_word", "new_word", "long_sentence", "emotional_moment"], types);
    }

    [Fact]
    public void An_excerpt_has_at_most_a_hundred_units_and_no_split_character()
    {
        var text = new string('あ', 99) + "\U0001F430";

        Assert.All(Analyze(text).Highlights, highlight => Assert.Equal(new string('あ', 99), highlight.Excerpt));
        Assert.All(Analyze("い" + new string('あ', 100)).Highlights, highlight => Assert.Equal("い" + new string('あ', 99), highlight.Excerpt));
    }

    [Fact]
    public void A_text_without_words_has_an_empty_analysis()
    {
        var analysis = Analyze("！？…");

        Assert.Empty(analysis.Words);
        Assert.Empty(analysis.Highlights);
    }

    private static TurnAnalysis Analyze(string text, params string[] known) =>
        TurnAnalysis.Of(text, SeparatorTokenizer.Instance.Tokenize(text), known.Contains, EmotionLexicon.Default);
}
