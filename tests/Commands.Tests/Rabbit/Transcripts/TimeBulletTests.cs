namespace EventSourced.Commands.Tests.Rabbit.Transcripts;

public sealed class TimeBulletTests
{
    [Theory]
    [InlineData("9_3", "ends before it begins")]
    [InlineData("1_31622400001", "beyond the maximum of 366 days")]
    [InlineData("99999999999999999999_99999999999999999999", "beyond the maximum of 366 days")]
    public void An_impossible_time_bullet_is_ignored_with_a_warning(string bullet, string warning)
    {
        var transcript = Chat.Read($"{Chat.Head}@Date:\t12-MAY-2023\n*CHI:\thi . \u0015{bullet}\u0015\n@End\n");

        Assert.StartsWith("Line 7: the time bullet ", Assert.Single(transcript.Warnings));
        Assert.Contains(warning, transcript.Warnings[0]);
        var said = Assert.Single(transcript.Utterances);
        Assert.Equal(("hi", null, null), (said.Spoken, said.StartMs, said.EndMs));
    }

    [Fact]
    public void A_valid_time_bullet_counts_even_next_to_an_invalid_one()
    {
        var transcript = Chat.Read($"{Chat.Head}*CHI:\thi . \u00151_2\u0015 you . \u00159_4\u0015\n@End\n");

        Assert.Single(transcript.Warnings);
        Assert.Equal((1, 2), (transcript.Utterances[0].StartMs, transcript.Utterances[0].EndMs));
    }

    [Fact]
    public void Time_bullets_in_the_wrong_order_are_ignored_with_a_warning()
    {
        var transcript = Chat.Read($"{Chat.Head}*CHI:\thi . \u00157_9\u0015 you . \u00151_2\u0015\n@End\n");

        Assert.Single(transcript.Warnings);
        Assert.Equal((null, null), (transcript.Utterances[0].StartMs, transcript.Utterances[0].EndMs));
    }

    [Fact]
    public void A_too_long_utterance_has_no_end_time()
    {
        var transcript = Chat.Read($"{Chat.Head}*CHI:\thi . \u00157_2147483655\u0015\n*CHI:\tyou . \u00158_2147483655\u0015\n@End\n");

        Assert.StartsWith("Line 6: ", Assert.Single(transcript.Warnings));
        Assert.Equal([(7L, null), (8L, 2147483655L)], transcript.Utterances.Select(u => (u.StartMs, u.EndMs)));
    }
}
