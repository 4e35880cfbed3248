using System.Text.Json;

namespace EventSourced.Commands.Rabbit.Transcripts;

/// <summary>Reads names from keys that other systems use for other values too: only numbers and texts are accepted.</summary>
internal static class JsonName
{
    /// <summary>The first of these members that is a number or a nonempty text.</summary>
    public static string? Find(JsonElement value, params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
        {
            if (!value.TryGetProperty(key, out var name)) continue;
            if (name.ValueKind == JsonValueKind.Number) return name.GetRawText();
            if (name.ValueKind == JsonValueKind.String && name.GetString() is { Length: > 0 } text) return text;
        }
        return null;
    }
}
