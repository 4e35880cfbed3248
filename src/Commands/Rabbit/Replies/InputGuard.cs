using System.Text;
using System.Text.RegularExpressions;
using EventSourced.Commands.Text;

namespace EventSourced.Commands.Rabbit.Replies;

/// <summary>Limits what a language model receives of a child's text or of an answer to it. The stored text is unchanged.</summary>
internal static partial class InputGuard
{
    public const string Filtered = "[filtered]";
    public const int MaxLength = 200;

    /// <summary>The text cut to 200 UTF-16 units, or <see cref="Filtered"/> instead of the whole text if it contains instructions to the model.</summary>
    public static string ForModel(string text) => HasInstructions(text) ? Filtered : TextCut.Head(text, MaxLength);

    /// <summary>Checks the whole text, also behind the cut, with full-width letters folded to plain ones.</summary>
    private static bool HasInstructions(string text) => Instructions().IsMatch(Folded(text));

    /// <summary>Lone surrogates are replaced first, because normalising throws on them.</summary>
    private static string Folded(string text) =>
        string.Concat(text.EnumerateRunes().Select(rune => rune.ToString())).Normalize(NormalizationForm.FormKC);

    [GeneratedRegex(@"ignore\s+(previous|all)(\s+previous)?\s+instructions|you\s+are\s+now|new\s+role\s*:|system\s*:", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Instructions();
}
