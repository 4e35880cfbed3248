namespace EventSourced.Commands.Tests.Pulse.WhatsApp;

public sealed class ContinuationTests
{
    [Theory]
    [InlineData("12/03 lunch at mine?")]
    [InlineData("10:30 sharp")]
    [InlineData("[note] this is not a header")]
    [InlineData("- soil")]
    [InlineData("")]
    [InlineData("1. 2. 3.")]
    [InlineData("12/03/2023")]
    [InlineData("12/03/2023, 10:30")]
    [InlineData("12/03/2023, 10:30 sharp - Bob: come")]
    [InlineData("12/03/2023, 25:30 - Bob: come")]
    [InlineData("12/03/2023, 10:61 - Bob: come")]
    [InlineData("41/03/2023, 10:30 - Bob: come")]
    [InlineData("13/13/2023, 10:30 - Bob: come")]
    [InlineData("[31/12/2023, 21:41:05] Bob: quoted from a telephone")]
    [InlineData("[31/12, 21:41] Bob: quoted from a telephone")]
    [InlineData("31.12.2023, 21:41 - Bob: quoted from another export")]
    [InlineData("12/31/23, 9:41 PM - Bob: quoted from another export")]
    [InlineData("31/12/2023 21:41 - Bob: quoted from another export")]
    [InlineData("31/12/2023, 21:41:05 - Bob: quoted from another export")]
    [InlineData("2023/12/31, 21:41 - Bob: quoted from another export")]
    public void A_line_that_only_resembles_a_header_continues_the_message(string line)
    {
        var (_, entries) = Transcript.Parse($"31/12/2023, 21:41 - Alice: see\n{line}\nend\n31/12/2023, 21:42 - Bob: ok\n");
        Assert.Equal([$"see\n{line}\nend", "ok"], entries.Select(e => e.Text));
    }

    [Fact]
    public void A_quotation_of_the_same_shape_is_detected_by_its_line_end_in_ios_files()
    {
        var text = string.Concat(Enumerable.Range(0, 9).Select(i => $"[31/12/2023, 21:41:0{i}] Bob: {i}\r\n"))
            + "[31/12/2023, 21:42:00] Alice: look\n[30/12/2023, 08:00:00] Carla: I said so\nyes\r\n[31/12/2023, 21:43:00] Bob: ok\r\n";
        var (_, entries) = Transcript.Parse(text);
        Assert.Equal(11, entries.Count);
        Assert.Equal("look\n[30/12/2023, 08:00:00] Carla: I said so\nyes", entries[9].Text);
    }

    [Fact]
    public void Plain_line_ends_start_messages_if_the_file_has_no_others()
    {
        var text = string.Concat(Enumerable.Range(0, 9).Select(i => $"[31/12/2023, 21:41:0{i}] Bob: {i}\n"));
        Assert.Equal(9, Transcript.Parse(text).Entries.Count);
    }

    [Fact]
    public void Quotations_of_another_shape_are_counted() =>
        Assert.Equal(2, Transcript.Parse("31/12/2023, 21:41 - A: x\n[31/12/2023, 21:41:05] B: y\n31.12.2023, 21:41 - B: z\n").Scan.OtherFormLines);

    [Fact]
    public void A_note_like_a_message_above_the_chat_does_not_hide_the_chat()
    {
        var text = "31.12.2023, 22:00 - exported\n" + string.Concat(Enumerable.Range(10, 12).Select(i => $"31/12/2023, 21:{i} - Alice: {i}\n"));
        var (scan, entries) = Transcript.Parse(text);
        Assert.Equal(12, scan.MessageCount);
        Assert.Equal("10", entries[0].Text);
    }

    [Fact]
    public void Text_before_the_first_message_is_ignored()
    {
        var (scan, entries) = Transcript.Parse("Exported by someone\n\n31/12/2023, 21:41 - Alice: one\n");
        Assert.Equal("one", Assert.Single(entries).Text);
        Assert.Equal(3, entries[0].LineNumber);
        Assert.Equal(1, scan.MessageCount);
    }

    [Fact]
    public void Blank_lines_belong_to_the_message_above() =>
        Assert.Equal("one\n\ntwo\n", Transcript.Only("31/12/2023, 21:41 - Alice: one\n\ntwo\n\n").Text);

    [Fact]
    public void A_message_that_begins_with_a_line_break_keeps_it() =>
        Assert.Equal("\none", Transcript.Only("31/12/2023, 21:41 - Alice: \none\n").Text);
}
