using System.Globalization;
using System.Text.Json;
using EventSourced.Commands.Intelligence;
using EventSourced.Commands.Text;
using EventSourced.Contracts;

namespace EventSourced.Commands.Fastest;

/// <summary>
/// Reads the JSON of a language model. Models put text or a fence around it, leave members out and confuse types: without the expected list the answer is refused, and a member of
/// another type is null.
/// </summary>
internal static class ModelJson
{
    /// <summary>The objects of a list.</summary>
    /// <param name="answer">The answer, which has a JSON object with the list.</param>
    /// <param name="list">Name of the list.</param>
    /// <exception cref="ModelServiceException">The answer has no such list.</exception>
    public static IReadOnlyList<JsonElement> Items(string answer, string list)
    {
        var (from, to) = (answer.IndexOf('{', StringComparison.Ordinal), answer.LastIndexOf('}'));
        if (from >= 0 && to > from && Parse(answer.AsSpan(from, to - from + 1)) is { } root && root.TryGetProperty(list, out var items) && items.ValueKind == JsonValueKind.Array)
            return [.. items.EnumerateArray().Where(i => i.ValueKind == JsonValueKind.Object)];
        throw new ModelServiceException($"The language model did not answer with a JSON object that has the list \"{list}\". Try again, or use another model.");
    }

    /// <summary>A text, trimmed and shortened; null when there is none.</summary>
    public static string? Text(this JsonElement item, string name, int length) =>
        item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && Storable.Replace(value.GetString()!).Trim() is { Length: > 0 } text
            ? TextCut.Head(text, length).TrimEnd() : null;

    /// <summary>A text that is one of some values; null otherwise.</summary>
    public static string? OneOf(this JsonElement item, string name, string[] values) =>
        item.Text(name, FastestFields.NameLength)?.ToLowerInvariant() is { } text && values.Contains(text, StringComparer.Ordinal) ? text : null;

    /// <summary>A whole number, also one that is written as a text; null otherwise.</summary>
    public static int? Number(this JsonElement item, string name) =>
        !item.TryGetProperty(name, out var value) ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number
        : value.ValueKind == JsonValueKind.String && int.TryParse(value.GetString(), CultureInfo.InvariantCulture, out number) ? number : null;

    // The message of a parser's error may quote the answer, which repeats what people wrote.
    private static JsonElement? Parse(ReadOnlySpan<char> json)
    {
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
