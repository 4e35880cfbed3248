namespace EventSourced.Commands.Boost.Commits.Formats;

/// <summary>Hashes of commits: SHA-1, or SHA-256 in newer repositories.</summary>
internal static class GitSha
{
    /// <summary>A hash in lower case; null when the text is none.</summary>
    public static string? Of(string? text) => text?.Trim().ToLowerInvariant() is { Length: 40 or 64 } sha && sha.All(char.IsAsciiHexDigitLower) ? sha : null;
}
