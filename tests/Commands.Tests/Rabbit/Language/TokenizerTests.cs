using EventSourced.Commands.Rabbit.Language;

namespace EventSourced.Commands.Tests.Rabbit.Language;

public sealed class TokenizerTests
{
    [Theory]
    [InlineData("りんご すき！ りんご", "りんご|すき|りんご")]
    [InlineData("　あかい　　りんご\t\n", "あかい|りんご")]
    [InlineData("あ！い!う？え?お。か、き，く．け・こ…さ", "あ|い|う|え|お|か|き|く|け|こ|さ")]
    [InlineData("I like it, mummy. \"Yes\"", "I|like|it,|mummy.|\"Yes\"")]
    [InlineData("Cat cat CAT", "Cat|cat|CAT")]
    [InlineData("\uFEFFうさぎ\u00A0さん", "うさぎ|さん")]
    [InlineData(" ！？… ", "")]
    [InlineData("", "")]
    public void Words_are_separated_by_spaces_and_separators(string text, string words) =>
        Assert.Equal(words.Split('|', StringSplitOptions.RemoveEmptyEntries), SeparatorTokenizer.Instance.Tokenize(text));

    [Fact]
    public void A_word_is_cut_after_twelve_units() =>
        Assert.Equal(["abcdefghijkl", "x"], SeparatorTokenizer.Instance.Tokenize("abcdefghijklmnopqrstuvwxyz x"));

    [Fact]
    public void A_cut_never_splits_a_character()
    {
        Assert.Equal(["abcdefghijk"], SeparatorTokenizer.Instance.Tokenize("abcdefghijk\U0001F430tail"));
        Assert.Equal(["abcdefghij\U0001F430"], SeparatorTokenizer.Instance.Tokenize("abcdefghij\U0001F430tail"));
    }

    [Fact]
    public void At_most_thirty_words_are_kept()
    {
        var words = Enumerable.Range(1, 31).Select(n => $"w{n}").ToArray();

        Assert.Equal(words[..30], SeparatorTokenizer.Instance.Tokenize(string.Join(' ', words)));
    }

    [Fact]
    public void An_answer_returns_ten_words_at_full_length()
    {
        var words = Enumerable.Range(1, 11).Select(n => $"wonderfully-long-{n}").ToArray();

        Assert.Equal(words[..10], SeparatorTokenizer.Detected(string.Join('！', words)));
    }

    [Theory]
    [InlineData("わんわんがいるよ", "わんわん|が|いる|よ")]
    [InlineData("いちごがいい！", "いちご|が|いい")]
    [InlineData("我们去公园玩", "我们|去|公园|玩")]
    [InlineData("ฉันรักกระต่าย", "ฉัน|รัก|กระต่าย")]
    [InlineData("I don't like it, \U0001F600 mummy.", "I|don't|like|it|mummy")]
    [InlineData(" 、。", "")]
    [InlineData("", "")]
    public void Icu_finds_words_in_scripts_without_spaces(string text, string words) =>
        Assert.Equal(words.Split('|', StringSplitOptions.RemoveEmptyEntries), Tokenizers.ByName("icu-words").Tokenize(text));

    [Fact]
    public void Icu_has_the_same_limits_and_a_version()
    {
        var icu = Tokenizers.ByName("icu-words");

        Assert.Equal(30, icu.Tokenize(string.Concat(Enumerable.Repeat("いちごが", 40))).Count);
        Assert.Equal(["abcdefghijkl"], icu.Tokenize("abcdefghijklmnop"));
        Assert.Matches(@"^[0-9]+(\.[0-9]+)+$", icu.Version);
    }

    [Fact]
    public void Tokenizers_are_found_by_name()
    {
        Assert.All(Tokenizers.Names, name => Assert.Equal(name, Tokenizers.ByName(name).Name));
        Assert.Equal("1", Tokenizers.ByName("separator").Version);
    }

    [Fact]
    public void An_unknown_tokenizer_is_refused_with_the_known_names()
    {
        var error = Assert.Throws<TokenizerException>(() => Tokenizers.ByName("mecab"));

        Assert.Contains("mecab", error.Message);
        Assert.All(Tokenizers.Names, name => Assert.Contains(name, error.Message));
    }
}
