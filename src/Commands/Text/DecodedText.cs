using System.Text;
using System.Text.Unicode;

namespace EventSourced.Commands.Text;

/// <summary>The text of a file in memory, with the encoding of its bytes.</summary>
/// <param name="Text">The text without its byte order mark.</param>
/// <param name="Encoding">The encoding that was used.</param>
internal sealed record DecodedText(string Text, FoundEncoding Encoding)
{
    /// <summary>Decodes bytes in the encoding that <see cref="TextEncodings"/> detects, or as UTF-8 with many control characters. Null if they are not text.</summary>
    /// <exception cref="DecoderFallbackException">The bytes are invalid in the encoding of their byte order mark.</exception>
    public static DecodedText? Of(ReadOnlySpan<byte> bytes)
    {
        var found = TextEncodings.Find(bytes) ?? (Utf8.IsValid(bytes) ? FoundEncoding.Utf8 : null);
        if (found is null) return null;
        try
        {
            return new(Strict(found).GetString(bytes[found.PreambleLength..]), found);
        }
        catch (DecoderFallbackException) when (found.PreambleLength == 0)
        {
            // The guessed encoding does not define all bytes, and would decode all undefined ones to the same character. Latin-1 keeps them distinct.
            return new(System.Text.Encoding.Latin1.GetString(bytes), new(System.Text.Encoding.Latin1, "iso-8859-1", 0, true, 0, found.FirstInvalid));
        }
    }

    private static Encoding Strict(FoundEncoding found)
    {
        // UTF-8 was validated when it was detected; its invalid bytes have a fallback.
        if (found.Encoding is UTF8Encoding) return found.Encoding;
        var strict = (Encoding)found.Encoding.Clone();
        strict.DecoderFallback = DecoderFallback.ExceptionFallback;
        return strict;
    }
}
