using System.Text.RegularExpressions;

namespace EventSourced.Commands.Fastest;

/// <summary>Object keys of a user's blobs and manifests (specification, 1.1 and 1.2). Two users never share bytes.</summary>
public static partial class TreeKeys
{
    /// <summary>The rule for hashes in words, for messages.</summary>
    public const string HashSentence = "64 lower-case hexadecimal characters, the SHA-256 of the bytes";

    /// <summary>Extension of manifests.</summary>
    public const string ManifestExtension = "json";

    /// <summary>Folder of a user's blobs.</summary>
    /// <param name="userId">The user.</param>
    public static string Blobs(Guid userId) => $"{userId}/blobs";

    /// <summary>Folder of a user's manifests.</summary>
    /// <param name="userId">The user.</param>
    public static string Manifests(Guid userId) => $"{userId}/manifests";

    /// <summary>The object of a blob.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="hash">SHA-256 of its bytes, hex.</param>
    public static string Blob(Guid userId, string hash) => $"{Blobs(userId)}/{hash}";

    /// <summary>The object of a manifest.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="hash">SHA-256 of its bytes, hex.</param>
    public static string Manifest(Guid userId, string hash) => $"{Manifests(userId)}/{hash}.{ManifestExtension}";

    /// <summary>Whether a text is a hash.</summary>
    /// <param name="text">The text.</param>
    public static bool IsHash(string? text) => text is not null && HashRule().IsMatch(text);

    [GeneratedRegex(@"\A[0-9a-f]{64}\z")]
    private static partial Regex HashRule();
}
