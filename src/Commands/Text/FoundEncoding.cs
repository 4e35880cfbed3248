using System.Text;

namespace EventSourced.Commands.Text;

/// <summary>The detected encoding of a text file.</summary>
/// <param name="Encoding">Decodes the bytes. It never maps two different bytes to one character.</param>
/// <param name="Name">Its display name, such as <c>utf-8</c> or <c>windows-1252</c>.</param>
/// <param name="PreambleLength">Length of the byte order mark in bytes.</param>
/// <param name="IsAssumed">Whether it is guessed from the letters of the text instead of stated by the file.</param>
/// <param name="InvalidBytes">Number of invalid bytes in a text that is mostly UTF-8. They are read as Windows-1252.</param>
/// <param name="FirstInvalid">Offset of the first invalid UTF-8 byte; -1 if there is none.</param>
internal sealed record FoundEncoding(Encoding Encoding, string Name, int PreambleLength, bool IsAssumed, long InvalidBytes, long FirstInvalid)
{
    /// <summary>Plain UTF-8.</summary>
    public static FoundEncoding Utf8 { get; } = new(new UTF8Encoding(false, false), "utf-8", 0, false, 0, -1);
}
