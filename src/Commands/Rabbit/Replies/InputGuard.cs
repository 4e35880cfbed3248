using System.Text;
using System.Text.RegularExpressions;
using EventSourced.Commands.Rabbit.Language;

namespace EventSourced.Commands.Rabbit.Replies;

/// <summary>What of a child's text, or of an answer to it, a language model may see. The stored text stays as it was said.</summary>
internal static partial class InputGuard
{
    public const string Filtered = "[filtered]";
    public const int MaxLength = 200;

    /// <summary>The text cut to 200 UTF-16 units, or <see cref="Filtered"/> in place of all of it when it tries to give the model orders.</summary>
    public static string ForModel(string text) => GivesOrders(text) ? Filtered : TextCut.Head(text, MaxLength);

    /// <summary>Looks at the whole text, also behind the cut, and at full width letters as at plain ones.</summary>
    private static bool GivesOrders(string text) => Orders().IsMatch(Folded(text));

    /// <summary>Normalising throws on half a surrogate pair, so such halves are replaced first.</summary>
    private static string Folded(string text) =>
        string.Concat(text.EnumerateRunes().Select(rune => rune.ToString())).Normalize(NormalizationForm.FormKC);

    [GeneratedRegex(@"ignore\s+(previous|all)(\s+previous)?\s+instructions|you\s+are\s+now|new\s+role\s*:|system\s*:", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Orders();
}
