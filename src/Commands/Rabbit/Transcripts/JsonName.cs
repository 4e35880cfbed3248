using System.Text.Json;

namespace EventSourced.Commands.Rabbit.Transcripts;

/// <summary>Names under keys that other systems use for other things too: only what can be a name is taken for one.</summary>
internal static class JsonName
{
    /// <summary>The first of these that is a number or a text with something in it.</summary>
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
