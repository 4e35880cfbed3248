using System.Text.Json;
using EventSourced.ReadTables;
using EventSourced.ReadTables.Schema;
using EventSourced.Testing;

namespace EventSourced.Laws.Tests.Suite;

/// <summary>Changes made directly to the rows of one table, bypassing the engine.</summary>
/// <param name="Changed">Keys of the changed rows, with the changed columns.</param>
/// <param name="Lost">Key of the deleted row.</param>
/// <param name="Added">Key of the added row.</param>
internal sealed record PlantedFaults(IReadOnlyList<(JsonElement Key, IReadOnlySet<string> Columns)> Changed, JsonElement Lost, JsonElement Added)
{
    /// <summary>Changes every non-key column in some row, deletes one row and adds one.</summary>
    public static async Task<PlantedFaults> PlantAsync(ProjectionWorld world, TableDefinition table, Random random)
    {
        var others = table.Columns.Except(table.Key).ToList();
        var keys = await KeysAsync(world, table, others.Count + 1, random);
        var lost = keys[0];
        // Before the deletion: an unused key is not that of the deleted row.
        var added = await AddRowAsync(world, table, keys[1]);
        await world.ExecuteAsync($"DELETE FROM {SqlNames.Of(table)} t WHERE {HasKey(table, lost)}");

        var changed = new List<(JsonElement, IReadOnlySet<string>)>();
        foreach (var group in others.Select((column, i) => (column, key: keys[1 + i % (keys.Count - 1)])).GroupBy(p => p.key.GetRawText()))
        {
            var sets = group.Select(p => $"{SqlNames.Quote(p.column.Name)} = {OtherValue(p.column, random.Next(2) == 0)}");
            await world.ExecuteAsync($"UPDATE {SqlNames.Of(table)} t SET {string.Join(", ", sets)} WHERE {HasKey(table, group.First().key)}");
            changed.Add((group.First().key, group.Select(p => p.column.Name).ToHashSet()));
        }
        return new PlantedFaults(changed, lost, added);
    }

    /// <summary>Deletes one of the rows that match a condition.</summary>
    public static Task DeleteRowAsync(ProjectionWorld world, TableDefinition table, string condition) => world.ExecuteAsync(
        $"DELETE FROM {SqlNames.Of(table)} WHERE ctid = (SELECT ctid FROM {SqlNames.Of(table)} WHERE {condition} ORDER BY {SqlNames.List(table.Key)} LIMIT 1)");

    private static async Task<JsonElement> AddRowAsync(ProjectionWorld world, TableDefinition table, JsonElement like)
    {
        var column = table.Key.Last(c => c.SqlType != "boolean");
        var name = SqlNames.Quote(column.Name);
        var value = column.SqlType switch
        {
            "text" => $"{Max(name)} || 'z'",
            "timestamptz" => $"{Max(name)} + interval '1 microsecond'",
            "jsonb" => "'\"planted\"'::jsonb",
            "bigint" or "integer" => Unused(name),
            // The same for the last day.
            "date" => $"(SELECT min({name}) + 1 FROM {SqlNames.Of(table)} l WHERE {name} < '9999-12-31' AND NOT EXISTS (SELECT FROM {SqlNames.Of(table)} n WHERE n.{name} = l.{name} + 1))",
            _ => $"{Max(name)} + 1",
        };
        // Without this a unique index would reject the copy.
        var unique = table.Indexes.Where(i => i.Unique).Select(i => i.Columns.LastOrDefault(c => c.SqlType == "text") ?? i.Columns.LastOrDefault(c => c.SqlType != "date") ?? i.Columns[^1]).ToHashSet();
        var key = await world.ScalarAsync<string>(
            $"""
            INSERT INTO {SqlNames.Of(table)} ({SqlNames.List(table.Columns)})
            SELECT {string.Join(", ", table.Columns.Select(c => c == column ? value : unique.Contains(c) ? Another(c) : SqlNames.Quote(c.Name)))} FROM {SqlNames.Of(table)} t WHERE {HasKey(table, like)}
            RETURNING {KeyOf(table)}::text
            """);
        return JsonSerializer.Deserialize<JsonElement>(key);

        string Max(string column) => $"(SELECT max({column}) FROM {SqlNames.Of(table)})";
        // The maximum of the column may be the maximum of its type, so this takes the first unused number.
        string Unused(string column) => $"(SELECT min({column}) + 1 FROM {SqlNames.Of(table)} l WHERE NOT EXISTS (SELECT FROM {SqlNames.Of(table)} n WHERE n.{column}::numeric = l.{column}::numeric + 1))";
        string Another(Column unique) => unique.SqlType == "text" ? $"{SqlNames.Quote(unique.Name)} || ' planted'" : Unused(SqlNames.Quote(unique.Name));
    }

    private static async Task<IReadOnlyList<JsonElement>> KeysAsync(ProjectionWorld world, TableDefinition table, int limit, Random random)
    {
        await using var command = world.Source.CreateCommand($"SELECT {KeyOf(table)}::text FROM {SqlNames.Of(table)} t ORDER BY md5(t::text || {random.Next()}) LIMIT {Math.Max(2, limit)}");
        await using var reader = await command.ExecuteReaderAsync();
        var keys = new List<JsonElement>();
        while (await reader.ReadAsync()) keys.Add(JsonSerializer.Deserialize<JsonElement>(reader.GetString(0)));
        return keys;
    }

    // OtherValue value of the same type, as close as possible. A nullable column may also change from null to a value or to null.
    private static string OtherValue(Column column, bool orNull)
    {
        var name = SqlNames.Quote(column.Name);
        var (first, other) = column.SqlType switch
        {
            "text" => ("'planted'", $"{name} || ' '"),
            "bigint" or "integer" => ("0", $"{name} # 1"),
            "double precision" or "real" => ("0", $"CASE {name} WHEN 0.25 THEN 0.5 ELSE 0.25 END"),
            "boolean" => ("false", $"NOT {name}"),
            "date" => ("'2000-01-01'", $"{name} - 1"),
            "timestamptz" => ("'2000-01-01Z'", $"{name} + interval '1 microsecond'"),
            "jsonb" => ("'{}'", $"jsonb_build_array({name})"),
            var type => throw new NotSupportedException($"No wrong value is defined for a column of type {type}. Add one here."),
        };
        return column.Nullable ? $"(CASE WHEN {name} IS NULL THEN {first} ELSE {(orNull ? "NULL" : other)} END)::{column.SqlType}" : other;
    }

    private static string KeyOf(TableDefinition table) =>
        $"jsonb_build_object({string.Join(", ", table.Key.Select(c => $"{SqlNames.Literal(c.Name)}, {SqlNames.Quote(c.Name)}"))})";

    private static string HasKey(TableDefinition table, JsonElement key) => $"{KeyOf(table)} = {SqlNames.Literal(key.GetRawText())}::jsonb";
}
