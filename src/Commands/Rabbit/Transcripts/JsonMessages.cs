using System.Text.Json;

namespace EventSourced.Commands.Rabbit.Transcripts;

/// <summary>Messages of a chat with a language model: <c>role</c> and <c>content</c>, which is a text or a list of parts.</summary>
internal static class JsonMessages
{
    /// <summary>Whether an object is such a message.</summary>
    public static bool Is(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object && Role(value) is not null && Content(value) is not null && !value.TryGetProperty("text", out _);

    /// <summary>What a message contains: <c>content</c>, or its <c>parts</c>; null if it has neither.</summary>
    public static JsonElement? Content(JsonElement value) =>
        value.TryGetProperty("content", out var content) || value.TryGetProperty("parts", out content) ? content : null;

    /// <summary>The reason why a message is not speech, or null.</summary>
    public static string? NoSpeechReason(JsonElement value)
    {
        var role = Role(value)!.ToLowerInvariant();
        return role is "system" or "developer" or "tool" or "function" ? $"messages of the role {role}"
            : IsBlank(Content(value)!.Value) ? "messages without a text" : null;
    }

    /// <summary>Number of parts without text, such as pictures.</summary>
    public static int OtherParts(JsonElement content) => content.ValueKind switch
    {
        JsonValueKind.Array => content.EnumerateArray().Sum(OtherParts),
        JsonValueKind.Object when content.TryGetProperty("parts", out var parts) => OtherParts(parts),
        JsonValueKind.Object => HasText(content) ? 0 : 1,
        JsonValueKind.String or JsonValueKind.Null => 0,
        _ => 1,
    };

    private static bool IsBlank(JsonElement content) => content.ValueKind switch
    {
        JsonValueKind.Null => true,
        JsonValueKind.String => content.GetRawText().Length == 2,
        JsonValueKind.Array => content.EnumerateArray().All(IsBlank),
        JsonValueKind.Object => content.TryGetProperty("parts", out var parts) ? IsBlank(parts) : !HasText(content),
        _ => false,
    };

    private static bool HasText(JsonElement part) => TextOf(part) is not null;

    /// <summary>The text of a part: <c>text</c>, or its <c>value</c>.</summary>
    private static JsonElement? TextOf(JsonElement part)
    {
        if (!part.TryGetProperty("text", out var text)) return null;
        if (text.ValueKind == JsonValueKind.Object && text.TryGetProperty("value", out var value)) text = value;
        return text.ValueKind == JsonValueKind.String ? text : null;
    }

    /// <summary>The text of a content: the string itself, its text, or the texts of its parts.</summary>
    public static string Text(JsonElement content) => content.ValueKind switch
    {
        JsonValueKind.String => content.GetString()!,
        JsonValueKind.Array => string.Join('\n', content.EnumerateArray().Select(Text).Where(text => text.Length > 0)),
        JsonValueKind.Object when content.TryGetProperty("parts", out var parts) => Text(parts),
        JsonValueKind.Object => TextOf(content) is { } text ? text.GetString()! : "",
        _ => "",
    };

    /// <summary>The role of a message: <c>role</c>, or the role of its author.</summary>
    public static string? Role(JsonElement value) => JsonName.Find(value, "role") ?? OfAuthor(value, "role");

    /// <summary>The speaker: the name, because several people may have one role; else the role.</summary>
    public static string? Speaker(JsonElement value) => JsonName.Find(value, "name") ?? OfAuthor(value, "name") ?? Role(value);

    private static string? OfAuthor(JsonElement value, string member) =>
        value.TryGetProperty("author", out var author) && author.ValueKind == JsonValueKind.Object ? JsonName.Find(author, member) : null;
}
