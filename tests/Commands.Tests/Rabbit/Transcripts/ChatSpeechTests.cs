namespace EventSourced.Commands.Tests.Rabbit.Transcripts;

public sealed class ChatSpeechTests
{
    [Theory]
    [InlineData("more cookie . [+ IMP]", "more cookie", ".")]
    [InlineData("<more more> [/] more cookie !", "more more more cookie", "!")]
    [InlineData("<a dog> [//] a cat ?", "a dog a cat", "?")]
    [InlineData("it fit [* fit-0es] [*] .", "it fit", ".")]
    [InlineData("a [?] fly [= flyswatter] .", "a fly", ".")]
    [InlineData("I wanna [: want to] go +...", "I wanna go", "+...")]
    [InlineData("+\" he said +\"/.", "he said", "+\"/.")]
    [InlineData("+< but why +//?", "but why", "+//?")]
    [InlineData("&=laughs &-um &+w &~gaga water .", "um water", ".")]
    [InlineData("where xxx yyy www go ?", "where go", "?")]
    [InlineData("0is it 0 .", "it", ".")]
    [InlineData("0 .", "", ".")]
    [InlineData("xxx .", "", ".")]
    [InlineData("(be)cause (th)at (.) big (1.5) (..) dog .", "because that big dog", ".")]
    [InlineData("choo_choo ice+cream .", "choo choo ice cream", ".")]
    [InlineData("quack@o abuela@s:spa goga@c .", "quack abuela goga", ".")]
    [InlineData("yes , mummy, no „ good ‡ girl .", "yes mummy no good girl", ".")]
    [InlineData("ba:by m:hm ˈta^ble .", "baby mhm table", ".")]
    [InlineData("bye bye.", "bye bye", ".")]
    [InlineData("わんわん いる .", "わんわん いる", ".")]
    [InlineData("no end", "no end", null)]
    public void Words_are_separated_from_codes(string tier, string spoken, string? terminator)
    {
        var utterance = Chat.Say(tier);

        Assert.Equal(tier, utterance.Text);
        Assert.Equal(spoken, utterance.Spoken);
        Assert.Equal(terminator, utterance.Terminator);
    }

    [Theory]
    [InlineData("pan . \u00151290_2140\u0015", 1290L, 2140L)]
    [InlineData("pan . 1290_2140", 1290L, 2140L)]
    [InlineData("pan . \u0015%snd:\"day_1_2\"_1290_2140\u0015", 1290L, 2140L)]
    [InlineData("pan . \u00151290_2140-\u0015", 1290L, 2140L)]
    [InlineData("\u00151_2\u0015 pan . \u00153_4\u0015", 1L, 4L)]
    [InlineData("pan .", null, null)]
    public void Times_are_read_and_removed_from_the_text(string tier, long? start, long? end)
    {
        var utterance = Chat.Say(tier);

        Assert.Equal("pan .", utterance.Text);
        Assert.Equal("pan", utterance.Spoken);
        Assert.Equal((start, end), (utterance.StartMs, utterance.EndMs));
    }
}
