using System.Text;

namespace EventSourced.ReadTables.Schema;

/// <summary>The DDL that follows from a definition.</summary>
public static class TableDdl
{
    /// <summary>Creates the live table with its key, indexes and comments. Running it again changes nothing but comments and missing indexes.</summary>
    /// <param name="table">The table.</param>
    public static string Of(TableDefinition table) => Table(table, table.Module) + Finish(table, table.Module);

    /// <summary>Creates the table with its key alone, which is what filling it fast wants.</summary>
    /// <param name="table">The table.</param>
    /// <param name="schema">Where.</param>
    public static string Table(TableDefinition table, string schema)
    {
        var sql = new StringBuilder();
        sql.Append("CREATE TABLE IF NOT EXISTS ").Append(SqlNames.Of(table, schema)).AppendLine(" (");
        foreach (var c in table.Columns)
            sql.Append("    ").Append(SqlNames.Quote(c.Name)).Append(' ').Append(TypeOf(c)).Append(c.Nullable ? "" : " NOT NULL").AppendLine(",");
        sql.Append("    PRIMARY KEY (").Append(SqlNames.List(table.Key)).AppendLine(")").AppendLine(");");
        return sql.ToString();
    }

    /// <summary>Adds comments and missing indexes to the table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="schema">Where.</param>
    public static string Finish(TableDefinition table, string schema)
    {
        var sql = new StringBuilder();
        var name = SqlNames.Of(table, schema);
        sql.Append("COMMENT ON TABLE ").Append(name).Append(" IS ").Append(SqlNames.Literal(table.Description)).AppendLine(";");
        foreach (var c in table.Columns)
            sql.Append("COMMENT ON COLUMN ").Append(name).Append('.').Append(SqlNames.Quote(c.Name)).Append(" IS ").Append(SqlNames.Literal(c.Description)).AppendLine(";");
        foreach (var i in table.Indexes)
            sql.Append("CREATE ").Append(i.Unique ? "UNIQUE " : "").Append("INDEX IF NOT EXISTS ").Append(SqlNames.Quote(i.Name)).Append(" ON ").Append(name)
                .Append(" (").Append(SqlNames.List(i.Columns)).AppendLine(");");
        return sql.ToString();
    }

    // Ordinal on every server: orders, cursors and prefixes mean the same whatever the database's language.
    private static string TypeOf(Column column) => column.SqlType == "text" ? "text COLLATE \"C\"" : column.SqlType;
}
