using EventSourced.Commands.Rabbit.Transcripts;

namespace EventSourced.Commands.Tests.Rabbit.Transcripts;

public sealed class DialogueFormTests
{
    private const string Messages =
        """[{"role":"system","content":"be kind"},{"role":"user","content":"moon"},{"role":"assistant","content":null},{"role":"tool","content":"x"},{"role":"assistant","content":[{"type":"text","text":"a"},{"type":"text","text":"moon"}]}]""";

    [Theory]
    [InlineData(Messages)]
    [InlineData($$"""{"messages":{{Messages}}}""")]
    public void Messages_with_role_and_content_are_read_and_what_is_no_speech_is_counted(string json)
    {
        var transcript = Chat.Read(json);

        Assert.Equal([("user", "moon"), ("assistant", "a\nmoon")], transcript.Utterances.Select(u => (u.Speaker, u.Text)));
        Assert.Equal(["messages of the role system", "messages without a text", "messages of the role tool"], transcript.LeftOut.Select(l => l.Reason));
        Assert.Equal([1], transcript.LeftOut[0].Lines);
    }

    [Fact]
    public void An_exported_tree_is_read_along_its_current_branch()
    {
        var transcript = Chat.Read("""
            [{"conversation_id":"c","current_node":"4","mapping":{
              "1":{"message":null,"parent":null},
              "2":{"parent":"1","message":{"author":{"role":"user"},"content":{"content_type":"text","parts":["sun"]}}},
              "3":{"parent":"2","message":{"author":{"role":"assistant"},"content":{"parts":["old"]}}},
              "4":{"parent":"2","message":{"author":{"role":"assistant"},"content":{"parts":["new"]}}}}}]
            """);

        Assert.Equal([("c", "user", "sun"), ("c", "assistant", "new")], transcript.Utterances.Select(u => (u.SessionId!, u.Speaker, u.Text)));
    }

    [Fact]
    public void A_turn_that_is_not_understood_is_refused_with_what_was_met() =>
        Assert.Contains("it has who, words.", Assert.Throws<TranscriptException>(() => Chat.Read("""{"who":"a","words":"b"}""")).Message);

    [Theory]
    [InlineData("[00:01:23] Ann: hi")]
    [InlineData("12:03 Ann: hi")]
    [InlineData("(1:02:03.5) Ann： hi")]
    [InlineData("2024-05-06 10:00:00 - Ann: hi")]
    [InlineData("9:05 pm Ann: hi")]
    [InlineData("Ann [00:01:23]: hi")]
    [InlineData("Ann (12:03): hi")]
    public void A_clock_time_beside_the_name_is_no_part_of_it(string line)
    {
        var said = Assert.Single(Chat.Read($"# who\n{line}").Utterances);

        Assert.Equal(("Ann", "hi"), (said.Speaker, said.Text));
    }

    [Theory]
    [InlineData("00:00:01.000 --> 00:00:04.000", "captions are not read")]
    [InlineData("00:01:23: hi", "no name stands before the colon")]
    [InlineData("http://example.org", "no name")]
    [InlineData("12:03 hello", "it has no colon")]
    public void A_line_without_a_name_is_refused_with_what_was_met(string line, string met)
    {
        var error = Assert.Throws<TranscriptException>(() => Chat.Read($"Ann: hi\n{line}"));

        Assert.Equal(2, error.Line);
        Assert.Contains(met, error.Message);
    }

    [Fact]
    public void Lines_that_are_left_out_are_counted()
    {
        var transcript = Chat.Read("# a\nAnn: hi\n# b");

        Assert.Equal(3, transcript.LinesRead);
        var left = Assert.Single(transcript.LeftOut);
        Assert.Equal((2, 1, 3), (left.Count, left.Lines[0], left.Lines[1]));
    }
}
