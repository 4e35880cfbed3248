namespace EventSourced.Contracts.Boost;

/// <summary>The natural key of a repository: <c>owner/name</c> in lower case, as GitHub compares names without case.</summary>
public static class RepositoryKey
{
    /// <summary>The key.</summary>
    /// <param name="owner">Login of the owner, in any case.</param>
    /// <param name="name">Name of the repository, in any case.</param>
    public static string Of(string owner, string name) => $"{owner}/{name}".ToLowerInvariant();

    /// <summary>The two parts of <c>owner/name</c> as given; null when the text has not this form.</summary>
    /// <param name="text">The text.</param>
    public static (string Owner, string Name)? Split(string? text) =>
        text?.Split('/') is [{ Length: > 0 } owner, { Length: > 0 } name] && IsName(owner) && IsName(name) && name is not ("." or "..") ? (owner, name) : null;

    private static bool IsName(string part) => part.Length <= 100 && part.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
