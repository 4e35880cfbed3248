using EventSourced.EventStore;
using EventSourced.ReadTables.Query;

namespace EventSourced.ReadTables.Explain;

/// <summary>Reads the full key of a row from text.</summary>
internal static class RowKey
{
    /// <summary>A row with only its key columns set.</summary>
    /// <param name="table">The table.</param>
    /// <param name="values">Column names and values.</param>
    /// <exception cref="QueryException">A column is unknown, not part of the key, repeated or missing, or a value has another type.</exception>
    public static TRow Parse<TRow>(TableDefinition<TRow> table, IEnumerable<KeyValuePair<string, string>> values) where TRow : class, IReadTable<TRow>
    {
        var key = string.Join(", ", table.Key.Select(c => c.Name));
        // Not by new(): the row type may have required members, which are set below.
        var row = Activator.CreateInstance<TRow>();
        var given = new HashSet<string>();
        foreach (var (name, text) in values)
        {
            if (table.Key.FirstOrDefault(c => c.Name == name) is not { } column)
            {
                throw table.Columns.Any(c => c.Name == name)
                    ? QueryException.Bad("not_a_key_column", $"{name} is a column of {table.QualifiedName}, but not of its key. Pass exactly the key of one row: {key}.")
                    : QueryException.Bad("unknown_column", $"{table.QualifiedName} has no column {name}. {Nearest.Hint(name, "Key columns", table.Key.Select(c => c.Name))}");
            }
            if (!given.Add(name)) throw QueryException.Bad("repeated_parameter", $"{name} is given twice. Pass each column of the key once: {key}.");
            var value = ColumnText.Parse(column, text)
                ?? throw QueryException.Bad("invalid_value", $"\"{text}\" is not a value of {table.QualifiedName}.{name}; expected {ColumnText.Describe(column)}.");
            column.Property.SetValue(row, value is DateTime time ? new DateTimeOffset(time) : value);
        }
        var missing = table.Key.Where(c => !given.Contains(c.Name)).Select(c => c.Name).ToList();
        if (missing.Count > 0)
            throw QueryException.Bad("missing_key_column", $"{string.Join(", ", missing)} {(missing.Count == 1 ? "is" : "are")} missing. The key of {table.QualifiedName} is {key}: pass all columns of it.");
        return row;
    }
}
