namespace EventSourced.Api.Fastest;

/// <summary>Secrets as they are shown.</summary>
internal static class Masks
{
    private const int Shown = 4;

    /// <summary>20 bullets and the last 4 characters; of a short secret only the bullets, because the rest would show most of it.</summary>
    public static string Of(string secret) => new string('•', 20) + (secret.Length > 2 * Shown ? secret[^Shown..] : "");
}
