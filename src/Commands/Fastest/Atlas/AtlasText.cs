using System.Text.RegularExpressions;
using EventSourced.Commands.Text;

namespace EventSourced.Commands.Fastest.Atlas;

/// <summary>Words and shortened texts of the Atlas (§3.7).</summary>
internal static partial class AtlasText
{
    /// <summary>The words of a text: runs of a–z and 0–9, in lower case, each once.</summary>
    public static HashSet<string> Words(params ReadOnlySpan<string?> texts)
    {
        var words = new HashSet<string>(StringComparer.Ordinal);
        foreach (var text in texts) words.UnionWith(Word().Matches((text ?? "").ToLowerInvariant()).Select(match => match.Value));
        return words;
    }

    /// <summary>A text as part of an id: words that are joined by hyphens.</summary>
    public static string Slug(string text, int length) => TextCut.Head(string.Join('-', Word().Matches(text.ToLowerInvariant()).Select(match => match.Value)), length).Trim('-');

    [GeneratedRegex("[a-z0-9]+", RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}
