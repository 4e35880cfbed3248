using System.Text.Json;

namespace EventSourced.Commands.Rabbit.Transcripts;

/// <summary>Messages of a chat with a language model: <c>role</c> and <c>content</c>, which is a text or holds parts.</summary>
internal static class JsonMessages
{
    /// <summary>Whether an object is such a message.</summary>
    public static bool Is(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object && Role(value) is not null && value.TryGetProperty("content", out _) && !value.TryGetProperty("text", out _);

    /// <summary>Why a message is no speech, or null.</summary>
    public static string? NoSpeech(JsonElement value) =>
        Role(value) is "system" or "developer" or "tool" or "function" ? $"messages of the role {Role(value)}"
        : Text(value.GetProperty("content")).Length == 0 ? "messages without a text" : null;

    /// <summary>The text of a content: itself, its text, or what its parts have.</summary>
    public static string Text(JsonElement content) => content.ValueKind switch
    {
        JsonValueKind.String => content.GetString()!,
        JsonValueKind.Array => string.Join('\n', content.EnumerateArray().Select(Text).Where(text => text.Length > 0)),
        JsonValueKind.Object when content.TryGetProperty("parts", out var parts) => Text(parts),
        JsonValueKind.Object when content.TryGetProperty("text", out var text) && text.ValueKind == JsonValueKind.String => text.GetString()!,
        _ => "",
    };

    /// <summary>Who speaks: <c>role</c>, or the role of the author.</summary>
    public static string? Role(JsonElement value) =>
        JsonName.Find(value, "role") ?? (value.TryGetProperty("author", out var author) && author.ValueKind == JsonValueKind.Object ? JsonName.Find(author, "role") : null);

    /// <summary>The messages of an exported tree, from the root to its current node; other branches were replaced by these.</summary>
    public static IReadOnlyList<JsonElement>? Branch(JsonElement value)
    {
        if (!value.TryGetProperty("mapping", out var mapping) || mapping.ValueKind != JsonValueKind.Object) return null;
        if (JsonName.Find(value, "current_node") is not { } id) return null;
        var branch = new List<JsonElement>();
        var met = new HashSet<string>(StringComparer.Ordinal);
        while (met.Add(id) && mapping.TryGetProperty(id, out var node) && node.ValueKind == JsonValueKind.Object)
        {
            if (node.TryGetProperty("message", out var message) && message.ValueKind == JsonValueKind.Object) branch.Add(message);
            if (JsonName.Find(node, "parent") is not { } parent) break;
            id = parent;
        }
        branch.Reverse();
        return branch;
    }
}
