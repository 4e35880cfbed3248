using System.Text;
using EventSourced.Commands.Pulse.WhatsApp;

namespace EventSourced.Commands.Tests.Pulse.WhatsApp;

public sealed class BadInputTests
{
    [Fact]
    public void An_empty_file_is_refused()
    {
        Assert.Equal("empty_file", Transcript.Failure("").Code);
        Assert.Equal("empty_file", Transcript.Failure("\uFEFF").Code);
    }

    [Theory]
    [InlineData("Dear diary,\ntoday nothing happened.\n")]
    [InlineData("\n\n\n")]
    [InlineData("date,author,text\n2023-12-31,Alice,Hello\n")]
    public void Text_without_messages_is_refused_with_an_example(string text)
    {
        var failure = Transcript.Failure(text);
        Assert.Equal("no_messages", failure.Code);
        Assert.Contains("31/12/2023, 21:41 - Alice: Hello", failure.Message);
    }

    [Fact]
    public void A_chat_with_only_system_lines_and_notices_is_refused()
    {
        var failure = Transcript.Failure("31/12/2023, 21:41 - Alice created group \"Trip\"\n31/12/2023, 21:42 - Alice: null\n");
        Assert.Equal("no_messages", failure.Code);
        Assert.Contains("only system lines and notices", failure.Message);
    }

    [Fact]
    public void Binary_files_are_not_text()
    {
        var noise = new byte[5000];
        new Random(7).NextBytes(noise);
        Assert.Equal("not_text", Transcript.Failure(noise).Code);
        Assert.Equal("not_text", Transcript.Failure([0xFF, 0xD8, 0xFF, 0xE0, 0, 16, (byte)'J', (byte)'F']).Code);
    }

    [Fact]
    public void Single_invalid_bytes_are_read_as_windows_1252()
    {
        byte[] bytes = [.. "31/12/2023, 21:41 - Alice: caf"u8, 0xE9, .. " au lait, et encore un peu\n31/12/2023, 21:42 - Bob: ok\n"u8];
        var (_, entries) = Transcript.Parse(bytes);
        Assert.Equal("café au lait, et encore un peu", entries[0].Text);
        Assert.Equal(2, entries.Count);
    }

    [Fact]
    public void A_character_that_is_split_between_two_reads_is_decoded()
    {
        var text = "31/12/2023, 21:41 - Alice: " + string.Concat(Enumerable.Repeat("あ🎉", 40_000)) + "\n";
        using var stream = new TricklingStream(Encoding.UTF8.GetBytes(text), 7);
        var scan = TranscriptScanner.Scan(stream, CancellationToken.None);
        Assert.Equal(string.Concat(Enumerable.Repeat("あ🎉", 40_000)), Assert.Single(TranscriptReader.Read(stream, scan.Form)).Text);
    }

    [Theory]
    [InlineData(50 * 1024 * 1024, false)]
    [InlineData(50 * 1024 * 1024, true)]
    public void A_line_of_50_MB_is_refused_with_its_number_without_using_much_memory(int length, bool beforeTheFirstMessage)
    {
        var head = beforeTheFirstMessage ? "" : "31/12/2023, 21:41 - Alice: one\n31/12/2023, 21:42 - Alice: ";
        using var stream = new GeneratedStream(Encoding.UTF8.GetBytes(head), length);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var failure = Assert.Throws<TranscriptException>(() => TranscriptScanner.Scan(stream, CancellationToken.None));
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(("line_too_long", beforeTheFirstMessage ? 1L : 2L), (failure.Code, failure.Line));
        Assert.True(allocated < 16 * 1024 * 1024, $"allocated {allocated} bytes");
        Assert.True(stream.Position < 4 * 1024 * 1024, $"read {stream.Position} bytes");
    }

    [Fact]
    public void A_too_long_message_of_many_lines_is_refused_with_its_first_line()
    {
        var text = new StringBuilder("31/12/2023, 21:41 - Alice: one\n31/12/2023, 21:42 - Alice: two\n");
        for (var i = 0; i < 1100; i++) text.Append('x', 1000).Append('\n');
        var failure = Transcript.Failure(text.ToString());
        Assert.Equal(("line_too_long", 2L), (failure.Code, failure.Line));
    }

    [Fact]
    public void A_message_of_exactly_the_maximum_length_is_read()
    {
        var text = new string('x', TranscriptReader.MaxMessageLength - "31/12/2023, 21:41 - Alice: ".Length);
        Assert.Equal(text, Transcript.Only("31/12/2023, 21:41 - Alice: " + text + "\n").Text);
    }

    [Fact]
    public void Memory_does_not_grow_with_the_file()
    {
        long Allocated(int messages)
        {
            using var stream = new RepeatingStream("31/12/2023, 21:41 - Alice: an ordinary message of some words\n"u8.ToArray(), messages);
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Equal(messages, TranscriptScanner.Scan(stream, CancellationToken.None).MessageCount);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
        Allocated(1000);
        Assert.True(Allocated(400_000) < 2 * 1024 * 1024);
    }

    [Fact]
    public void A_cancelled_scan_stops()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        using var stream = new MemoryStream("31/12/2023, 21:41 - Alice: one\n"u8.ToArray());
        Assert.Throws<OperationCanceledException>(() => TranscriptScanner.Scan(stream, stop.Token));
    }

    [Fact]
    public void Progress_reaches_the_size_of_the_file()
    {
        var reports = new Reports();
        using var stream = new RepeatingStream("31/12/2023, 21:41 - Alice: an ordinary message of some words\n"u8.ToArray(), 100_000);
        TranscriptScanner.Scan(stream, CancellationToken.None, reports);
        Assert.Equal(stream.Length, reports.All[^1]);
        Assert.Equal(reports.All.Order(), reports.All);
        Assert.InRange(reports.All.Count, 5, 10);
    }

    [Fact]
    public void Random_input_never_crashes_the_reader()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        string[] parts = ["31/12/2023, ", "21:41", " - ", "Alice", ": ", "\n", "\r\n", "[", "] ", "\u200E", "<attached: ", ">", "x.jpg", " (file attached)", "omitted", "\0", "99", "/", "٣", "\uD83D\uDE00", "PM", "\"", "2566-", "23. 12. 31. 오후 ", "<", "image omitted"];
        for (var round = 0; round < 3000; round++)
        {
            var text = "31/12/2023, 21:41 - Alice: a\n" + string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => parts[random.Next(parts.Length)]));
            try
            {
                var (scan, entries) = Transcript.Parse(text);
                Assert.Equal(scan.MessageCount, entries.Count(e => e.Kind == EntryKind.Message));
            }
            catch (TranscriptException)
            {
                // A refusal with an error code is a valid result.
            }
            catch (Exception failure)
            {
                Assert.Fail($"seed {seed}, round {round}: {failure}\n{text}");
            }
        }
    }

    private sealed class Reports : IProgress<long>
    {
        public List<long> All { get; } = [];

        public void Report(long value) => All.Add(value);
    }
}
