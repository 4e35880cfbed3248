using EventSourced.Contracts;

namespace EventSourced.Commands.Fastest.Identity;

/// <summary>Addresses of users. One address is one user, so all spellings become the same text first.</summary>
public static class EmailAddress
{
    /// <summary>The rule in words, for messages.</summary>
    public const string Sentence = "an address such as ann@example.org";

    private const int MaxLength = 320;

    /// <summary>An address in lower case without spaces around it; null when the text is none.</summary>
    /// <param name="text">The text.</param>
    public static string? Of(string? text)
    {
        var email = text?.Trim().ToLowerInvariant() ?? "";
        return email.Length is > 2 and <= MaxLength && email.IndexOf('@', StringComparison.Ordinal) is > 0 and var at && at < email.Length - 1 && !email.Any(char.IsWhiteSpace) && Storable.FaultOf(email) is null
            ? email
            : null;
    }
}
