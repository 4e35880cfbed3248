using System.Text.RegularExpressions;

namespace EventSourced.Commands.Fastest.Detection;

/// <summary>Bindings that the configuration of a Cloudflare worker declares, in TOML or JSON.</summary>
internal static partial class WranglerConfig
{
    public static IReadOnlyList<string> Files { get; } = ["wrangler.toml", "wrangler.json", "wrangler.jsonc"];

    /// <summary>Names of the kinds of bindings: <c>d1_databases</c>, <c>r2_buckets</c>, <c>kv_namespaces</c>.</summary>
    public static IReadOnlySet<string> BindingsOf(IReadOnlyDictionary<string, string> texts) =>
        Files.Where(texts.ContainsKey).SelectMany(file => texts[file].Split('\n')).Where(line => !Comment().IsMatch(line))
            .SelectMany(line => Binding().Matches(line)).Select(match => match.Value).ToHashSet(StringComparer.Ordinal);

    [GeneratedRegex(@"^\s*(#|//)")]
    private static partial Regex Comment();

    [GeneratedRegex(@"\b(d1_databases|r2_buckets|kv_namespaces)\b")]
    private static partial Regex Binding();
}
