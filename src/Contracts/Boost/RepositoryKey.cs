namespace EventSourced.Contracts.Boost;

/// <summary>The natural key of a repository: <c>owner/name</c> in lower case, as GitHub compares names without case.</summary>
public static class RepositoryKey
{
    [ThreadStatic]
    private static Known? t_last;

    /// <summary>The key.</summary>
    /// <param name="owner">Login of the owner, in any case.</param>
    /// <param name="name">Name of the repository, in any case.</param>
    public static string Of(string owner, string name)
    {
        // A commit asks for the key of its repository nine times, and most events are of the same repository as the one before.
        if (t_last is { } last && last.Owner == owner && last.Name == name) return last.Key;
        var key = $"{owner}/{name}".ToLowerInvariant();
        t_last = new(owner, name, key);
        return key;
    }

    /// <summary>The two parts of <c>owner/name</c> as given; null when the text has not this form.</summary>
    /// <param name="text">The text.</param>
    public static (string Owner, string Name)? Split(string? text) =>
        text?.Split('/') is [{ Length: > 0 } owner, { Length: > 0 } name] && IsName(owner) && IsName(name) && name is not ("." or "..") ? (owner, name) : null;

    private static bool IsName(string part) => part.Length <= 100 && part.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    private sealed record Known(string Owner, string Name, string Key);
}
