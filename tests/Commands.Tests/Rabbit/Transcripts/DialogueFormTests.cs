using EventSourced.Commands.Rabbit.Transcripts;

namespace EventSourced.Commands.Tests.Rabbit.Transcripts;

public sealed class DialogueFormTests
{
    private const string Messages =
        """[{"role":"system","content":"be kind"},{"role":"user","content":"moon"},{"role":"assistant","content":null},{"role":"tool","content":"x"},{"role":"assistant","content":[{"type":"text","text":"a"},{"type":"text","text":"moon"}]}]""";

    [Theory]
    [InlineData(Messages)]
    [InlineData($$"""{"messages":{{Messages}}}""")]
    public void Messages_with_role_and_content_are_read_and_the_others_are_counted(string json)
    {
        var transcript = Chat.Read(json);

        Assert.Equal([("user", "moon"), ("assistant", "a\nmoon")], transcript.Utterances.Select(u => (u.Speaker, u.Text)));
        Assert.Equal(["messages of the role system", "messages without a text", "messages of the role tool"], transcript.LeftOut.Select(l => l.Reason));
        Assert.Equal([1], transcript.LeftOut[0].Lines);
    }

    [Theory]
    [InlineData("{\"conversations\":[{\"from\":\"human\",\"value\":\"moon\"}]}", "human")]
    [InlineData("{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"moon\"}]}]}", "user")]
    [InlineData("{\"dialogue\":[{\"speaker\":\"Ann\",\"utterance\":\"moon\"}]}", "Ann")]
    [InlineData("[{\"name\":\"Ann\",\"message\":\"moon\"}]", "Ann")]
    public void Other_names_of_the_same_members_are_read(string json, string speaker)
    {
        var transcript = Chat.Read(json);
        Assert.Equal([(speaker, "moon")], transcript.Utterances.Select(u => (u.Speaker, u.Text)));
        Assert.Empty(transcript.LeftOut);
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
    public void An_unknown_turn_is_refused_with_the_names_of_its_members() =>
        Assert.Contains("its members are: who, words.", Assert.Throws<TranscriptException>(() => Chat.Read("""{"who":"a","words":"b"}""")).Message);

    [Theory]
    [InlineData("[00:01:23] Ann: hi")]
    [InlineData("12:03 Ann: hi")]
    [InlineData("(1:02:03.5) Ann： hi")]
    [InlineData("2024-05-06 10:00:00 - Ann: hi")]
    [InlineData("9:05 pm Ann: hi")]
    [InlineData("Ann [00:01:23]: hi")]
    [InlineData("Ann (12:03): hi")]
    [InlineData("Ann 12:03: hi")]
    [InlineData("Ann, 12:03:04: hi")]
    [InlineData("Ann - 12:03 PM: hi")]
    [InlineData("Ann: [00:01:23] hi")]
    [InlineData("Ann: hi (12:03)")]
    [InlineData("[00:01 - 00:03] Ann: hi")]
    [InlineData("[00:00:01.000 --> 00:00:04.000] Ann: hi")]
    [InlineData("<00:01:23> Ann: hi")]
    [InlineData("12:03: Ann: hi")]
    [InlineData("12:03 | Ann: hi")]
    [InlineData("12h03 Ann: hi")]
    [InlineData("[1m23s] Ann: hi")]
    [InlineData("[83.5s] Ann: hi")]
    [InlineData("[12.03] Ann: hi")]
    [InlineData("9:05 a.m. Ann: hi")]
    [InlineData("午前9:05 Ann：hi")]
    [InlineData("10時30分 Ann：hi")]
    [InlineData("［００：０１］Ann：hi")]
    [InlineData("【12:03】 Ann: hi")]
    [InlineData("2024年5月6日 10:00 Ann: hi")]
    [InlineData("28 Aug 2013, 19:23 - Ann: hi")]
    [InlineData("2024-05-06T10:00:00+09:00 Ann: hi")]
    [InlineData("[2024-05-06] Ann: hi")]
    [InlineData("06.05.2024 Ann: hi")]
    [InlineData("10.05 Ann: hi")]
    [InlineData("10.05 Uhr, Ann: hi")]
    [InlineData("klo 10.05 Ann: hi")]
    [InlineData("١٠:٠٥ Ann: hi")]
    [InlineData("१०:०५ Ann: hi")]
    [InlineData("00:00:01 --- Ann: hi")]
    [InlineData("- Ann: hi")]
    [InlineData("• 10:05 Ann: hi")]
    [InlineData(">> Ann: hi")]
    [InlineData("[00:01] [Ann]: hi")]
    [InlineData("<Ann>: hi")]
    [InlineData("**Ann:** hi")]
    [InlineData("12:03 **Ann**: hi")]
    [InlineData("\u200EAnn\u200F: hi")]
    [InlineData("\uFEFFAnn\u00A0: hi")]
    public void A_clock_time_next_to_the_name_is_not_part_of_it(string line)
    {
        var said = Assert.Single(Chat.Read($"# who\n{line}").Utterances);

        Assert.Equal(("Ann", "hi"), (said.Speaker, said.Text));
    }

    [Theory]
    [InlineData("00:00:01.000 --> 00:00:04.000", "captions are not supported")]
    [InlineData("00:01:23: hi", "there is no name before the colon")]
    [InlineData("http://example.org", "no name")]
    [InlineData("12:03 hello", "it has no colon")]
    [InlineData("at 12:03 we went", "its first colon belongs to a clock time")]
    [InlineData("\u200B: hi", "there is no name before the colon")]
    public void A_line_without_a_name_is_refused_with_the_reason(string line, string fault)
    {
        var error = Assert.Throws<TranscriptException>(() => Chat.Read($"Ann: hi\n{line}"));

        Assert.Equal(2, error.Line);
        Assert.Contains(fault, error.Message);
    }

    [Fact]
    public void Lines_that_are_left_out_are_counted()
    {
        var transcript = Chat.Read("# a\nAnn: hi\n# b");

        Assert.Equal(3, transcript.LinesRead);
        var left = Assert.Single(transcript.LeftOut);
        Assert.Equal((2, 1, 3), (left.Count, left.Lines[0], left.Lines[1]));
    }

    [Theory]
    [InlineData("amy: hi", "amy")]
    [InlineData("9:05 amy: hi", "amy")]
    [InlineData("Room 4: hi", "Room 4")]
    [InlineData("P1:10 apples", "P1")]
    [InlineData("SPEAKER_00:12", "SPEAKER_00")]
    [InlineData("O'Neil-Smith, J.: hi", "O'Neil-Smith, J.")]
    [InlineData("さくら（姉）: hi", "さくら（姉）")]
    public void A_name_is_kept_as_written(string line, string name) => Assert.Equal(name, Assert.Single(Chat.Read(line).Utterances).Speaker);

    [Theory]
    [InlineData("born (1990-01-01)")]
    [InlineData("it costs (12.50)")]
    [InlineData("(5s) later")]
    public void A_date_or_a_number_in_brackets_may_be_speech(string said) => Assert.Equal(said, Assert.Single(Chat.Read($"Ann: {said}").Utterances).Spoken);

    [Fact]
    public void Clock_times_are_counted() =>
        Assert.Contains(Chat.Read("12:03 Ann: hi\nBob: yo\n[1:02] Ann: (1:03) ho").LeftOut, l => l is { Count: 3, Lines: [1, 3] } && l.Reason.StartsWith("clock times", StringComparison.Ordinal));

    [Fact]
    public void Speakers_with_the_same_role_are_distinguished_by_their_names() =>
        Assert.Equal(["Leo", "Mia", "assistant"], Chat.Read("""[{"role":"user","name":"Leo","content":"a"},{"role":"user","name":"Mia","content":"b"},{"role":"assistant","content":"c"}]""").Speakers);

    [Fact]
    public void Dialogues_without_a_name_do_not_answer_each_other()
    {
        var lines = ChildTurns.Of(Chat.Read("""
            {"messages":[{"role":"user","content":"a"}]}
            {"messages":[{"role":"assistant","content":"b"},{"role":"user","content":"c"}]}
            """), "user");
        var arrays = ChildTurns.Of(Chat.Read("""[[{"text":"a"}],[{"speaker":"mum","text":"b"},{"text":"c"}]]"""));

        Assert.Equal([(null, "a", ""), ("#2", "c", "")], lines.Select(t => (t.SessionId, t.Text, t.Response)));
        Assert.Equal([(null, "a", ""), ("#2", "c", "")], arrays.Select(t => (t.SessionId, t.Text, t.Response)));
    }

    [Theory]
    [InlineData("""{"role":"user","content":[{"type":"text","text":{"value":"hi"}},{"type":"image_url","image_url":{}}]}""", "hi", 1)]
    [InlineData("""{"role":"user","content":["hi",{"type":"image"},{"type":"audio"}]}""", "hi", 2)]
    [InlineData("""{"role":"user","content":{"content_type":"multimodal_text","parts":[{"asset":"x"},"hi"]}}""", "hi", 1)]
    public void Parts_without_a_text_are_counted(string json, string said, int parts)
    {
        var transcript = Chat.Read(json);

        Assert.Equal(said, Assert.Single(transcript.Utterances).Text);
        Assert.Equal(parts, Assert.Single(transcript.LeftOut, l => l.Reason == "parts of messages without text").Count);
    }

    [Theory]
    [InlineData("""{"role":"user","content":5}""", "content must be a text")]
    [InlineData("""{"role":"user","content":"\ud83d"}""", "half a surrogate")]
    [InlineData("""{"current_node":"9","mapping":{"1":{"message":{"author":{"role":"user"},"content":"a"}}}}""", "current_node is not in mapping")]
    [InlineData("""{"current_node":"1","mapping":{"1":{"parent":"0","message":{"author":{"role":"user"},"content":"a"}}}}""", "a parent is not in mapping")]
    [InlineData("""{"current_node":"1","mapping":{"1":{"parent":"2"},"2":{"parent":"1"}}}""", "a circle")]
    [InlineData("""["a","b"]""", "a turn must be a JSON object")]
    public void An_unreadable_message_is_refused_with_the_reason(string json, string fault)
    {
        var error = Assert.Throws<TranscriptException>(() => Chat.Read(json));

        Assert.Equal(1, error.Line);
        Assert.Contains(fault, error.Message);
    }

    [Fact]
    public void A_fault_in_an_array_is_reported_with_its_line()
    {
        var json = "{\"id\": 7,\n\"messages\": [\n{\"role\": \"user\",\n\"content\": \"a\"},\n{\"role\": \"user\"}]}";

        Assert.Equal(5, Assert.Throws<TranscriptException>(() => Chat.Read(json)).Line);
        Assert.Equal([3, 5], Chat.Read(json.Replace("\"}]}", "\", \"content\": \"b\"}]}")).Utterances.Select(u => u.Line));
    }

    [Fact]
    public void Messages_of_replaced_branches_and_unknown_members_are_counted()
    {
        var transcript = Chat.Read("""
            {"title":"x","current_node":"2","mapping":{
              "1":{"message":{"author":{"role":"user"},"content":"sun","status":"done","weight":null}},
              "2":{"parent":"1","message":{"author":{"role":"assistant"},"content":"new"}},
              "3":{"parent":"1","message":{"author":{"role":"assistant"},"content":"old"}}}}
            """);

        Assert.Equal([2, 3], transcript.Utterances.Select(u => u.Line));
        Assert.Equal([("unknown members", 2, "{\"title\": …}"), ("messages of branches that were replaced", 1, "{…}")], transcript.LeftOut.Select(l => (l.Reason, l.Count, l.Sample)));
    }

    [Theory]
    [InlineData("\"create_time\":1769914800.25", 250)]
    [InlineData("\"created_at\":\"2026-02-01T03:00:00.25Z\"", 250)]
    [InlineData("\"create_time\":\"noon\"", null)]
    [InlineData("\"created_at\":\"1/2/26\"", null)]
    public void Times_of_messages_are_read_if_they_are_unambiguous(string member, int? ms)
    {
        var transcript = Chat.Read($$"""{"role":"user","content":"a",{{member}}}""");

        Assert.Equal(ms is null ? null : DateTimeOffset.FromUnixTimeMilliseconds(1769914800000 + ms.Value), transcript.Utterances[0].Timestamp);
        Assert.Equal(ms is null ? 1 : 0, transcript.Warnings.Count);
    }
}
