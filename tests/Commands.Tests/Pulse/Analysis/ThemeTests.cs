using EventSourced.Commands.Pulse.Analysis;

namespace EventSourced.Commands.Tests.Pulse.Analysis;

public sealed class ThemeTests
{
    [Fact]
    public void Themes_are_ordered_by_their_number_of_messages()
    {
        var day = Days.Analyse("A: the bus", "B: bus, bus, bus and pizza", "C: pizza", "A: pizza");
        Assert.Equal(["food", "transport"], day.TopThemes); // 3 messages, 2 messages
    }

    [Fact]
    public void Equal_themes_are_ordered_alphabetically() =>
        Assert.Equal(["food", "noise", "transport"], Days.Analyse("A: the bus", "B: pizza", "C: noise").TopThemes);

    [Fact]
    public void At_most_five_themes_are_listed() =>
        Assert.Equal(
            ["events", "finance", "food", "garden", "noise"],
            Days.Analyse("A: bus pizza noise police concert money garden").TopThemes);

    [Fact]
    public void Themes_of_several_languages_share_one_label() =>
        Assert.Equal(["noise", "maintenance"], Days.Analyse("A: der Lärm", "B: the noise", "C: la fontanero").TopThemes);

    [Fact]
    public void Without_a_theme_words_of_at_least_two_senders_are_used()
    {
        var day = Days.Analyse("A: zebra lion marble", "B: zebra lion", "A: zebra zebra", "B: zebra", "A: turtle turtle turtle");
        // turtle and marble have one sender; zebra is in four messages, lion in two.
        Assert.Equal(["zebra", "lion"], day.TopThemes);
    }

    [Fact]
    public void Equal_words_are_ordered_alphabetically_and_at_most_five_are_listed() =>
        Assert.Equal(
            ["anchor", "basket", "candle", "dragon", "eagle"],
            Days.Analyse("A: falcon eagle dragon candle basket anchor", "B: anchor basket candle dragon eagle falcon").TopThemes);

    [Fact]
    public void A_word_counts_once_in_a_message() =>
        Assert.Equal(["lion", "zebra"], Days.Analyse("A: zebra zebra zebra lion", "B: lion zebra").TopThemes);

    [Fact]
    public void If_one_message_has_a_theme_words_are_not_used() =>
        Assert.Equal(["food"], Days.Analyse("A: zebra", "B: zebra", "A: pizza", "B: zebra").TopThemes);

    [Theory]
    [InlineData("the and nicht aber pour della")] // stop words
    [InlineData("zebra@lions.example")]
    [InlineData("https://zebra.example/lions?x=1")]
    [InlineData("www.zebra.example")]
    [InlineData("[email] [url] [phone]")]
    [InlineData("@zebra")]
    [InlineData("12345678901")]
    [InlineData("安全第一番地")]
    [InlineData("emma and mia")] // given names
    [InlineData("they were Zebras")] // never written small: may be a name
    public void Stop_words_contacts_and_names_never_become_themes(string text) =>
        Assert.DoesNotContain(Days.Analyse($"A: {text}", $"B: {text}").TopThemes, theme => theme is not "safety");

    [Fact]
    public void German_words_may_be_written_with_a_capital() =>
        Assert.Equal(["zebra"], Days.Analyse("A: das ist ein Zebra", "B: das Zebra").TopThemes);

    [Theory]
    [InlineData("Zebra Lion")]
    [InlineData("zebra")]
    [InlineData("~Mr. ZEBRA 🦓")]
    public void A_part_of_a_senders_name_is_not_a_theme(string sender) =>
        Assert.Equal(["marble"], Days.Analyse("A: zebra marble", $"{sender}: zebra marble", "B: zebra").TopThemes);

    [Fact]
    public void The_name_of_a_sender_who_writes_later_is_not_a_theme_either() =>
        Assert.Empty(Days.Analyse("A: zebra", "B: zebra", "Zebra: hm").TopThemes);

    [Fact]
    public void The_analyser_has_a_name_and_a_version() => Assert.Equal("builtin-lexicon/1", new LexiconDayAnalyser().Model);
}
