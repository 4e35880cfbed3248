using System.Text.RegularExpressions;

namespace EventSourced.Commands.Boost.Usage;

/// <summary>Finds the headers of Boost that a text includes. The text is not preprocessed: an include in a comment counts, too.</summary>
internal static partial class Includes
{
    /// <summary>Names of headers, each once, in the order of the text: <c>boost/asio.hpp</c>.</summary>
    /// <param name="text">The text of a file.</param>
    public static IEnumerable<string> In(string text) => Form().Matches(text).Select(m => (m.Groups[1].Success ? m.Groups[1] : m.Groups[2]).Value.Trim()).Distinct(StringComparer.Ordinal);

    [GeneratedRegex("""#[ \t]*include[ \t]*(?:<[ \t]*(boost/[^>\r\n]+)>|"[ \t]*(boost/[^"\r\n]+)")""")]
    private static partial Regex Form();
}
