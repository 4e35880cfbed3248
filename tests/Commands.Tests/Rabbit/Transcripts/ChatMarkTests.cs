using EventSourced.Commands.Rabbit.Transcripts;

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
    [InlineData("0 one 〔two three〕 .", "one two three")]
    [InlineData("‹il y a› pas ≡", "il y a pas")]
    [InlineData("he said ‘don’t go’ and ’cause .", "he said don’t go and ’cause")]
    [InlineData("+\"come here .", "come here")]
    [InlineData("+^yes ++no +,and +<so +≈then .", "yes no and so then")]
    [InlineData("ice +cream .", "ice cream")]
    [InlineData("+, ++ in the park +!?", "in the park")]
    [InlineData("tell [= a [b] c] me [% x [y] .", "tell me")]
    [InlineData("go [/ go [? home .", "go go home")]
    [InlineData("milk [= points at cup .", "milk")]
    [InlineData("a @s:spa b $n c .", "a b c")]
    [InlineData("XXX Yyy word xxx@s:spa .", "word")]
    [InlineData("well- and walk-s .", "well and walk-s")]
    [InlineData("one、 two， three： four…", "one two three four")]
    [InlineData("#long one #1_2 two ## three ( . ) four (1,5) .", "one two three four")]
    [InlineData("می\u200Cروم \u200Bbig\u00AD dog\u200E .", "می\u200Cروم big dog")]
    [InlineData("&{l=SING la &}l=SING &{n=BANG} la .", "la la")]
    [InlineData("sit &-you_know .", "sit you know")]
    [InlineData("((coughs)) and (th)en .", "and then")]
    [InlineData("𠮷 と 👍 .", "𠮷 と")]
    [InlineData("pan . ␕12_40␕", "pan")]
    [InlineData("pan . ·12_40·", "pan")]
    [InlineData("pan . ^U12_40^U", "pan")]
    [InlineData("pan . \\u001512_40\\u0015", "pan")]
    [InlineData("pan . \u0015%snd: \"a b\" 12 40\u0015", "pan")]
    [InlineData("pan \u0015%pic:\"cup.jpg\"\u0015 ham .", "pan ham")]
    [InlineData("❬big dog❭ ⟨and⟩ cat .", "big dog and cat")]
    public void Marks_are_removed_without_losing_words(string tier, string spoken) => Assert.Equal(spoken, Chat.Say(tier).Spoken);

    [Fact]
    public void An_unknown_symbol_is_left_out_with_a_warning()
    {
        var transcript = Chat.Read($"{Chat.Head}*CHI:\ta ⟐ b .\n@End");

        Assert.Equal("a b", Assert.Single(transcript.Utterances).Spoken);
        Assert.Contains(transcript.Warnings, w => w.StartsWith("Line 6: ⟐ ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(" *MOT:\tyou too ?")]
    [InlineData("\t*MOT:\tyou too ?")]
    [InlineData("\t*MOTHER_OF_ANNA:\tyou too ?")]
    [InlineData("  *ママ:\tyou too ?")]
    [InlineData("\u00A0*MOT: you too ?")]
    public void White_space_before_a_tier_does_not_merge_speakers(string tier)
    {
        var transcript = Chat.Read($"{Chat.Head}*CHI:\tred\n\tball .\n{tier}\n*CHI:\tno .\n@End\n\uFEFF@UTF8\n@Begin\n*CHI:\tbye .\n@End");

        Assert.Equal(["red ball", "you too", "no", "bye"], transcript.Utterances.Select(u => u.Spoken));
        Assert.Contains(transcript.Warnings, w => w.StartsWith("Line 8: white space", StringComparison.Ordinal));
        Assert.Equal(14, transcript.LinesRead);
    }

    [Fact]
    public void A_wrapped_comment_may_quote_a_tier() =>
        Assert.Single(Chat.Read($"{Chat.Head}*CHI:\tred .\n%com:\tas in\n\t*MOT:\tred .\n@End").Utterances);

    [Theory]
    [InlineData("␕12_40␕")]
    [InlineData("·12_40·")]
    [InlineData("^U12_40^U")]
    [InlineData("\\x1512_40\\x15")]
    [InlineData("&#21;12_40&#21;")]
    [InlineData("• 12_40- •")]
    [InlineData("12_40-")]
    [InlineData("\u0015%snd:\"a b\"_12_40\u0015")]
    [InlineData("%mov:\"a_1\"_12_40")]
    [InlineData("%snd: \"a\" 12 40")]
    public void A_time_bullet_is_read_in_any_notation(string bullet)
    {
        var said = Chat.Say($"pan . {bullet}");

        Assert.Equal(("pan", "pan .", 12L, 40L), (said.Spoken, said.Text, said.StartMs, said.EndMs));
    }

    [Fact]
    public void A_bullet_at_the_start_of_a_continuation_line_is_not_a_tier()
    {
        var said = Assert.Single(Chat.Read($"{Chat.Head}*CHI:\tpan .\n\t%snd:\"a\"_12_40\n@End").Utterances);

        Assert.Equal(("pan", 12L), (said.Spoken, said.StartMs));
    }

    [Theory]
    [InlineData("go [/ go .")]
    [InlineData("milk [= points at cup .")]
    [InlineData("milk *points .")]
    [InlineData("milk 🐇 .")]
    public void A_mistake_in_a_code_is_reported_with_its_line(string tier) =>
        Assert.StartsWith("Line 6: ", Assert.Single(Chat.Read($"{Chat.Head}*CHI:\t{tier}\n@End").Warnings));

    [Fact]
    public void A_tier_with_many_open_brackets_is_read_quickly() =>
        Assert.Equal("", Chat.Say(string.Concat(Enumerable.Repeat("[/ [= (1", 100_000))).Spoken);

    [Fact]
    public void A_full_width_colon_may_follow_the_speaker() =>
        Assert.Equal([("CHI", "りんご"), ("MOT", "そう")], Chat.Read($"{Chat.Head}*CHI：\tりんご .\n *MOT：そう .\n@End").Utterances.Select(u => (u.Speaker, u.Spoken)));

    [Theory]
    [InlineData("hello", "a letter")]
    [InlineData("7 apples", "a digit")]
    [InlineData("-- new page --", "'-'")]
    public void A_line_that_is_not_a_tier_is_refused_with_the_kind_of_its_first_character(string line, string met) =>
        Assert.Contains($"begins with {met}", Assert.Throws<TranscriptException>(() => Chat.Read($"{Chat.Head}{line}\n")).Message);

    [Fact]
    public void Tiers_joined_by_a_missing_line_end_are_read_separately()
    {
        var transcript = Chat.Read($"{Chat.Head}*CHI:\tred . \u00151_2\u0015 *MOT:\tblue ? [+ IMP] *CHI: no .\n@End");

        Assert.Equal([("CHI", "red", 1L), ("MOT", "blue", null), ("CHI", "no", (long?)null)], transcript.Utterances.Select(u => (u.Speaker, u.Spoken, u.StartMs)));
        Assert.StartsWith("Line 6: 3 main tiers", Assert.Single(transcript.Warnings));
    }
}
