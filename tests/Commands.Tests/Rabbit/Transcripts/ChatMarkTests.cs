namespace EventSourced.Commands.Tests.Rabbit.Transcripts;

public sealed class ChatMarkTests
{
    [Theory]
    [InlineData("I ⌈3 do ⌉3 so want ⌊ it ⌋ .", "I do so want it")]
    [InlineData("but⌈2ter⌉2 fly .", "butter fly")]
    [InlineData("a ↫d-d↫dog and the ↫k-k-k↫ cat .", "a dog and the cat")]
    [InlineData("dog↫og-og↫ ran .", "dog ran")]
    [InlineData("§yes§ ⁎no⁎ °so° ∮la∮ ◉now◉ ∬hush∬ .", "yes no so la now hush")]
    [InlineData("↑up ↓down ≠stop ⤆go ⤇on ∙ ↻in ⁑out .", "up down stop go on in out")]
    [InlineData("ΫwellΫ Ἡha γαΫδα .", "well ha γαΫδα")]
    [InlineData("rise↗ fall↘ level→ ≈ next ≋ ∞ .", "rise fall level next")]
    [InlineData("\u0002\u0001big\u0002\u0002 dog .", "big dog")]
    [InlineData("ma:mma no:: .", "mamma no")]
    [InlineData("it (1:05.2) is (.5) here (...) .", "it is here")]
    [InlineData("<a> [>1] <b> [<1] c [x 3] d [/-] e [//] f [///] g .", "a b c d e f g")]
    [InlineData("this [=? that] [% quiet] [- spa] [= why] [?] .", "this")]
    [InlineData("&*MOT:careful &=laughs &+fr &~ga &-uh yes .", "uh yes")]
    [InlineData("play$n it~is dog@n$adj .", "play itis dog")]
    [InlineData("“come here” he said +\"/.", "come here he said")]
    [InlineData("where+..?", "where")]
    [InlineData("dog+/.", "dog")]
    [InlineData("pan . •12_40•", "pan")]
    [InlineData("pan . •%snd:\"a_b\"_12_40•", "pan")]
    [InlineData("pan %mov:\"a b\"_12_40 .", "pan")]
    [InlineData("pan 1_2 ham 3_4 . [+ x]", "pan ham")]
    public void A_mark_is_no_word_and_takes_none_with_it(string tier, string spoken) => Assert.Equal(spoken, Chat.Say(tier).Spoken);

    [Fact]
    public void A_symbol_that_is_not_known_is_left_out_with_a_warning()
    {
        var transcript = Chat.Read($"{Chat.Head}*CHI:\ta ⟐ b .\n@End");

        Assert.Equal("a b", Assert.Single(transcript.Utterances).Spoken);
        Assert.Contains(transcript.Warnings, w => w.StartsWith("Line 6: ⟐ ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(" *MOT:\tyou too ?")]
    [InlineData("\t*MOT:\tyou too ?")]
    [InlineData("\u00A0*MOT: you too ?")]
    public void White_space_before_a_tier_merges_nobody(string tier)
    {
        var transcript = Chat.Read($"{Chat.Head}*CHI:\tred\n\tball .\n{tier}\n*CHI:\tno .\n@End\n\uFEFF@UTF8\n@Begin\n*CHI:\tbye .\n@End");

        Assert.Equal(["red ball", "you too", "no", "bye"], transcript.Utterances.Select(u => u.Spoken));
        Assert.Contains(transcript.Warnings, w => w.StartsWith("Line 8: white space", StringComparison.Ordinal));
        Assert.Equal(14, transcript.LinesRead);
    }

    [Fact]
    public void A_wrapped_comment_may_quote_a_tier() =>
        Assert.Single(Chat.Read($"{Chat.Head}*CHI:\tred .\n%com:\tas in\n\t*MOT:\tred .\n@End").Utterances);
}
