using System.Text;
using System.Text.Unicode;

namespace EventSourced.Commands.Text;

/// <summary>The text of a file in memory, and how its bytes were read.</summary>
/// <param name="Text">The text without its byte order mark.</param>
/// <param name="Encoding">How the bytes were read.</param>
internal sealed record DecodedText(string Text, FoundEncoding Encoding)
{
    /// <summary>Reads bytes whose encoding <see cref="TextEncodings"/> finds, or UTF-8 with many control characters. Null when they are no text.</summary>
    /// <exception cref="DecoderFallbackException">The byte order mark names an encoding whose rules the bytes break.</exception>
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
            // The guess does not know all the bytes, and what it does not know would all become one character. Latin-1 keeps every byte apart.
            return new(System.Text.Encoding.Latin1.GetString(bytes), new(System.Text.Encoding.Latin1, "iso-8859-1", 0, true, 0, found.FirstInvalid));
        }
    }

    private static Encoding Strict(FoundEncoding found)
    {
        // UTF-8 was checked when it was found; its wrong bytes have a fallback of their own.
        if (found.Encoding is UTF8Encoding) return found.Encoding;
        var strict = (Encoding)found.Encoding.Clone();
        strict.DecoderFallback = DecoderFallback.ExceptionFallback;
        return strict;
    }
}
