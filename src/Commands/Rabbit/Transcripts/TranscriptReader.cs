using System.Security.Cryptography;
using EventSourced.Commands.Text;

namespace EventSourced.Commands.Rabbit.Transcripts;

/// <summary>Reads a conversation in any <see cref="TranscriptFormat"/>, which is detected from the content or from the extension <c>.cha</c>.</summary>
public static class TranscriptReader
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="TranscriptException">The file cannot be opened, is too large, is not text, or violates its format.</exception>
    public static Transcript Read(string path, TranscriptOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= TranscriptOptions.Default;
        options = options with { FileName = options.FileName ?? Path.GetFileName(path) };
        try
        {
            using var file = File.OpenRead(path);
            return Read(file, options);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TranscriptException(TranscriptException.Unreadable, "the file cannot be opened. Check its path and its permissions.", options.FileName, inner: e);
        }
    }

    /// <summary>Reads a stream from its current position to its end and leaves it open.</summary>
    /// <exception cref="TranscriptException">The content is too large, is not text, or violates its format.</exception>
    public static Transcript Read(Stream stream, TranscriptOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        options ??= TranscriptOptions.Default;
        var bytes = TranscriptBytes.ReadAll(stream, options);
        var (text, encoding) = TranscriptBytes.Decode(bytes, options.FileName);
        var transcript = (options.Format ?? FormatProbe.Detect(text, options.FileName)) switch
        {
            TranscriptFormat.Chat => ChatParser.Parse(text, options.FileName),
            TranscriptFormat.Json => JsonTurnsParser.Parse(text, options.FileName),
            _ => PlainParser.Parse(text, options.FileName, encoding.IsAssumed || encoding.InvalidBytes > 0),
        };
        if (transcript.Utterances.Count == 0)
            throw new TranscriptException(TranscriptException.NoUtterances, "it contains no utterances. Check that it is the right file.", options.FileName);
        return transcript with
        {
            FileName = options.FileName,
            ContentSha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)),
            Encoding = encoding.Name,
            EncodingIsAssumed = encoding.IsAssumed,
            Warnings = [.. Assumed(encoding, bytes), .. transcript.Warnings],
        };
    }

    private static IEnumerable<string> Assumed(FoundEncoding encoding, byte[] bytes)
    {
        var line = encoding.FirstInvalid < 0 ? 1 : bytes.AsSpan(0, (int)encoding.FirstInvalid).Count((byte)'\n') + 1;
        if (encoding.IsAssumed)
            yield return $"Line {line}: the bytes are not UTF-8. The file was read as {encoding.Name}, which fits its letters best. If names or words look wrong, save it as UTF-8 and import it again.";
        if (encoding.InvalidBytes > 0)
            yield return $"Line {line}: {encoding.InvalidBytes} bytes of the file are not UTF-8 and were read as windows-1252. If names or words look wrong, save it as UTF-8 and import it again.";
    }
}
