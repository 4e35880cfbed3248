namespace EventSourced.Commands.Tests.Rabbit.Transcripts;

public sealed class PlainSpeechTests
{
    [Theory]
    [InlineData("It is \"big\", mummy: 3.5, or 3,5; at 10:30.")]
    [InlineData("look at www.foo.com, or https://www.foo.com/xxx!")]
    [InlineData("あつい,ふうふうして...  ね。")]
    [InlineData("...")]
    [InlineData("xxxl and www-data")]
    public void A_plain_line_is_kept_as_written(string said) => Assert.Equal(said, Spoken(said));

    [Theory]
    [InlineData("これxxx.", "これ.")]
    [InlineData("where xxx go yyy?", "where go?")]
    [InlineData("xxx, no", ", no")]
    [InlineData("xxx", "")]
    [InlineData("www xxx .", "")]
    [InlineData("xxx。", "")]
    [InlineData("𠮷xxx", "𠮷")]
    public void Marks_for_unintelligible_speech_are_left_out_as_whole_words(string said, string spoken) => Assert.Equal(spoken, Spoken(said));

    private static string Spoken(string said) => Assert.Single(Chat.Read($"Leo: {said}").Utterances).Spoken;
}
