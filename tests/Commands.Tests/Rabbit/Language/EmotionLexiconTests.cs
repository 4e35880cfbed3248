using EventSourced.Commands.Rabbit;
using EventSourced.Commands.Rabbit.Analysis;
using EventSourced.Commands.Rabbit.Language;
using EventSourced.Contracts.Rabbit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

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
    public void The_first_emotion_word_of_the_text_is_found(string text, string? word) => Assert.Equal(word, EmotionLexicon.Default.FirstIn(text));

    [Fact]
    public void The_order_of_a_configured_list_has_no_effect()
    {
        string[] words = ["ねむい", "tired", "ねむ"];

        Assert.Equal("ねむい", new EmotionLexicon(words).FirstIn("もう ねむい tired"));
        Assert.Equal("ねむい", new EmotionLexicon(words.Reverse()).FirstIn("もう ねむい tired"));
        Assert.Null(new EmotionLexicon(words).FirstIn("すき"));
    }

    [Theory]
    [InlineData("すき ねむい", "Emotional expression: すき")]
    [InlineData("すき ねむい", "Emotional expression: ねむい", "ねむい", "tired")]
    public void Emotion_words_are_the_configured_or_the_built_in_ones(string text, string highlight, params string[] configured)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(configured.Select((word, i) => KeyValuePair.Create($"Rabbit:EmotionWords:{i}", (string?)word))).Build();
        using var services = new ServiceCollection().AddRabbitCommands(configuration).BuildServiceProvider();
        var turn = new TurnRecorded(Guid.NewGuid(), Guid.NewGuid(), "session/x", text, "うん！", null, null, default, default, null, "typed", null);
        // The session has no child, so no words of other sessions are needed.
        var analysed = new TurnAnalyser(services.GetRequiredService<RabbitOptions>()).Analyse(turn, "separator", _ => true);
        Assert.Equal([highlight], analysed.HighlightTexts!);
    }
}
