using System.Text.RegularExpressions;
using EventSourced.Commands.Boost.People;

namespace EventSourced.Commands.Boost.Libraries;

/// <summary>Reads people as <c>libraries.json</c> writes them: <c>Name &lt;name -at- example.org&gt;</c>.</summary>
public static partial class PersonText
{
    /// <summary>The person of a text.</summary>
    /// <param name="text">The text.</param>
    public static NamedPerson Read(string text) =>
        Form().Match(text) is { Success: true } match ? new(match.Groups[1].Value.Trim(), AddressText.Read(match.Groups[2].Value)) : new(text.Trim(), null);

    [GeneratedRegex(@"\A([^<>]*)<([^<>]*)>\s*\z")]
    private static partial Regex Form();
}
