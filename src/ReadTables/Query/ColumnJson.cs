using NpgsqlTypes;

namespace EventSourced.ReadTables.Query;

/// <summary>The format of columns in JSON.</summary>
public static class ColumnJson
{
    /// <summary>Whether a column is a 64-bit id, which is written as a string because JavaScript's numbers would round it.</summary>
    /// <param name="column">The column.</param>
    public static bool IsRowId(Column column) =>
        column.DbType == NpgsqlDbType.Bigint && (column.Name == "id" || column.Name.EndsWith("_id", StringComparison.Ordinal));
}
