using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace EventSourced.Api.Fastest.Identity;

/// <summary>Secrets of users. Only hashes of session tokens are stored.</summary>
internal static class Tokens
{
    /// <summary>Prefix of every session token, which distinguishes it from an admin token.</summary>
    public const string Prefix = "fst_";

    private const string Alphanumerics = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const string CodeLetters = "ABCDEFGHJKLMNPQRSTUVWXYZ";
    private const string CodeDigits = "0123456789";

    /// <summary>A new session token.</summary>
    public static string NewSession() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>SHA-256 of a token, hex.</summary>
    public static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    /// <summary>A new device code, or code to sign in with.</summary>
    public static string NewCode() => RandomNumberGenerator.GetString(Alphanumerics, 32);

    /// <summary>A new user code.</summary>
    public static string NewUserCode() => $"{RandomNumberGenerator.GetString(CodeLetters, 4)}-{RandomNumberGenerator.GetString(CodeDigits, 4)}";

    /// <summary>A user code as it is stored; users type it in small letters, with or without the hyphen. Null when it cannot be one.</summary>
    public static string? UserCodeOf(string? typed)
    {
        var text = new string([.. (typed ?? "").Where(c => c != '-' && !char.IsWhiteSpace(c)).Select(char.ToUpperInvariant)]);
        return text.Length == 8 && text.All(char.IsAsciiLetterOrDigit) ? $"{text[..4]}-{text[4..]}" : null;
    }
}
