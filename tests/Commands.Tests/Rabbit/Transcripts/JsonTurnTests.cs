using EventSourced.Commands.Rabbit.Transcripts;

namespace EventSourced.Commands.Tests.Rabbit.Transcripts;

public sealed class JsonTurnTests
{
    [Theory]
    [InlineData("\"2026-02-01T03:00:00.000Z\"")]
    [InlineData("\"2026-02-01 03:00:00\"")]
    [InlineData("\"2026-02-01T03:00\"")]
    [InlineData("\"2026-02-01T12:00:00.000000000+09:00\"")]
    [InlineData("\"2026-02-01T12:00+0900\"")]
    [InlineData("\"2026-02-01T12:00:00+09\"")]
    [InlineData("1769914800000")]
    [InlineData("1769914800000.0")]
    [InlineData("1.7699148e12")]
    [InlineData("\"1769914800000\"")]
    [InlineData("\"1769914800000.0\"")]
    public void A_time_is_iso_8601_or_milliseconds_since_1970(string timestamp) =>
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1769914800000), Read($$"""{"text":"a","timestamp":{{timestamp}}}""").Timestamp);

    [Theory]
    [InlineData("-864000000")]
    [InlineData("\"-864000000\"")]
    [InlineData("\"1969-12-22\"")]
    public void A_time_may_be_before_1970_and_may_be_only_a_date(string timestamp) =>
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(-864000000), Read($$"""{"text":"a","timestamp":{{timestamp}}}""").Timestamp);

    [Theory]
    [InlineData("\"10:30\"")]
    [InlineData("\"3.4\"")]
    [InlineData("\"01/02/2026 10:00\"")]
    [InlineData("\"2026-02-30T10:00\"")]
    [InlineData("\"2026-02-01T10:00 PM\"")]
    [InlineData("\"2026-02\"")]
    [InlineData("\"20260201\"")]
    [InlineData("\"\"")]
    [InlineData("1.5")]
    [InlineData("1e300")]
    [InlineData("253402300800000")]
    [InlineData("-62135596800001")]
    [InlineData("\"99999999999999999999999999999999999999\"")]
    [InlineData("true")]
    [InlineData("\"\\ud83d\"")]
    public void An_ambiguous_time_is_refused(string timestamp)
    {
        var error = Assert.Throws<TranscriptException>(() => Read($$"""{"text":"a","timestamp":{{timestamp}}}"""));

        Assert.Equal((TranscriptException.BadLine, 1), (error.Code, error.Line));
        Assert.Contains("timestamp", error.Message);
    }

    [Fact]
    public void Numeric_ids_are_read_as_text()
    {
        var turn = Read("""{"text":"a","turnId":7,"session_id":12,"interlocutor_id":1}""");

        Assert.Equal(("7", "12", "1"), (turn.TurnId, turn.SessionId, turn.Speaker));
        Assert.Throws<TranscriptException>(() => Read("""{"text":"a","turnId":true}"""));
    }

    [Theory]
    [InlineData("""{"text":"a","name":"Leo","role":"boy"}""", "Leo")]
    [InlineData("""{"text":"a","role":"boy"}""", "boy")]
    [InlineData("""{"text":"a","author":"Leo"}""", "Leo")]
    [InlineData("""{"text":"a","author":{"name":"Leo"}}""", "child")]
    [InlineData("""{"text":"a","speaker":"Leo","name":"Tom"}""", "Leo")]
    [InlineData("""{"text":"a","interlocutor_id":"Leo","name":"Tom"}""", "Leo")]
    [InlineData("""{"text":"a","speaker":"","name":"Tom"}""", "Tom")]
    [InlineData("""{"childInput":"a","role":"user"}""", "child")]
    public void The_speaker_of_a_text_may_be_given_as_name_role_or_author(string json, string speaker) => Assert.Equal(speaker, Read(json).Speaker);

    [Theory]
    [InlineData("sessionId", "\"s\"", "s")]
    [InlineData("session_id", "3", "3")]
    [InlineData("dialogue_id", "3", "3")]
    [InlineData("dialogueId", "\"s\"", "s")]
    [InlineData("id", "\"s\"", "s")]
    [InlineData("id", "{\"$oid\":\"s\"}", null)]
    [InlineData("id", "\"\"", null)]
    [InlineData("title", "\"s\"", null)]
    public void The_object_around_turns_is_the_session_of_turns_without_one(string name, string value, string? session)
    {
        var json = $$$"""{"{{{name}}}":{{{value}}},"utterances":[{"text":"a"},{"text":"b","sessionId":"own"}]}""";

        Assert.Equal([session, "own"], Chat.Read(json).Utterances.Select(u => u.SessionId));
    }

    [Fact]
    public void Several_dialogues_in_one_file_are_several_sessions()
    {
        var turns = ChildTurns.Of(Chat.Read("""
            [{"id":1,"turns":[{"text":"a"},{"speaker":"mum","text":"one"}]},
             {"id":2,"turns":[{"speaker":"mum","text":"two"},{"text":"b"}]}]
            """));

        Assert.Equal([("1", "a", "one"), ("2", "b", "")], turns.Select(t => (t.SessionId, t.Text, t.Response)));
    }

    [Theory]
    [InlineData("-1", null)]
    [InlineData("2147483648", null)]
    [InlineData("1e300", null)]
    [InlineData("2147483647", 2147483647L)]
    [InlineData("1500.0", 1500L)]
    public void An_impossible_duration_is_left_out_with_a_warning(string duration, long? expected)
    {
        var transcript = Chat.Read($$"""
            {"text":"a"}
            {"text":"b","durationMs":{{duration}}}
            """);

        Assert.Equal(expected, transcript.Utterances[1].DurationMs);
        if (expected is null) Assert.StartsWith("Line 2: durationMs ", Assert.Single(transcript.Warnings));
        else Assert.Empty(transcript.Warnings);
    }

    private static Utterance Read(string json) => Assert.Single(Chat.Read(json).Utterances);
}
