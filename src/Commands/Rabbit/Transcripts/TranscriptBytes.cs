using System.Text;
using EventSourced.Commands.Text;

namespace EventSourced.Commands.Rabbit.Transcripts;

/// <summary>The bytes of a file and their text.</summary>
internal static class TranscriptBytes
{
    private static readonly byte[] DoubledMark = [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.Preamble];

    /// <summary>Reads no more than the limit, whatever the stream says about its length.</summary>
    public static byte[] ReadAll(Stream stream, TranscriptOptions options)
    {
        using var content = new MemoryStream();
        var chunk = new byte[64 * 1024];
        for (int read; (read = stream.Read(chunk, 0, chunk.Length)) > 0;)
        {
            if (content.Length + read > options.MaxBytes)
            {
                throw new TranscriptException(TranscriptException.TooLarge,
                    $"the file is larger than {options.MaxBytes} bytes. Split it, or raise the limit.", options.FileName);
            }
            content.Write(chunk, 0, read);
        }
        return content.ToArray();
    }

    /// <summary>
    /// The text without byte order marks and the end mark of DOS (Ctrl-Z), its line ends made LF. Bytes that are not UTF-8 are read as the encoding that fits them
    /// best, and the result says which.
    /// </summary>
    public static DecodedText Decode(ReadOnlySpan<byte> bytes, string? file)
    {
        // An editor that does not see the mark adds another.
        while (bytes.StartsWith(DoubledMark)) bytes = bytes[Encoding.UTF8.Preamble.Length..];
        DecodedText? decoded;
        try
        {
            decoded = DecodedText.Of(bytes);
        }
        catch (DecoderFallbackException e)
        {
            throw NotText("the file begins with the mark of UTF-16 or UTF-32, and not all of it is. Save it as UTF-8.", file, null, e);
        }
        // No database text can hold a zero byte, and no text file does.
        if (decoded is null || decoded.Text.Contains('\0'))
            throw NotText("it holds a zero byte or other binary data, so this is no text file. Give a .cha, .txt or .json file.", file, LineOf(bytes, decoded?.Text));
        var text = decoded.Text.TrimStart('\uFEFF').Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').TrimEnd([' ', '\t', '\n', '\u001A']);
        return string.IsNullOrWhiteSpace(text)
            ? throw new TranscriptException(TranscriptException.EmptyFile, "the file is empty. Is this the right file?", file)
            : decoded with { Text = text };
    }

    private static int LineOf(ReadOnlySpan<byte> bytes, string? text) => text is not null
        ? text.AsSpan(0, text.IndexOf('\0')).Count('\n') + 1
        : bytes[..Math.Max(0, bytes.IndexOf((byte)0))].Count((byte)'\n') + 1;

    private static TranscriptException NotText(string message, string? file, int? line, Exception? inner = null) =>
        new(TranscriptException.NotText, message, file, line, inner);
}
