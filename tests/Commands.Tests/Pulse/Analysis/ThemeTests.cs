using EventSourced.Commands.Pulse.Analysis;

namespace EventSourced.Commands.Tests.Pulse.Analysis;

public sealed class ThemeTests
{
    [Fact]
    public void Themes_are_ordered_by_the_messages_that_touch_them()
    {
        var day = Days.Analyse("A: the bus", "B: bus, bus, bus and pizza", "C: pizza", "A: pizza");
        Assert.Equal(["food", "transport"], day.TopThemes); // 3 messages, 2 messages
    }

    [Fact]
    public void Equal_themes_are_ordered_by_their_letters() =>
        Assert.Equal(["food", "noise", "transport"], Days.Analyse("A: the bus", "B: pizza", "C: noise").TopThemes);

    [Fact]
    public void At_most_five_themes_are_named() =>
        Assert.Equal(
            ["events", "finance", "food", "garden", "noise"],
            Days.Analyse("A: bus pizza noise police concert money garden").TopThemes);

    [Fact]
    public void Themes_of_several_languages_come_together_under_one_label() =>
        Assert.Equal(["noise", "maintenance"], Days.Analyse("A: der Lärm", "B: the noise", "C: la fontanero").TopThemes);

    [Fact]
    public void Without_a_theme_the_words_of_two_senders_stand_in()
    {
        var day = Days.Analyse("A: zebra lion marble", "B: zebra lion", "A: zebra zebra", "B: zebra", "A: turtle turtle turtle");
        // turtle and marble have one sender; zebra is in four messages, lion in two.
        Assert.Equal(["zebra", "lion"], day.TopThemes);
    }

    [Fact]
    public void Equal_words_are_ordered_by_their_letters_and_five_are_named() =>
        Assert.Equal(
            ["anchor", "basket", "candle", "dragon", "eagle"],
            Days.Analyse("A: falcon eagle dragon candle basket anchor", "B: anchor basket candle dragon eagle falcon").TopThemes);

    [Fact]
    public void A_word_counts_once_in_a_message() =>
        Assert.Equal(["lion", "zebra"], Days.Analyse("A: zebra zebra zebra lion", "B: lion zebra").TopThemes);

    [Fact]
    public void One_message_with_a_theme_leaves_no_room_for_words() =>
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
    public void Such_things_never_become_themes(string text) =>
        Assert.DoesNotContain(Days.Analyse($"A: {text}", $"B: {text}").TopThemes, theme => theme is not "safety");

    [Fact]
    public void German_words_may_be_written_with_a_capital() =>
        Assert.Equal(["zebra"], Days.Analyse("A: das ist ein Zebra", "B: das Zebra").TopThemes);

    [Theory]
    [InlineData("Zebra Lion")]
    [InlineData("zebra")]
    [InlineData("~Mr. ZEBRA 🦓")]
    public void A_senders_name_or_a_part_of_it_is_no_theme(string sender) =>
        Assert.Equal(["marble"], Days.Analyse("A: zebra marble", $"{sender}: zebra marble", "B: zebra").TopThemes);

    [Fact]
    public void A_sender_who_only_writes_later_is_protected_too() =>
        Assert.Empty(Days.Analyse("A: zebra", "B: zebra", "Zebra: hm").TopThemes);

    [Fact]
    public void The_analyser_names_itself_and_its_version() => Assert.Equal("builtin-lexicon/1", new LexiconDayAnalyser().Model);
}
