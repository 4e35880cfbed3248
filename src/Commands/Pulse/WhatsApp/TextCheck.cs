using System.Text;

namespace EventSourced.Commands.Pulse.WhatsApp;

/// <summary>Tells text from pictures, archives and other encodings by the first bytes of a file.</summary>
internal static class TextCheck
{
    /// <summary>More invalid bytes than this share: not UTF-8. A Latin-1 text of Western Europe stays below it and is only repaired.</summary>
    private const double MaxInvalidShare = 0.1;

    public static void Demand(ReadOnlySpan<byte> head)
    {
        if (head.IsEmpty || head.SequenceEqual(Encoding.UTF8.Preamble))
            throw new TranscriptException(TranscriptException.EmptyFile, "The transcript is empty. Export the chat again.");
        if (head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || head.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
            throw NotText("it is UTF-16. Save it as UTF-8, or upload the file that WhatsApp wrote");
        if (!IsText(head))
            throw NotText("it holds binary data or another encoding. Upload the .txt or .zip file that WhatsApp exported");
    }

    public static bool IsText(ReadOnlySpan<byte> head)
    {
        var invalid = 0;
        for (var rest = head; !rest.IsEmpty;)
        {
            if (rest[0] is < 0x80 and > 0)
            {
                var ascii = rest.IndexOfAnyExceptInRange((byte)1, (byte)0x7F);
                rest = ascii < 0 ? default : rest[ascii..];
                continue;
            }
            var status = Rune.DecodeFromUtf8(rest, out var rune, out var used);
            if (status == System.Buffers.OperationStatus.NeedMoreData) break;
            if (status != System.Buffers.OperationStatus.Done || rune.Value == 0) invalid += used;
            rest = rest[used..];
        }
        return invalid <= head.Length * MaxInvalidShare;
    }

    private static TranscriptException NotText(string what) => new(TranscriptException.NotText, $"The transcript is not UTF-8 text: {what}.");
}
