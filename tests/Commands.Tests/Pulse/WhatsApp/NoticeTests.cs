using EventSourced.Commands.Pulse.WhatsApp;

namespace EventSourced.Commands.Tests.Pulse.WhatsApp;

public sealed class NoticeTests
{
    [Theory]
    [InlineData("This message was deleted")]
    [InlineData("this message was deleted.")]
    [InlineData("You deleted this message")]
    [InlineData("null")]
    [InlineData("Waiting for this message")]
    [InlineData("Waiting for this message. This may take a while.")]
    [InlineData("Missed voice call")]
    [InlineData("Missed video call at 9:41 PM")]
    [InlineData("Messages and calls are end-to-end encrypted. No one outside of this chat can read them.")]
    [InlineData("Diese Nachricht wurde gelöscht")]
    [InlineData("Du hast diese Nachricht gelöscht.")]
    [InlineData("Se eliminó este mensaje.")]
    [InlineData("Mensagem apagada")]
    [InlineData("Ce message a été supprimé")]
    [InlineData("Questo messaggio è stato eliminato")]
    [InlineData("Dit bericht is verwijderd")]
    [InlineData("このメッセージは削除されました。")]
    public void Text_by_WhatsApp_with_a_sender_is_a_notice(string body)
    {
        var entry = Transcript.Android("Alice: " + body);
        Assert.Equal((EntryKind.Notice, "Alice"), (entry.Kind, entry.Sender));
    }

    [Theory]
    [InlineData("null and void")]
    [InlineData("This message was deleted by mistake, sorry")]
    [InlineData("I deleted this message")]
    [InlineData("Missed voice call from you, sorry")]
    [InlineData("Waiting for this message since Monday")]
    [InlineData("Bob added you")]
    public void Ordinary_text_that_resembles_a_notice_is_a_message(string body)
    {
        Assert.Equal(EntryKind.Message, Transcript.Android("Alice: " + body).Kind);
        Assert.Equal(EntryKind.Message, Transcript.Ios("Alice: " + body).Kind);
    }

    [Theory]
    [InlineData("\u200EMina created group “Garden”")]
    [InlineData("\u200EMina added you")]
    [InlineData("\u200E\u202A+00 151 0000000\u202C left")]
    [InlineData("\u200E\u200EYour security code with Elon changed. \u200ETap to learn more.")]
    [InlineData("\u200EYou deleted this message.")]
    [InlineData("\u200EThis message was deleted.")]
    [InlineData("\u200EWörter einer unbekannten Sprache")]
    public void Text_that_ios_marks_as_its_own_is_a_notice(string body) =>
        Assert.Equal(EntryKind.Notice, Transcript.Ios("Group: " + body).Kind);

    [Theory]
    [InlineData("\u200EMissed voice call. \u200ETap to call back")]
    [InlineData("\u200EMissed video call")]
    [InlineData("\u200EVerpasster Sprachanruf")]
    public void Missed_calls_on_ios_are_notices_even_if_their_line_is_marked_like_media(string body) =>
        Assert.Equal((EntryKind.Notice, false), (Transcript.Ios("Mina: " + body, marked: true).Kind, Transcript.Ios("Mina: " + body, marked: true).IsMedia));

    [Theory]
    [InlineData("This message was deleted")]
    [InlineData("null")]
    public void In_an_ios_file_with_marks_the_same_words_without_a_mark_are_a_message(string body) =>
        Assert.Equal(EntryKind.Message, Transcript.Ios("Alice: " + body).Kind);

    [Fact]
    public void In_an_ios_file_without_marks_phrases_are_recognised()
    {
        var (scan, entries) = Transcript.Parse("[31/12/2023, 21:40:00] Bob: hi\n[31/12/2023, 21:41:05] Alice: This message was deleted.\n");
        Assert.Equal(EntryKind.Notice, entries[1].Kind);
        Assert.Equal((1L, 1L), (scan.MessageCount, scan.NoticeCount));
    }

    [Fact]
    public void Polls_locations_and_contacts_are_messages_with_their_text()
    {
        var poll = Transcript.Ios("Theo: \u200EPOLL:\nWhich day?\n\u200EOPTION: Saturday (2 votes)\n", marked: true);
        Assert.Equal((EntryKind.Message, "POLL:\nWhich day?\nOPTION: Saturday (2 votes)\n"), (poll.Kind, poll.Text));
        var foreign = Transcript.Ios("Theo: \u200EMIELIPIDE:\nMikä?\n\u200EVALINTA: La (2)\n", marked: true);
        Assert.Equal(EntryKind.Message, foreign.Kind);
        var place = Transcript.Ios("Theo: \u200ELocation: https://maps.google.com/?q=50.0001,8.0002");
        Assert.Equal((EntryKind.Message, "Location: https://maps.google.com/?q=50.0001,8.0002"), (place.Kind, place.Text));
        Assert.Equal(EntryKind.Message, Transcript.Android("Theo: location: https://maps.google.com/?q=1,2").Kind);
        Assert.Equal("POLL:\nA?\nOPTION: b (0 votes)\n", Transcript.Android("Theo: POLL:\nA?\nOPTION: b (0 votes)\n").Text);
    }
}
