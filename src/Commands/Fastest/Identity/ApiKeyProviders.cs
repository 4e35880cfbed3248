using System.Collections.Frozen;

namespace EventSourced.Commands.Fastest.Identity;

/// <summary>The providers whose keys a user can save, with the environment variable of each (specification, 2.1).</summary>
public static class ApiKeyProviders
{
    private static readonly FrozenDictionary<string, string> s_names = new Dictionary<string, string>
    {
        ["anthropic"] = "ANTHROPIC_API_KEY",
        ["openai"] = "OPENAI_API_KEY",
        ["google"] = "GOOGLE_GENERATIVE_AI_API_KEY",
        ["azure"] = "AZURE_OPENAI_API_KEY",
        ["aws"] = "AWS_ACCESS_KEY_ID",
        ["groq"] = "GROQ_API_KEY",
        ["mistral"] = "MISTRAL_API_KEY",
    }.ToFrozenDictionary();

    /// <summary>The environment variable of a provider's key; null for an unknown provider.</summary>
    /// <param name="provider">The provider.</param>
    public static string? KeyNameOf(string provider) => s_names.GetValueOrDefault(provider);

    /// <summary>Says that a provider is unknown, and which there are.</summary>
    /// <param name="provider">The provider.</param>
    public static string Unknown(string provider) => $"There is no provider \"{provider}\". Use one of: {string.Join(", ", s_names.Keys.Order(StringComparer.Ordinal))}.";
}
