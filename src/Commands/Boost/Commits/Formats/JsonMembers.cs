using System.Text.Json;
using EventSourced.Contracts.Boost;

namespace EventSourced.Commands.Boost.Commits.Formats;

/// <summary>Members of JSON whose types are not certain: null stands for one that is missing or of another type.</summary>
internal static class JsonMembers
{
    public static JsonElement? Member(JsonElement value, string name) => Of(value, name, JsonValueKind.Object);

    public static JsonElement? List(JsonElement value, string name) => Of(value, name, JsonValueKind.Array);

    public static string? TextOf(JsonElement value, string name) => Of(value, name, JsonValueKind.String) is { } member ? member.GetString() : null;

    public static string? Filled(JsonElement? value, string name) => value is { } given && TextOf(given, name) is { } text && !string.IsNullOrWhiteSpace(text) ? GitText.Clean(text).Trim() : null;

    public static int? Number(JsonElement value, string name) => Of(value, name, JsonValueKind.Number) is { } member && member.TryGetInt32(out var number) ? Math.Max(0, number) : null;

    /// <summary>An id of GitHub, which is positive.</summary>
    public static long? Id(JsonElement value, string name) => Of(value, name, JsonValueKind.Number) is { } member && member.TryGetInt64(out var id) && id > 0 ? id : null;

    public static DateTimeOffset? Time(JsonElement? value, string name) => Filled(value, name) is { } text ? GitText.Time(text) : null;

    public static RecordGitHubAccount? Account(JsonElement? account) =>
        account is { } given && Id(given, "id") is { } id && Filled(given, "login") is { } login
            ? new RecordGitHubAccount(id, login, Filled(given, "name") ?? "", Filled(given, "avatar_url") ?? "", Filled(given, "type") ?? "User")
            : null;

    private static JsonElement? Of(JsonElement value, string name, JsonValueKind kind) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var member) && member.ValueKind == kind ? member : null;
}
