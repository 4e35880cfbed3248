using EventSourced.Commands.Rabbit.Language;

namespace EventSourced.Commands.Tests.Rabbit.Language;

public sealed class EmotionLexiconTests
{
    [Theory]
    [InlineData("りんご すき！", "すき")]
    [InlineData("うさぎだいすき", "だいすき")]
    [InlineData("こわい けど すき", "こわい")]
    [InlineData("I LOVE you", "love")]
    [InlineData("it hurts.", "hurts")]
    [InlineData("ママ love だいすき", "love")]
    [InlineData("a glove", null)]
    [InlineData("made a funny face", null)]
    [InlineData("funny, but fun", "fun")]
    [InlineData("パン たべる", null)]
    [InlineData("", null)]
    public void The_first_feeling_of_the_text_is_found(string text, string? word) => Assert.Equal(word, EmotionLexicon.Default.FirstIn(text));

    [Fact]
    public void The_order_of_a_configured_list_means_nothing()
    {
        string[] words = ["ねむい", "tired", "ねむ"];

        Assert.Equal("ねむい", new EmotionLexicon(words).FirstIn("もう ねむい tired"));
        Assert.Equal("ねむい", new EmotionLexicon(words.Reverse()).FirstIn("もう ねむい tired"));
        Assert.Null(new EmotionLexicon(words).FirstIn("すき"));
    }
}
