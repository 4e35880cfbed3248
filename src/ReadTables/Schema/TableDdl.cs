using System.Text;

namespace EventSourced.ReadTables.Schema;

/// <summary>The DDL that follows from a definition.</summary>
public static class TableDdl
{
    /// <summary>Creates the live table with its key, indexes and comments. On an existing table it only sets comments and creates missing indexes.</summary>
    /// <param name="table">The table.</param>
    public static string Of(TableDefinition table) => Table(table, table.Module, withKey: true) + Finish(table, table.Module) + TenantPolicy.Ddl(table, before: null);

    /// <summary>Creates the live table or its indexes if they are missing, without changing comments.</summary>
    /// <param name="table">The table.</param>
    public static string Missing(TableDefinition table) => Table(table, table.Module, withKey: true) + Indexes(table, table.Module);

    /// <summary>Updates the live table's comments that the definition changed, except those that users changed.</summary>
    /// <param name="table">The table.</param>
    /// <param name="before">The snapshot of the definition that created the comments.</param>
    internal static string Comments(TableDefinition table, DefinitionSnapshot before)
    {
        var (sql, name) = (new StringBuilder(), SqlNames.Of(table));
        if (before.Comment != table.Description)
            Change($"obj_description({SqlNames.Literal(name)}::regclass, 'pg_class')", $"TABLE {name}", before.Comment, table.Description);
        foreach (var c in table.Columns)
        {
            if (before.Columns.FirstOrDefault(b => b.Name == c.Name) is not { } old || old.Comment == c.Description) continue;
            Change($"(SELECT col_description(attrelid, attnum) FROM pg_attribute WHERE attrelid = {SqlNames.Literal(name)}::regclass AND attname = {SqlNames.Literal(c.Name)})",
                $"COLUMN {name}.{SqlNames.Quote(c.Name)}", old.Comment, c.Description);
        }
        return sql.ToString();

        void Change(string current, string what, string old, string comment)
        {
            var statement = $"COMMENT ON {what} IS {SqlNames.Literal(comment)};";
            sql.AppendLine($"DO {SqlNames.Literal($"BEGIN IF {current} = {SqlNames.Literal(old)} THEN {statement} END IF; END")};");
        }
    }

    /// <summary>Creates the table for a build, without indexes.</summary>
    /// <param name="table">The table.</param>
    /// <param name="schema">Its schema.</param>
    public static string ForBuild(TableDefinition table, string schema) => Table(table, schema, withKey: false);

    private static string Table(TableDefinition table, string schema, bool withKey)
    {
        var sql = new StringBuilder();
        sql.Append("CREATE TABLE IF NOT EXISTS ").Append(SqlNames.Of(table, schema)).AppendLine(" (");
        var lines = table.Columns.Select(c => $"    {SqlNames.Quote(c.Name)} {TypeOf(c)}{(c.Nullable ? "" : " NOT NULL")}");
        sql.AppendJoin(",\n", withKey ? lines.Append($"    {Key(table)}") : lines).AppendLine().AppendLine(");");
        return sql.ToString();
    }

    /// <summary>Adds the key to a table that was filled without one.</summary>
    /// <param name="table">The table.</param>
    /// <param name="schema">Its schema.</param>
    public static string AddKey(TableDefinition table, string schema) => $"ALTER TABLE {SqlNames.Of(table, schema)} ADD {Key(table)};\n";

    private static string Key(TableDefinition table) => $"PRIMARY KEY ({SqlNames.List(table.Key)})";

    /// <summary>Adds comments and missing indexes to the table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="schema">Its schema.</param>
    public static string Finish(TableDefinition table, string schema)
    {
        var sql = new StringBuilder();
        var name = SqlNames.Of(table, schema);
        sql.Append("COMMENT ON TABLE ").Append(name).Append(" IS ").Append(SqlNames.Literal(table.Description)).AppendLine(";");
        foreach (var c in table.Columns)
            sql.Append("COMMENT ON COLUMN ").Append(name).Append('.').Append(SqlNames.Quote(c.Name)).Append(" IS ").Append(SqlNames.Literal(c.Description)).AppendLine(";");
        return sql.Append(Indexes(table, schema)).ToString();
    }

    private static string Indexes(TableDefinition table, string schema)
    {
        var (sql, name) = (new StringBuilder(), SqlNames.Of(table, schema));
        foreach (var i in table.Indexes)
            sql.Append("CREATE ").Append(i.Unique ? "UNIQUE " : "").Append("INDEX IF NOT EXISTS ").Append(SqlNames.Quote(i.Name)).Append(" ON ").Append(name)
                .Append(' ').Append(Spec(i)).AppendLine(";");
        return sql.ToString();
    }

    /// <summary>The columns of an index, and the condition of a partial one.</summary>
    internal static string Spec(TableIndex index) => $"({SqlNames.List(index.Columns)}){(index.Where is null ? "" : $" WHERE {index.Where}")}";

    // Ordinal on every server: orders, cursors and prefixes do not depend on the database's locale.
    private static string TypeOf(Column column) => column.SqlType == "text" ? "text COLLATE \"C\"" : column.SqlType;
}
