using System.Text.RegularExpressions;

namespace EventSourced.Contracts;

/// <summary>The rule for ids that people choose, such as those of communities: 1 to 64 lower-case letters, digits and hyphens.</summary>
public static partial class SlugRule
{
    /// <summary>The rule as a pattern for JSON schemas.</summary>
    public const string Pattern = "^[a-z0-9-]{1,64}$";

    /// <summary>The rule in words, for messages.</summary>
    public const string Sentence = "1 to 64 lower-case letters, digits and hyphens";

    /// <summary>The rule as a regular expression that, unlike the pattern, does not allow a line feed at the end.</summary>
    [GeneratedRegex(@"^[a-z0-9-]{1,64}\z")]
    public static partial Regex Expression();

    /// <summary>Whether a text is a valid slug.</summary>
    /// <param name="text">The text.</param>
    public static bool Fits(string text) => Expression().IsMatch(text);
}
