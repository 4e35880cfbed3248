namespace EventSourced.Commands.Fastest.Infrastructure;

/// <summary>The providers that a user can save a token of (specification, 2.10).</summary>
public static class InfrastructureProviders
{
    /// <summary>Railway.</summary>
    public const string Railway = "railway";

    /// <summary>Cloudflare.</summary>
    public const string Cloudflare = "cloudflare";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Railway, Cloudflare];

    /// <summary>Says that a provider is unknown, and which there are.</summary>
    /// <param name="provider">The provider.</param>
    public static string Unknown(string provider) => $"There is no infrastructure provider \"{provider}\". Use one of: {string.Join(", ", All)}.";
}
