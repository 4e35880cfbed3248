namespace EventSourced.ReadTables.Schema;

/// <summary>
/// Row-level security of a table with a tenant column: a reader sees the rows of the session's tenant, and none without a tenant. The owner, which the workers
/// use, sees all. The policy is always on the live generation.
/// </summary>
internal static class TenantPolicy
{
    /// <summary>Name of the policy.</summary>
    public const string Name = "es_tenant";

    /// <summary>The setting for a session's tenant.</summary>
    public const string Setting = "es.tenant";

    /// <summary>Applies the definition to the live table's policy and row-level security. A table that has both already is not locked.</summary>
    /// <param name="table">The table.</param>
    /// <param name="before">The tenant column of the definition that created the current policy; null when there is none.</param>
    public static string Ddl(TableDefinition table, string? before)
    {
        var name = SqlNames.Of(table);
        var drop = before is not null && before != table.Tenant?.Name ? $"DROP POLICY IF EXISTS {Name} ON {name};" : "";
        if (table.Tenant is not { } column)
        {
            return drop.Length == 0 ? "" : $"{drop} DO {SqlNames.Literal($"BEGIN IF NOT EXISTS (SELECT FROM pg_catalog.pg_policy WHERE polrelid = {Oid(name)}) THEN ALTER TABLE {name} DISABLE ROW LEVEL SECURITY; END IF; END")};\n";
        }
        // A generation of an older definition may lack the column: then no reader sees its rows.
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
