using EventSourced.Commands.Text;

namespace EventSourced.Commands.Rabbit.Replies;

/// <summary>Cleans a recogniser's text so that it can be stored: the child cannot correct it.</summary>
public static class HeardText
{
    /// <summary>The text without NULs, with U+FFFD for each lone surrogate, cut between characters; null when nothing is left.</summary>
    /// <param name="heard">The recogniser's text, or null.</param>
    /// <param name="max">Maximum length in UTF-16 units.</param>
    public static string? Of(string? heard, int max)
    {
        if (heard is null) return null;
        var text = TextCut.Head(string.Concat(heard.EnumerateRunes().Where(rune => rune.Value != 0)), max);
        return string.IsNullOrWhiteSpace(text) ? null : text;
    }
}
