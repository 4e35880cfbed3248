using System.Text.Json;

namespace EventSourced.Commands.Fastest.Projects;

/// <summary>The members of briefs (specification, 2.2). Briefs of other intents may be any object.</summary>
internal static class BriefRules
{
    private static readonly string[] s_stages = ["idea", "building_mvp", "pre_launch", "launched", "growing"];
    private static readonly string[] s_polish = ["hacky", "functional", "polished"];

    public static IEnumerable<string> FaultsOf(string? intent, string brief)
    {
        if (Parse(brief) is not { } root) return [];
        return new[] { root.TryGetProperty("intent", out var own) && own.ValueKind == JsonValueKind.String && own.GetString() == intent ? null : $"brief.intent must be \"{intent}\", like intent." }
            .Concat(intent switch
            {
                "startup" => [Text("problem"), Texts("target_users"), Texts("mvp_features"), Texts("non_goals"), OneOf("current_stage", s_stages), Flag("has_users"), Flag("has_revenue")],
                "personal_tool" => [Text("problem"), Texts("must_have"), Texts("nice_to_have"), Texts("platforms"), OneOf("polish_level", s_polish)],
                _ => (IEnumerable<string?>)[],
            }).OfType<string>();

        string? Text(string name) => Is(name, JsonValueKind.String) ? null : $"brief.{name} must be a text.";
        string? Flag(string name) => Is(name, JsonValueKind.True) || Is(name, JsonValueKind.False) ? null : $"brief.{name} must be true or false.";
        string? Texts(string name) => Is(name, JsonValueKind.Array) && root.GetProperty(name).EnumerateArray().All(i => i.ValueKind == JsonValueKind.String) ? null : $"brief.{name} must be a list of texts.";
        string? OneOf(string name, string[] values) => Is(name, JsonValueKind.String) && values.Contains(root.GetProperty(name).GetString()) ? null : $"brief.{name} must be one of: {string.Join(", ", values)}.";
        bool Is(string name, JsonValueKind kind) => root.TryGetProperty(name, out var value) && value.ValueKind == kind;
    }

    // A text that is no JSON object is reported by another rule.
    private static JsonElement? Parse(string brief)
    {
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(brief) is { ValueKind: JsonValueKind.Object } root ? root : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
