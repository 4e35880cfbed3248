using System.Text;
using EventSourced.Commands.Text;

namespace EventSourced.Commands.Rabbit.Transcripts;

/// <summary>Reads the bytes of a file and decodes them.</summary>
internal static class TranscriptBytes
{
    private static readonly byte[] DoubledMark = [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.Preamble];

    /// <summary>Reads at most the limit, regardless of the stream's stated length.</summary>
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
    /// Decodes the text without byte order marks and DOS end-of-file marks (Ctrl-Z), with LF as line end. Bytes that are not UTF-8 are decoded with the encoding that fits
    /// them best, which is part of the result.
    /// </summary>
    public static DecodedText Decode(ReadOnlySpan<byte> bytes, string? file)
    {
        // Some editors add a second byte order mark.
        while (bytes.StartsWith(DoubledMark)) bytes = bytes[Encoding.UTF8.Preamble.Length..];
        DecodedText? decoded;
        try
        {
            decoded = DecodedText.Of(bytes);
        }
        catch (DecoderFallbackException e)
        {
            throw NotText("the file starts with the byte order mark of UTF-16 or UTF-32 but contains other bytes. Save it as UTF-8.", file, null, e);
        }
        // Text files contain no NUL, and the database cannot store one.
        if (decoded is null || decoded.Text.Contains('\0'))
            throw NotText("it contains a NUL byte or other binary data, so this is not a text file. Use a .cha, .txt or .json file.", file, LineOf(bytes, decoded?.Text));
        var text = decoded.Text.TrimStart('\uFEFF').Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').TrimEnd([' ', '\t', '\n', '\u001A']);
        return string.IsNullOrWhiteSpace(text)
            ? throw new TranscriptException(TranscriptException.EmptyFile, "the file is empty. Check that it is the right file.", file)
            : decoded with { Text = text };
    }

    private static int LineOf(ReadOnlySpan<byte> bytes, string? text) => text is not null
        ? text.AsSpan(0, text.IndexOf('\0')).Count('\n') + 1
        : bytes[..Math.Max(0, bytes.IndexOf((byte)0))].Count((byte)'\n') + 1;

    private static TranscriptException NotText(string message, string? file, int? line, Exception? inner = null) =>
        new(TranscriptException.NotText, message, file, line, inner);
}
