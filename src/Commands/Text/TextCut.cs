namespace EventSourced.Commands.Text;

/// <summary>Shortens texts.</summary>
internal static class TextCut
{
    /// <summary>
    /// The first <paramref name="length"/> UTF-16 units. A surrogate pair at the cut is dropped as a whole: half a pair has no UTF-8 form, and
    /// PostgreSQL would reject the row.
    /// </summary>
    public static string Head(string text, int length)
    {
        if (text.Length <= length) return text;
        return length > 0 && char.IsSurrogatePair(text[length - 1], text[length]) ? text[..(length - 1)] : text[..length];
    }
}
