using EventSourced.Commands.Rabbit.Transcripts;

namespace EventSourced.Commands.Tests.Rabbit.Transcripts;

public sealed class TranscriptAccountTests
{
    private const string Talk = Chat.Head + """
        @Comment:	made up
        @Mood:	happy
        *MOT:	hello .
        *CHI:	ball &=laughs xxx !
        %com:	points
        %mor:	n|ball
        *MOT:	&=nods .
        *MOT:	a 0is ball .

        *CHI:	xxx .
        *MOT:	&+b what &*CHI:no ?
        @End
        """;

    [Fact]
    public void Every_utterance_is_a_turn_an_answer_or_left_out()
    {
        var account = Of(Talk);

        Assert.Equal((6, 2, 1, 2), (account.Utterances, account.Turns, account.SilentTurns, account.Answers));
        Assert.Equal([("MOT", 4), ("CHI", 2)], account.Speakers.Select(s => (s.Key, s.Value)));
        Assert.Equal(
            [
                "1 utterances of others before the child speaks 8",
                "1 utterances of others without a word 12",
                "1 headers without information about turns, such as @Comment 6",
                "1 unknown headers 7",
                "2 events, such as &=laughs 9,12",
                "2 words that were not understood or not transcribed (xxx, yyy, www) 9,15",
                "1 dependent tiers %com 10",
                "1 dependent tiers %mor 11",
                "1 omitted words and actions without speech, such as 0is and 0 13",
                "1 fragments and nonwords, such as &+fr and &~ga 16",
                "1 words of others within an utterance, such as &*MOT:yes 16",
            ],
            account.LeftOut.Select(l => $"{l.Count} {l.Reason} {string.Join(',', l.Lines)}"));
        Assert.Equal("warnings", account.WarningState);
        Assert.StartsWith("Line 7: the header", Assert.Single(account.Warnings));
    }

    [Fact]
    public void The_start_of_another_session_is_not_an_answer()
    {
        var account = Of("""[{"id":1,"turns":[{"text":"a"},{"speaker":"mum","text":"b","rabbitResponse":"c"}]},{"id":2,"turns":[{"speaker":"mum","text":"d"},{"text":"e"}]}]""");

        Assert.Equal((4, 2, 1), (account.Utterances, account.Turns, account.Answers));
        Assert.Equal([("answers stored with utterances of others", 1), ("utterances of others before the child speaks", 1)], account.LeftOut.Select(l => (l.Reason, l.Count)));
        Assert.Equal("none", account.WarningState);
    }

    [Fact]
    public void The_stored_account_contains_no_personal_data()
    {
        var account = Of("Ann: secret apple\nBob said to her: hush\n# Carla was here\nBob and Dora and Eve: yes\n", "Ann");

        Assert.Contains("Bob said to her", account.ToJson(withTexts: true).ToJsonString());
        var kept = account.ToJson(withTexts: false).ToJsonString();
        Assert.All(["Ann", "Bob", "Carla", "Dora", "Eve", "secret", "apple", "hush"], word => Assert.DoesNotContain(word, kept));
        Assert.Contains("\"warning_state\":\"warnings\",\"warning_count\":2", kept);
    }

    [Fact]
    public void The_stored_account_fits_into_the_metadata_of_a_session()
    {
        var tiers = string.Concat(Enumerable.Range(1, 400).SelectMany(i => Enumerable.Repeat($"%x{i}:\ta\n", i)));
        var account = Of($"{Chat.Head}*CHI:\ta .\n{tiers}@End");

        Assert.Equal(400, account.LeftOut.Count);
        var kept = account.ToJson(withTexts: false);
        Assert.InRange(kept.ToJsonString().Length, 1000, 9000);
        Assert.Equal(400 * 401 / 2, kept["left_out"]!.AsArray().Sum(l => l!["count"]!.GetValue<int>()));
    }

    [Fact]
    public void A_second_date_is_reported_and_ignored()
    {
        var transcript = Chat.Read("@Begin\n@Date:\t12-MAY-2023\n*CHI:\ta .\n@Date:\t13-MAY-2023\n*CHI:\tb .\n@End");

        Assert.Equal(new DateOnly(2023, 5, 12), transcript.Date);
        Assert.Contains(transcript.Warnings, w => w.StartsWith("Line 4: the file has a second @Date", StringComparison.Ordinal));
    }

    private static TranscriptAccount Of(string text, string? child = null)
    {
        var transcript = Chat.Read(text);
        return TranscriptAccount.Of(transcript, ChildTurns.Of(transcript, child), child);
    }
}
