using System.Text.Json;

namespace EventSourced.Commands.Fastest.Detection;

/// <summary>Dependencies that <c>package.json</c> declares.</summary>
internal static class PackageJson
{
    public const string File = "package.json";

    /// <summary>Names of the packages that it needs to run or to be built; null when the text is no JSON object.</summary>
    public static IReadOnlySet<string>? DependenciesOf(string text)
    {
        try
        {
            var root = JsonSerializer.Deserialize<JsonElement>(text.TrimStart('\uFEFF'));
            if (root.ValueKind != JsonValueKind.Object) return null;
            return new[] { "dependencies", "devDependencies" }
                .SelectMany(kind => root.TryGetProperty(kind, out var packages) && packages.ValueKind == JsonValueKind.Object ? packages.EnumerateObject().Select(p => p.Name) : [])
                .ToHashSet(StringComparer.Ordinal);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
