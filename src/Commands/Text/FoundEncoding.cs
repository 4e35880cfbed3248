using System.Text;

namespace EventSourced.Commands.Text;

/// <summary>How the bytes of a text file are read.</summary>
/// <param name="Encoding">Turns the bytes into text. It never maps two different bytes to one character.</param>
/// <param name="Name">Its name for people, such as <c>utf-8</c> or <c>windows-1252</c>.</param>
/// <param name="PreambleLength">Bytes of the byte order mark at the beginning.</param>
/// <param name="IsAssumed">Whether it is a guess from the letters of the text: the file itself does not say it.</param>
/// <param name="InvalidBytes">Bytes that are not UTF-8 in a text that is UTF-8 for the most part. They are read as Windows-1252.</param>
/// <param name="FirstInvalid">Where the first of the bytes stands that are not UTF-8; -1 when there is none.</param>
internal sealed record FoundEncoding(Encoding Encoding, string Name, int PreambleLength, bool IsAssumed, long InvalidBytes, long FirstInvalid)
{
    /// <summary>Plain UTF-8.</summary>
    public static FoundEncoding Utf8 { get; } = new(new UTF8Encoding(false, false), "utf-8", 0, false, 0, -1);
}
