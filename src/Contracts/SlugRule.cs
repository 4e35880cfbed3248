using System.Text.RegularExpressions;

namespace EventSourced.Contracts;

/// <summary>Ids that people choose, such as those of communities: 1 to 64 lower-case letters, digits and hyphens.</summary>
public static partial class SlugRule
{
    /// <summary>The rule as a pattern of JSON schemas.</summary>
    public const string Pattern = "^[a-z0-9-]{1,64}$";

    /// <summary>The rule in words, for messages.</summary>
    public const string Sentence = "1 to 64 lower-case letters, digits and hyphens";

    /// <summary>The rule for texts: unlike the pattern, it lets no line feed follow.</summary>
    [GeneratedRegex(@"^[a-z0-9-]{1,64}\z")]
    public static partial Regex Expression();

    /// <summary>Whether a text is such an id.</summary>
    /// <param name="text">The text.</param>
    public static bool Fits(string text) => Expression().IsMatch(text);
}
