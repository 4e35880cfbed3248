using EventSourced.Commands.Pulse.WhatsApp;

namespace EventSourced.Commands.Tests.Pulse.WhatsApp;

public sealed class SenderTests
{
    [Theory]
    [InlineData("Alice: Hello all: this has a colon", "Alice", "Hello all: this has a colon")]
    [InlineData("~\u202FTheo: hi", "Theo", "hi")]
    [InlineData("~ Theo: hi", "Theo", "hi")]
    [InlineData("\u202A+00\u00A0151\u00A00000000\u202C: hi", "+00 151 0000000", "hi")]
    [InlineData("Alice:\u200E hi", "Alice", "hi")]
    [InlineData("Alice 12:30 Club: hi", "Alice 12:30 Club", "hi")]
    [InlineData("理香: あけましておめでとう", "理香", "あけましておめでとう")]
    [InlineData("Alice: \u2068@Bob\u2069 a\u00A0b\u202Fc", "Alice", "@Bob a b c")]
    [InlineData("Alice: 👩‍👩‍👧‍👦", "Alice", "👩‍👩‍👧‍👦")]
    public void The_sender_ends_before_the_first_colon_and_space(string line, string sender, string text)
    {
        var entry = Transcript.Android(line);
        Assert.Equal((EntryKind.Message, sender, text), (entry.Kind, entry.Sender, entry.Text));
    }

    [Theory]
    [InlineData("Ben pinned a message")]
    [InlineData("You were added")]
    [InlineData("Alice:.")]
    [InlineData("Messages and calls are end-to-end encrypted. Tap to learn more.")]
    [InlineData("Alice created group \"Trip\"")]
    public void A_line_without_a_sender_is_a_system_line(string line)
    {
        var entry = Transcript.Android(line);
        Assert.Equal((EntryKind.System, "", line), (entry.Kind, entry.Sender, entry.Text));
    }

    [Theory]
    [InlineData("Aiko changed the subject to \"Dinner: Friday\"")]
    [InlineData("You changed the subject from \"A: b\" to \"C\"")]
    [InlineData("Aiko changed the group name to “Dinner: Friday”")]
    [InlineData("Mehmet \"Site: A Blok\" grubunu oluşturdu")]
    [InlineData("さくらがグループ「夕食: 金曜」を作成しました")]
    [InlineData("Olga skapade gruppen ”Hus: A”")]
    [InlineData("דנה שינתה את הנושא מ\"בית: א\" ל\"בית: ב\"")]
    public void A_system_line_with_a_colon_in_a_quoted_title_is_not_a_message(string line) =>
        Assert.Equal((EntryKind.System, ""), (Transcript.Android(line).Kind, Transcript.Android(line).Sender));

    [Theory]
    [InlineData("Bob \"The Builder\" Smith: hi")]
    [InlineData("Bob 5\" pipes: hi")]
    [InlineData("ד\"ר כהן: כתוב \"כן: לא\"")]
    public void A_name_with_quotation_marks_is_a_sender(string line) =>
        Assert.Equal(EntryKind.Message, Transcript.Android(line).Kind);

    [Theory]
    [InlineData("Ann:hi", "Ann", "hi")]
    [InlineData("Ann:https://example.org/a", "Ann", "https://example.org/a")]
    [InlineData("Ann:", "Ann", "")]
    [InlineData("\u200E: hi", "[U+200E]", "hi")]
    [InlineData("\u200F: hi", "[U+200F]", "hi")]
    [InlineData("  : hi", "[U+0020 U+0020]", "hi")]
    public void A_sender_without_a_space_after_the_colon_or_without_a_visible_name_is_recognised(string line, string sender, string text)
    {
        var entry = Transcript.Android(line);
        Assert.Equal((EntryKind.Message, sender, text), (entry.Kind, entry.Sender, entry.Text));
    }

    [Fact]
    public void A_message_that_begins_with_a_line_break_has_a_sender() =>
        Assert.Equal(("Ann", "\nmilk"), Transcript.Parse("31/12/2023, 21:40 - Ann:\nmilk\n31/12/2023, 21:41 - Bob: ok\n").Entries[0] is var e ? (e.Sender, e.Text) : default);

    [Fact]
    public void A_colon_in_the_name_of_a_group_does_not_make_its_notices_messages()
    {
        var text = "[14/03/24, 09:00:00] Walk: Lakes: \u200EMessages and calls are end-to-end encrypted.\r\n[14/03/24, 09:00:01] Walk: Lakes: \u200EAnn added Carl\r\n[14/03/24, 09:00:02] Ann: see: \u200Ethis\r\n";
        Assert.Equal([(EntryKind.Notice, "Walk: Lakes"), (EntryKind.Notice, "Walk: Lakes"), (EntryKind.Message, "Ann")], Transcript.Parse(text).Entries.Select(e => (e.Kind, e.Sender)));
    }
}
