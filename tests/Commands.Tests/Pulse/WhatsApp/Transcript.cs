using System.Text;
using EventSourced.Commands.Pulse.WhatsApp;

namespace EventSourced.Commands.Tests.Pulse.WhatsApp;

internal static class Transcript
{
    public static (TranscriptScan Scan, List<TranscriptEntry> Entries) Parse(string text) => Parse(Encoding.UTF8.GetBytes(text));

    public static (TranscriptScan Scan, List<TranscriptEntry> Entries) Parse(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        var scan = TranscriptScanner.Scan(stream, CancellationToken.None);
        return (scan, TranscriptReader.Read(stream, scan.Form).ToList());
    }

    public static TranscriptEntry Only(string text) => Assert.Single(Parse(text).Entries);

    /// <summary>The entry of one iOS line that follows a line with marks, as in a real export.</summary>
    public static TranscriptEntry Ios(string senderAndBody, bool marked = false)
    {
        var first = "[31/12/2023, 21:40:00] Group: \u200EMessages and calls are end-to-end encrypted.\r\n[31/12/2023, 21:40:30] Bob: hi\r\n";
        return Parse(first + (marked ? "\u200E" : "") + "[31/12/2023, 21:41:05] " + senderAndBody + "\r\n").Entries[2];
    }

    /// <summary>The entry of one Android line that follows an ordinary message.</summary>
    public static TranscriptEntry Android(string line) => Parse("31/12/2023, 21:40 - Bob: hi\n31/12/2023, 21:41 - " + line + "\n").Entries[1];

    public static TranscriptException Failure(string text) => Failure(Encoding.UTF8.GetBytes(text));

    public static TranscriptException Failure(byte[] bytes) => Assert.Throws<TranscriptException>(() => Parse(bytes));
}
