using EventSourced.Commands.Rabbit.Transcripts;

namespace EventSourced.Commands.Tests.Rabbit.Transcripts;

public sealed class FormatProbeTests
{
    [Theory]
    [InlineData("@Loc:\thome\n*CHI:\thi .", "talk.txt")]
    [InlineData("\n@Transcriber:\tsomeone\n*CHI:\thi .", null)]
    [InlineData("@g\n*CHI:\thi .", "talk")]
    [InlineData("*CHI:\thi .", "talk.txt")]
    [InlineData("%com:\tcut out of a file\n@Begin\n*CHI:\thi .", "talk.txt")]
    [InlineData("*child_number_1:\thi .", "TALK.CHA")]
    public void Chat_is_detected_by_a_header_a_tier_or_the_file_name(string text, string? name) =>
        Assert.Equal(TranscriptFormat.Chat, FormatProbe.Detect(text, name));

    [Theory]
    [InlineData("[{\"text\":\"hi\"}]", "talk.txt")]
    [InlineData("{\"text\":\"hi\"}", null)]
    [InlineData("[]", "talk.cha")]
    public void Json_is_detected_by_its_brackets(string text, string? name) => Assert.Equal(TranscriptFormat.Json, FormatProbe.Detect(text, name));

    [Theory]
    [InlineData("Anna: hi\nBen: @Begin", "talk.txt")]
    [InlineData("[Anna]: hi", null)]
    [InlineData("@1: hi", null)]
    [InlineData("*child_number_1:\thi .", "cha.txt")]
    public void Everything_else_is_plain(string text, string? name) => Assert.Equal(TranscriptFormat.Plain, FormatProbe.Detect(text, name));

    [Fact]
    public void A_given_format_is_used_without_detection() =>
        Assert.Equal(TranscriptFormat.Plain, TranscriptReader.Read(new MemoryStream("Anna: hi"u8.ToArray()), new() { FileName = "talk.cha", Format = TranscriptFormat.Plain }).Format);
}
