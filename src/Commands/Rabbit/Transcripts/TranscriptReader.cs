using System.Security.Cryptography;

namespace EventSourced.Commands.Rabbit.Transcripts;

/// <summary>Reads a conversation of any <see cref="TranscriptFormat"/>; the content tells which, and where it does not, a name that ends in <c>.cha</c>.</summary>
public static class TranscriptReader
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="TranscriptException">The file cannot be opened, is too large, is not UTF-8, or breaks its format.</exception>
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

    /// <summary>Reads a stream from where it is to its end and leaves it open.</summary>
    /// <exception cref="TranscriptException">The content is too large, is not UTF-8, or breaks its format.</exception>
    public static Transcript Read(Stream stream, TranscriptOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        options ??= TranscriptOptions.Default;
        var bytes = TranscriptBytes.ReadAll(stream, options);
        var text = TranscriptBytes.Decode(bytes, options.FileName);
        var transcript = (options.Format ?? FormatProbe.Tell(text, options.FileName)) switch
        {
            TranscriptFormat.Chat => ChatParser.Parse(text, options.FileName),
            TranscriptFormat.Json => JsonTurnsParser.Parse(text, options.FileName),
            _ => PlainParser.Parse(text, options.FileName),
        };
        if (transcript.Utterances.Count == 0)
            throw new TranscriptException(TranscriptException.NoUtterances, "nobody says anything in it. Is this the right file?", options.FileName);
        return transcript with { FileName = options.FileName, ContentSha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)) };
    }
}
