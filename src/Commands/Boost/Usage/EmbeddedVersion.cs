using System.Globalization;
using System.Text.RegularExpressions;

namespace EventSourced.Commands.Boost.Usage;

/// <summary>Reads the version of a copy of Boost from its <c>boost/version.hpp</c>.</summary>
internal static partial class EmbeddedVersion
{
    private const string Header = "boost/version.hpp";

    /// <summary>Whether a file is the header of a copy of Boost.</summary>
    /// <param name="path">Path of the file.</param>
    public static bool IsHeader(string path) => path == Header || path.EndsWith("/" + Header, StringComparison.Ordinal);

    /// <summary>The version, such as <c>1.84.0</c>; empty when the text does not define it.</summary>
    /// <param name="text">Text of the header.</param>
    public static string Of(string text) =>
        Definition().Match(text) is { Success: true } match && int.TryParse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var n)
            ? string.Create(CultureInfo.InvariantCulture, $"{n / 100_000}.{n / 100 % 1_000}.{n % 100}")
            : "";

    // In some copies a comment mentions the macro before it is defined.
    [GeneratedRegex(@"^[ \t]*#[ \t]*define[ \t]+BOOST_VERSION[ \t]+([0-9]+)", RegexOptions.Multiline)]
    private static partial Regex Definition();
}
