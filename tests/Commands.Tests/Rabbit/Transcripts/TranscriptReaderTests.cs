using EventSourced.Commands.Rabbit.Transcripts;

namespace EventSourced.Commands.Tests.Rabbit.Transcripts;

public sealed class TranscriptReaderTests
{
    [Fact]
    public void A_chat_file_is_read_with_its_headers_continuation_lines_and_tiers()
    {
        var transcript = Chat.Read("\uFEFF" + Chat.Head.Replace("\n", "\r\n") + "@Date:\t12-MAY-2023\r\n*MOT:\twhat a very\r\n\tlong day ?\r\n%mor:\tx\r\n\ty\r\n*XYZ:\tyes .\r\n@End\r\n");

        Assert.Equal(TranscriptFormat.Chat, transcript.Format);
        Assert.Equal(["eng"], transcript.Languages);
        Assert.Equal(new DateOnly(2023, 5, 12), transcript.Date);
        Assert.Equal([new("CHI", "Anna", "Target_Child", "2;06.00", "female"), new("MOT", null, "Mother")], transcript.Participants);
        Assert.Equal([("MOT", "what a very long day ?", 7), ("XYZ", "yes .", 11)], transcript.Utterances.Select(u => (u.Speaker, u.Text, u.Line)));
        Assert.Equal((2, 1, 7), (transcript.ContinuationLines, transcript.DependentTiers["%mor"], transcript.Headers));
        Assert.Contains("Line 11: the speaker XYZ", Assert.Single(transcript.Warnings));
    }

    [Fact]
    public void A_plain_file_may_have_full_width_colons()
    {
        var transcript = Chat.Read("# a remark\nお母さん： どこ: いくの。\n\nゆい:これxxx.\nゆい: It is \"big\", mummy.\n");

        Assert.Equal(TranscriptFormat.Plain, transcript.Format);
        Assert.Equal(["お母さん", "ゆい"], transcript.Speakers);
        Assert.Equal(["どこ: いくの。", "これxxx.", "It is \"big\", mummy."], transcript.Utterances.Select(u => u.Text));
        Assert.Equal(["どこ: いくの。", "これ.", "It is \"big\", mummy."], transcript.Utterances.Select(u => u.Spoken));
        Assert.Equal([2, 4, 5], transcript.Utterances.Select(u => u.Line));
    }

    [Theory]
    [InlineData("[\n{\"childInput\":\"りんご\",\"rabbitResponse\":\"おいしいね\",\"timestamp\":\"2026-02-01T03:00:00Z\",\"durationMs\":900},\n{\"speaker\":\"mum\",\"text\":\"a\"}]")]
    [InlineData("\n{\"child_input\":\"りんご\",\"rabbit_response\":\"おいしいね\",\"timestamp\":1769914800000,\"duration_ms\":900}\n{\"speaker\":\"mum\",\"text\":\"a\"}\n")]
    [InlineData("{\"turns\":[{\"childInput\":\"りんご\",\"rabbitResponse\":\"おいしいね\",\"timestamp\":\"2026-02-01T12:00:00+09:00\",\"durationMs\":900},{\"speaker\":\"mum\",\"text\":\"a\"}]}")]
    public void Json_is_read_as_an_array_as_lines_or_in_an_object(string json)
    {
        var transcript = Chat.Read(json);

        Assert.Equal(TranscriptFormat.Json, transcript.Format);
        var first = transcript.Utterances[0];
        Assert.Equal(("child", "りんご", "おいしいね", 900), (first.Speaker, first.Text, first.Response, first.DurationMs));
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1769914800000), first.Timestamp);
        Assert.Equal(("mum", "a"), (transcript.Utterances[1].Speaker, transcript.Utterances[1].Text));
    }

    [Theory]
    [InlineData("", "empty_file", null)]
    [InlineData(" \n\n", "empty_file", null)]
    [InlineData("Anna: hi\0", "not_text", 1)]
    [InlineData("Anna: hi\nno colon here", "bad_line", 2)]
    [InlineData("This is a long sentence that goes on and on until: here", "bad_line", 1)]
    [InlineData("@UTF8\n@Begin\n*CHI no colon\n@End", "bad_line", 3)]
    [InlineData("@UTF8\n@Begin\nhello\n@End", "bad_line", 3)]
    [InlineData("@UTF8\n@Begin\n%mor:\tx\n@End", "bad_line", 3)]
    [InlineData("@UTF8\n@Begin\n@End", "no_utterances", null)]
    [InlineData("[]", "no_utterances", null)]
    [InlineData("{\"text\":\"a\"}\n{\"text\":", "bad_line", 2)]
    [InlineData("{\"text\":\"a\"}\n{\"speaker\":\"b\"}", "bad_line", 2)]
    [InlineData("{\"text\":\"a\"}\n7", "bad_line", 2)]
    [InlineData("[{\"text\":\"a\"},\n\n{\"text\":5}]", "bad_line", 3)]
    [InlineData("{\"text\":\"\\ud83d\"}", "bad_line", 1)]
    [InlineData("{\"text\":\"a\\u0000\"}", "bad_line", 1)]
    [InlineData("{\"text\":\"a\",\"timestamp\":\"today\"}", "bad_line", 1)]
    [InlineData("{\"text\":\"a\",\"durationMs\":1.5}", "bad_line", 1)]
    [InlineData("{\"text\":\"a\",\"durationMs\":\"1\"}", "bad_line", 1)]
    public void An_invalid_file_is_an_error_with_its_line(string text, string code, int? line)
    {
        var error = Assert.Throws<TranscriptException>(() => Chat.Read(text, "bad.txt"));

        Assert.Equal((code, line), (error.Code, error.Line));
        Assert.StartsWith(line is null ? "bad.txt: " : $"bad.txt, line {line}: ", error.Message);
    }

    [Theory]
    [InlineData("\uFEFF\uFEFFAnna: hi\n\u001A")]
    [InlineData("\uFEFF@UTF8\r\n@Begin\r\n*CHI:\thi .\r\n@End\r\n\u001A\u001A\r\n")]
    [InlineData("\uFEFF\uFEFF[{\"text\":\"hi\"}]\n\u001A")]
    public void Repeated_byte_order_marks_and_dos_end_marks_are_not_text(string text) =>
        Assert.Equal("hi", Assert.Single(Chat.Read(text).Utterances).Spoken);

    [Fact]
    public void A_file_with_only_such_marks_is_empty() =>
        Assert.Equal(TranscriptException.EmptyFile, Assert.Throws<TranscriptException>(() => Chat.Read("\uFEFF\uFEFF\n\u001A")).Code);

    [Fact]
    public void A_file_over_the_limit_is_refused()
    {
        var bytes = "A: hello"u8.ToArray();

        Assert.Single(TranscriptReader.Read(new MemoryStream(bytes), new() { MaxBytes = bytes.Length }).Utterances);
        var error = Assert.Throws<TranscriptException>(() => TranscriptReader.Read(new MemoryStream(bytes), new() { MaxBytes = bytes.Length - 1 }));
        Assert.Equal(TranscriptException.TooLarge, error.Code);
    }

    [Fact]
    public void A_missing_file_is_an_error_with_the_file_name()
    {
        var error = Assert.Throws<TranscriptException>(() => TranscriptReader.Read(Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString(), "none.cha")));

        Assert.Equal((TranscriptException.Unreadable, "none.cha"), (error.Code, error.File));
    }
}
