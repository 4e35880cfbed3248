using EventSourced.ReadTables;
using EventSourced.ReadTables.Schema;
using EventSourced.Testing;

namespace EventSourced.Laws.Tests.Worlds;

/// <summary>The rows of every table of a catalog as text of PostgreSQL. Equal texts mean equal values.</summary>
internal sealed class TableRows
{
    private readonly Dictionary<TableDefinition, List<string>> _rows = [];

    public IReadOnlyList<string> Of(TableDefinition table) => _rows[table];

    /// <summary>Reads all tables.</summary>
    /// <param name="world">Database of the tables.</param>
    /// <param name="schemaOf">Schema of a table. Null for the live tables.</param>
    /// <param name="columnsOf">Columns to compare. Null for all.</param>
    public static async Task<TableRows> ReadAsync(
        ProjectionWorld world, Func<TableDefinition, string>? schemaOf = null, Func<TableDefinition, IEnumerable<Column>>? columnsOf = null)
    {
        var all = new TableRows();
        foreach (var table in world.Catalog.Tables)
        {
            var row = $"ROW({SqlNames.List(columnsOf?.Invoke(table) ?? table.Columns)})::text";
            await using var command = world.Source.CreateCommand(
                $"SELECT {row} FROM {SqlNames.Of(table, schemaOf?.Invoke(table) ?? table.Module)} t");
            await using var reader = await command.ExecuteReaderAsync();
            var rows = new List<string>();
            while (await reader.ReadAsync()) rows.Add(reader.GetString(0));
            rows.Sort(string.CompareOrdinal);
            all._rows[table] = rows;
        }
        return all;
    }

    /// <summary>Adds rows of another instance.</summary>
    /// <param name="others">The rows.</param>
    /// <param name="tables">Tables whose rows to add.</param>
    public void Add(TableRows others, IEnumerable<TableDefinition> tables)
    {
        foreach (var table in tables)
        {
            if (!_rows.TryGetValue(table, out var rows)) _rows.Add(table, rows = []);
            rows.AddRange(others._rows[table]);
            rows.Sort(string.CompareOrdinal);
        }
    }

    /// <summary>The tables that differ, each with the first missing and the first unexpected row.</summary>
    public IReadOnlyList<string> DifferencesFrom(TableRows expected) =>
        [.. from pair in _rows
            let table = pair.Key
            where !expected._rows[table].SequenceEqual(pair.Value)
            select $"{table.QualifiedName} has {pair.Value.Count} rows instead of {expected._rows[table].Count};"
                + $" missing {First(expected._rows[table], pair.Value)}; unexpected {First(pair.Value, expected._rows[table])}"];

    public void AssertEqual(TableRows expected, string what) =>
        Assert.True(DifferencesFrom(expected) is { Count: 0 }, $"{what}:\n{string.Join("\n", DifferencesFrom(expected))}");

    private static string First(IReadOnlyList<string> rows, IReadOnlyList<string> except) =>
        rows.Except(except).FirstOrDefault() is { } row ? (row.Length > 400 ? row[..400] + "…" : row) : "none";
}
