using EventSourced.Commands.Pulse.Analysis;

namespace EventSourced.Commands.Tests.Pulse.Analysis;

public sealed class LexiconTests
{
    [Theory]
    [InlineData("[positive]\nx", "not two or more")]
    [InlineData("[positive]\nGood", "not two or more")]
    [InlineData("[positive]\nwell-done", "not two or more")]
    [InlineData("[positve]\ngood", "unknown section")]
    [InlineData("good", "before the first")]
    [InlineData("[positive]\ngood\n[negative]\ngood", "both positive and negative")]
    [InlineData("[positive]\none_two_three_four", "more than three words")]
    public void A_mistake_in_a_lexicon_is_reported(string text, string what) =>
        Assert.Contains(what, Assert.Throws<FormatException>(() => Lexicon.Parse([("xx", text)], "", "")).Message, StringComparison.Ordinal);

    [Fact]
    public void Endings_phrases_and_comments_are_read()
    {
        var lexicon = Lexicon.Parse([("xx", "# words\n[positive]\nglad/ly # and more\nmost_very_fine\n[negative]\nfine")], "[negative]\n☂", "");
        Assert.Equal(0.7, Days.Analyse(lexicon, "A: glad gladly").SentimentScore);
        Assert.Equal(-0.6, Days.Analyse(lexicon, "A: very fine").SentimentScore);
        // The phrase replaces its words.
        Assert.Equal(0.6, Days.Analyse(lexicon, "A: most very fine").SentimentScore);
        Assert.Equal(-0.6, Days.Analyse(lexicon, "A: ☂️").SentimentScore);
    }

    [Fact]
    public void A_negation_applies_to_a_phrase_if_it_is_close_to_its_first_word()
    {
        Assert.Equal(0.6, Days.Analyse("A: never got fed up").SentimentScore);
        Assert.Equal(-0.6, Days.Analyse("A: never walrus walrus fed up").SentimentScore);
    }

    [Fact]
    public void Nine_languages_are_too_many() =>
        Assert.Throws<FormatException>(() => Lexicon.Parse([.. Enumerable.Range(0, 9).Select(i => ($"l{i}", ""))], "", ""));
}
