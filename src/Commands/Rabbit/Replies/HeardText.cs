using EventSourced.Commands.Rabbit.Language;

namespace EventSourced.Commands.Rabbit.Replies;

/// <summary>What a recogniser heard, as it can be recorded: nobody who only spoke can correct it.</summary>
public static class HeardText
{
    /// <summary>The text without NULs, with a mark in place of each half surrogate pair, cut between characters; null when nothing is left.</summary>
    /// <param name="heard">What the recogniser wrote, or null.</param>
    /// <param name="max">Most UTF-16 units.</param>
    public static string? Of(string? heard, int max)
    {
        if (heard is null) return null;
        var text = TextCut.Head(string.Concat(heard.EnumerateRunes().Where(rune => rune.Value != 0)), max);
        return string.IsNullOrWhiteSpace(text) ? null : text;
    }
}
