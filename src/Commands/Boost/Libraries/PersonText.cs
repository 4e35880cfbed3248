using System.Text.RegularExpressions;

namespace EventSourced.Commands.Boost.Libraries;

/// <summary>Reads people as <c>libraries.json</c> writes them: <c>Name &lt;name -at- example.org&gt;</c>, with many disguises of the at sign.</summary>
public static partial class PersonText
{
    /// <summary>The person of a text.</summary>
    /// <param name="text">The text.</param>
    public static NamedPerson Read(string text)
    {
        if (Form().Match(text) is not { Success: true } match) return new(text.Trim(), null);
        var address = AtSign().Replace(match.Groups[2].Value.Trim(), "@").ToLowerInvariant();
        return new(match.Groups[1].Value.Trim(), Address().IsMatch(address) ? address : null);
    }

    [GeneratedRegex(@"\A([^<>]*)<([^<>]*)>\s*\z")]
    private static partial Regex Form();

    [GeneratedRegex(@"\s*(?:-at-|\(at\)|\[at\]|<at>|\(a\)|\sat\s)\s*", RegexOptions.IgnoreCase)]
    private static partial Regex AtSign();

    [GeneratedRegex(@"\A[^\s@]+@[^\s@]+\z")]
    private static partial Regex Address();
}
