using EventSourced.Commands.Rabbit.Transcripts;

namespace EventSourced.Commands.Tests.Rabbit.Transcripts;

public sealed class ChildTurnsTests
{
    private const string Talk = Chat.Head + "*MOT:\thello .\n*CHI:\tball ! \u0015100_400\u0015\n*MOT:\ta ball .\n*MOT:\ta red ball ?\n*CHI:\txxx .\n*CHI:\tred .\n@End\n";

    [Fact]
    public void Utterances_of_others_until_the_child_speaks_again_are_the_response()
    {
        var turns = ChildTurns.Of(Chat.Read(Talk));

        Assert.Equal([("ball", "ball !", "a ball a red ball"), ("", "xxx .", ""), ("red", "red .", "")], turns.Select(t => (t.Text, t.Verbatim, t.Response)));
        Assert.Equal((100L, 300L), (turns[0].StartMs, turns[0].DurationMs));
        Assert.Equal([7, 10, 11], turns.Select(t => t.Line));
    }

    [Fact]
    public void Ids_are_derived_from_the_content_of_the_file_and_the_position_in_it()
    {
        var ids = ChildTurns.Of(Chat.Read(Talk, "one.cha")).Select(t => t.TurnId).ToList();

        Assert.Equal(ids, ChildTurns.Of(Chat.Read(Talk, "two.cha"), "CHI").Select(t => t.TurnId));
        Assert.Empty(ids.Intersect(ChildTurns.Of(Chat.Read(Talk + "\n")).Select(t => t.TurnId)));
        Assert.Equal(3, ids.Distinct().Count());
        Assert.All(ids, id => Assert.Equal((8, true), (id.Version, id.Variant is >= 8 and <= 11)));
    }

    [Fact]
    public void Uuids_of_the_file_are_kept_and_other_ids_are_converted_to_uuids()
    {
        var own = Guid.NewGuid();
        var json = $$"""
            {"turnId":"{{own}}","text":"a"}
            {"turnId":"t_1","sessionId":"s_1","text":"b"}
            """;

        var turns = ChildTurns.Of(Chat.Read(json));

        Assert.Equal(own, turns[0].TurnId);
        Assert.Equal(turns[1].TurnId, ChildTurns.Of(Chat.Read("""[{"turnId":"t_1","sessionId":"s_1","text":"b"}]"""))[0].TurnId);
        Assert.NotEqual(turns[1].TurnId, ChildTurns.Of(Chat.Read("""[{"turnId":"t_1","sessionId":"s_2","text":"b"}]"""))[0].TurnId);
    }

    [Fact]
    public void A_response_ends_with_its_session()
    {
        var json = """
            {"sessionId":"1","text":"a","rabbitResponse":"one"}
            {"sessionId":"1","speaker":"mum","text":"two"}
            {"sessionId":"2","speaker":"mum","text":"three"}
            {"sessionId":"2","text":"b"}
            """;

        Assert.Equal([("a", "one two"), ("b", "")], ChildTurns.Of(Chat.Read(json)).Select(t => (t.Text, t.Response)));
    }

    [Fact]
    public void In_a_plain_file_the_child_must_be_named()
    {
        var transcript = Chat.Read("Mum: hi\nLeo: ball!");

        var error = Assert.Throws<TranscriptException>(() => ChildTurns.Of(transcript));
        Assert.Equal(TranscriptException.ChildUnknown, error.Code);
        Assert.Contains("Mum, Leo", error.Message);
        Assert.Contains("Mum, Leo", Assert.Throws<TranscriptException>(() => ChildTurns.Of(transcript, "Tom")).Message);
        Assert.Equal("ball!", Assert.Single(ChildTurns.Of(transcript, "Leo")).Text);
    }

    [Fact]
    public void A_child_of_chat_is_found_by_role_code_or_name_and_two_children_are_not_guessed()
    {
        Assert.Equal("CHI", ChildTurns.Child(Chat.Read(Talk), "Anna"));
        Assert.Equal("MOT", ChildTurns.Child(Chat.Read(Talk), "MOT"));
        var twins = Talk.Replace("MOT Mother", "MOT Target_Child");
        Assert.Contains("MOT, CHI", Assert.Throws<TranscriptException>(() => ChildTurns.Child(Chat.Read(twins))).Message);
    }

