using System.Buffers;

namespace EventSourced.Commands.Pulse.WhatsApp;

/// <summary>Removes direction marks from texts and replaces special spaces by plain ones.</summary>
internal static class Marks
{
    /// <summary>U+200E, which iOS writes before everything that was not typed by a person.</summary>
    public const char LeftToRight = '\u200E';

    private const string DirectionMarks = "\u200E\u200F\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069";
    private static readonly SearchValues<char> ToClean = SearchValues.Create(DirectionMarks + "\u00A0\u202F");

    public static bool IsDirection(char c) =>
        c is >= '\u200E' and <= '\u200F' or >= '\u202A' and <= '\u202E' or >= '\u2066' and <= '\u2069';

    /// <summary>Marks that are ignored in a time stamp, including the Arabic letter mark and a stray byte order mark.</summary>
    public static bool IsIgnorable(char c) => c >= '\u061C' && (IsDirection(c) || c is '\u061C' or '\uFEFF');

    public static bool IsSpace(char c) => c is ' ' or '\u00A0' or '\u202F' or '\u2009' or '\u3000' or '\t';

    public static bool NeedsCleaning(ReadOnlySpan<char> text) => text.ContainsAny(ToClean);

    /// <summary>Copies the text without direction marks and with plain spaces; returns the length.</summary>
    public static int Clean(ReadOnlySpan<char> text, Span<char> target)
    {
        var length = 0;
        while (true)
        {
            var next = text.IndexOfAny(ToClean);
            var run = next < 0 ? text : text[..next];
            run.CopyTo(target[length..]);
            length += run.Length;
            if (next < 0) return length;
            if (!IsDirection(text[next])) target[length++] = ' ';
            text = text[(next + 1)..];
        }
    }

    public static string Clean(ReadOnlySpan<char> text)
    {
        if (!NeedsCleaning(text)) return text.ToString();
        var rented = ArrayPool<char>.Shared.Rent(text.Length);
        var cleaned = rented.AsSpan(0, Clean(text, rented)).ToString();
        ArrayPool<char>.Shared.Return(rented);
        return cleaned;
    }
}
