using System.Text;

namespace EventSourced.Commands.Pulse.Analysis;

/// <summary>Makes an id from a label: lower-case letters and digits of any script; each run of other characters becomes one dash.</summary>
internal static class Slug
{
    public static string Of(string label)
    {
        var slug = new StringBuilder(label.Length);
        foreach (var rune in Letters.Normalise(label).ToLowerInvariant().EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune) || IsMark(rune)) slug.Append(rune.ToString());
            else if (slug.Length > 0 && slug[^1] != '-') slug.Append('-');
        }
        if (slug.Length > 0 && slug[^1] == '-') slug.Length--;
        return slug.Length == 0 ? "theme" : slug.ToString();
    }

    // Vowel signs belong to their letters; variation selectors of emoji are dropped.
    private static bool IsMark(Rune rune) => rune.IsBmp && !Rune.IsLetter(rune) && Letters.IsLetter((char)rune.Value);
}
