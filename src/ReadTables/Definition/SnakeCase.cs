using System.Text.Json;

namespace EventSourced.ReadTables.Definition;

/// <summary>Names of tables, columns and JSON members from CLR names.</summary>
internal static class SnakeCase
{
    /// <summary><c>DailyDigests</c> becomes <c>daily_digests</c>.</summary>
    public static string Of(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
}
