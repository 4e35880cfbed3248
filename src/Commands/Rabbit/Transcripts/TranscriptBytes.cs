using System.Text;

namespace EventSourced.Commands.Rabbit.Transcripts;

/// <summary>The bytes of a file and their text.</summary>
internal static class TranscriptBytes
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

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

    /// <summary>The text without byte order marks and the end mark of DOS (Ctrl-Z), its line ends made LF.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes, string? file)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
            throw NotText("the file is UTF-16. Save it as UTF-8.", file, null);
        // An editor that does not see the mark adds another.
        while (bytes.StartsWith(Encoding.UTF8.Preamble)) bytes = bytes[Encoding.UTF8.Preamble.Length..];
        // No database text can hold a zero byte, and no text file does.
        if (bytes.IndexOf((byte)0) is >= 0 and var zero)
            throw NotText("it holds a zero byte, so this is no text file. Give a .cha, .txt or .json file.", file, LineOf(bytes, zero));
        try
        {
            var text = Strict.GetString(bytes).Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').TrimEnd([' ', '\t', '\n', '\u001A']);
            if (string.IsNullOrWhiteSpace(text))
                throw new TranscriptException(TranscriptException.EmptyFile, "the file is empty. Is this the right file?", file);
            return text;
        }
        catch (DecoderFallbackException e)
        {
            throw NotText("the bytes are not UTF-8. Save the file as UTF-8.", file, LineOf(bytes, Math.Clamp(e.Index, 0, bytes.Length)), e);
        }
    }

    private static int LineOf(ReadOnlySpan<byte> bytes, int index) => bytes[..index].Count((byte)'\n') + 1;

    private static TranscriptException NotText(string message, string? file, int? line, Exception? inner = null) =>
        new(TranscriptException.NotText, message, file, line, inner);
}