    [Theory]
    [InlineData("@Begin\n")]
    [InlineData("@Begin\n@Participants:\tCHI Anna Child, MOT Mother\n")]
    [InlineData("@Begin\n@Participants:\tMOT Mother\n")]
    public void Without_a_target_child_CHI_is_the_child(string head) =>
        Assert.Equal("CHI", ChildTurns.Child(Chat.Read($"{head}*MOT:\thi .\n*CHI:\tball .\n@End\n")));

    [Fact]
    public void CHI_is_not_the_child_if_there_is_a_target_child_or_in_other_formats()
    {
        var other = "@Begin\n@Participants:\tROS Target_Child, CHI Sibling\n*CHI:\thi .\n";

        Assert.Equal("ROS", ChildTurns.Child(Chat.Read($"{other}*ROS:\tball .\n@End\n")));
        Assert.Throws<TranscriptException>(() => ChildTurns.Child(Chat.Read($"{other}@End\n")));
        Assert.Throws<TranscriptException>(() => ChildTurns.Child(Chat.Read("CHI: hi")));
    }

    [Fact]
    public void A_too_long_answer_is_cut_between_characters()
    {
        var head = new string('a', 9_999);

        var turns = ChildTurns.Of(Chat.Read($"Leo: a\nMum: {head}\nLeo: b\nMum: {head}b\nLeo: c\nMum: {head}🐇\nLeo: d\nMum: {head}\nMum: b\n"), "Leo");

        Assert.Equal([(head, false), (head + "b", false), (head, true), (head + " ", true)], turns.Select(t => (t.Response, t.ResponseIsCut)));
    }

    [Fact]
    public void A_too_long_utterance_of_the_child_is_an_error_with_its_line()
    {
        var most = new string('a', 10_000);

        Assert.Equal(most, ChildTurns.Of(Chat.Read($"Mum: {most}a\nLeo: {most}"), "Leo")[0].Text);
        var error = Assert.Throws<TranscriptException>(() => ChildTurns.Of(Chat.Read($"Leo: a\nLeo: {most}a"), "Leo"));
        Assert.Equal((TranscriptException.TooLong, 2), (error.Code, error.Line));
        Assert.Contains("10001 characters", error.Message);
    }

    [Fact]
    public void Turns_of_a_dated_recording_without_times_are_one_millisecond_per_utterance_apart() =>
        Assert.Equal([0, 2, 3], Offsets("*CHI:\ta .\n*MOT:\tb .\n*CHI:\tc .\n*CHI:\td .\n"));

    [Fact]
    public void A_turn_without_a_time_bullet_directly_follows_the_previous_utterance() =>
        Assert.Equal([5000, 6002, 9000], Offsets("*CHI:\ta . \u00155000_5500\u0015\n*MOT:\tb . \u00156000_6500\u0015\n*MOT:\tc .\n*CHI:\td .\n*CHI:\te . \u00159000_9500\u0015\n"));

    [Fact]
    public void Times_of_turns_are_strictly_ascending()
    {
        var bullets = "*CHI:\ta . \u00155000_5500\u0015\n*CHI:\tb . \u00155000_5500\u0015\n*MOT:\tc . \u0015100_200\u0015\n*CHI:\td .\n*CHI:\te . \u00150_900\u0015\n";

        Assert.Equal([5000, 5001, 5002, 5003], Offsets(bullets));
    }

    [Fact]
    public void A_recording_without_a_date_has_no_times() =>
        Assert.All(ChildTurns.Of(Chat.Read(Talk)), t => Assert.Null(t.Timestamp));

    [Fact]
    public void Times_end_with_the_calendar() =>
        Assert.Equal([DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()], ChildTurns.Of(Chat.Read(Dated("*CHI:\ta . \u0015999999999_1000000000\u0015\n", "31-DEC-9999"))).Select(t => t.Timestamp!.Value.ToUnixTimeMilliseconds()));

    private static IEnumerable<double> Offsets(string tiers) =>
        ChildTurns.Of(Chat.Read(Dated(tiers, "12-MAY-2023"))).Select(t => (t.Timestamp!.Value - new DateTimeOffset(2023, 5, 12, 0, 0, 0, TimeSpan.Zero)).TotalMilliseconds);

    private static string Dated(string tiers, string date) => $"{Chat.Head}@Date:\t{date}\n{tiers}@End\n";
}
