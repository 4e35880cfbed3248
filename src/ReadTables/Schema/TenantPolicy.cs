namespace EventSourced.ReadTables.Schema;

/// <summary>
/// Row-level security of a table with a tenant column: a reader sees the rows of the tenant that the session names, and none when it names none. The owner,
/// which the workers are, sees all. It is on the live table, whichever generation that is.
/// </summary>
internal static class TenantPolicy
{
    /// <summary>Name of the policy.</summary>
    public const string Name = "es_tenant";

    /// <summary>The setting that names a session's tenant.</summary>
    public const string Setting = "es.tenant";

    /// <summary>Brings the live table's policy to the definition, and row security with it. A table that has both already is not locked.</summary>
    /// <param name="table">The table.</param>
    /// <param name="before">The tenant column of the definition that made the present policy; null when it made none.</param>
    public static string Ddl(TableDefinition table, string? before)
    {
        var name = SqlNames.Of(table);
        var drop = before is not null && before != table.Tenant?.Name ? $"DROP POLICY IF EXISTS {Name} ON {name};" : "";
        if (table.Tenant is not { } column)
        {
            return drop.Length == 0 ? "" : $"{drop} DO {SqlNames.Literal($"BEGIN IF NOT EXISTS (SELECT FROM pg_catalog.pg_policy WHERE polrelid = {Oid(name)}) THEN ALTER TABLE {name} DISABLE ROW LEVEL SECURITY; END IF; END")};\n";
        }
        // A generation of an older definition may lack the column: then its rows are shown to nobody.
        return $"""
            {drop} DO {SqlNames.Literal($"""
                BEGIN
                IF NOT (SELECT relrowsecurity FROM pg_catalog.pg_class WHERE oid = {Oid(name)}) THEN ALTER TABLE {name} ENABLE ROW LEVEL SECURITY; END IF;
                IF NOT EXISTS (SELECT FROM pg_catalog.pg_policy WHERE polrelid = {Oid(name)} AND polname = '{Name}')
                    AND EXISTS (SELECT FROM pg_catalog.pg_attribute WHERE attrelid = {Oid(name)} AND attname = {SqlNames.Literal(column.Name)} AND NOT attisdropped)
                THEN CREATE POLICY {Name} ON {name} FOR SELECT USING ({SqlNames.Quote(column.Name)} = nullif(pg_catalog.current_setting('{Setting}', true), '')); END IF;
                END
                """)};

            """;
    }

    private static string Oid(string name) => $"{SqlNames.Literal(name)}::pg_catalog.regclass";
}
