using EventSourced.Commands.Pulse.WhatsApp;

namespace EventSourced.Commands.Tests.Pulse.WhatsApp;

public sealed class WorkedExampleTests
{
    private const string Example = """
        12/31/23, 9:40 PM - Messages and calls are end-to-end encrypted.
        12/31/23, 9:41 PM - Alice: Happy new year everyone! 🎉
        12/31/23, 9:42 PM - Bob: Thanks Alice
        1/1/24, 10:00 AM - Bob: The heating is broken again,
        I am fed up

        """;

    [Fact]
    public void The_example_has_three_messages_on_two_days_and_is_month_first()
    {
        var (scan, _) = Transcript.Parse(Example.ReplaceLineEndings("\n"));
        Assert.Equal(DateOrder.MonthFirst, scan.Form.DateOrder);
        Assert.Equal(3, scan.MessageCount);
        Assert.Equal(1, scan.SystemCount);
        Assert.Equal(0, scan.NoticeCount);
        Assert.Equal([KeyValuePair.Create(new DateOnly(2023, 12, 31), 2), KeyValuePair.Create(new DateOnly(2024, 1, 1), 1)], scan.MessagesPerDay);
        Assert.Equal(new DateTime(2023, 12, 31, 21, 41, 0), scan.FirstWallTime);
        Assert.Equal(new DateTime(2024, 1, 1, 10, 0, 0), scan.LastWallTime);
    }

    [Fact]
    public void The_entries_of_the_example_have_sender_text_and_line()
    {
        var (_, entries) = Transcript.Parse(Example.ReplaceLineEndings("\n"));
        Assert.Equal(["", "Alice", "Bob", "Bob"], entries.Select(e => e.Sender));
        Assert.Equal([1, 2, 3, 4], entries.Select(e => e.LineNumber));
        Assert.Equal("The heating is broken again,\nI am fed up", entries[3].Text);
        Assert.Equal("Happy new year everyone! 🎉", entries[1].Text);
        Assert.Equal(EntryKind.System, entries[0].Kind);
    }

    [Fact]
    public void The_example_hashed_twice_gives_the_same_hashes()
    {
        string[] Hashes()
        {
            var day = new DayDeduper(new MessageHasher("secret"u8));
            return Transcript.Parse(Example).Entries.Where(e => e.Kind == EntryKind.Message).Select(e => day.Add(e.Sender, e.Text, e.Attachment).ContentHash).ToArray();
        }
        Assert.Equal(Hashes(), Hashes());
        Assert.Equal(3, Hashes().Distinct().Count());
    }
}
