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
    public void The_sender_ends_before_the_first_colon_and_blank(string line, string sender, string text)
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
    [InlineData(": no name")]
    public void A_line_without_a_sender_is_a_system_line(string line)
    {
        var entry = Transcript.Android(line);
        Assert.Equal((EntryKind.System, "", line), (entry.Kind, entry.Sender, entry.Text));
    }

    [Theory]
    [InlineData("Aiko changed the subject to \"Dinner: Friday\"")]
    [InlineData("You changed the subject from \"A: b\" to \"C\"")]
    [InlineData("Aiko changed the group name to “Dinner: Friday”")]
    public void A_system_line_with_a_colon_in_a_quoted_title_is_no_message(string line) =>
        Assert.Equal(EntryKind.Notice, Transcript.Android(line).Kind);

    [Theory]
    [InlineData("Bob \"The Builder\" Smith: hi")]
    [InlineData("Bob 5\" pipes: hi")]
    public void A_name_with_quotation_marks_is_a_sender(string line) =>
        Assert.Equal(EntryKind.Message, Transcript.Android(line).Kind);
}
