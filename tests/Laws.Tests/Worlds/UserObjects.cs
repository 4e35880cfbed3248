using EventSourced.ReadTables.Schema;
using EventSourced.Testing;
using Npgsql;

namespace EventSourced.Laws.Tests.Worlds;

/// <summary>Database objects that users create on every table of a catalog, as read from the system catalogs. They are dropped at the end, because the laws share their tables.</summary>
internal sealed class UserObjects : IAsyncDisposable
{
    private readonly ProjectionWorld _world;
    // Roles are shared by all databases of the server, which other tests use too.
    private readonly string _reader = $"laws_reader_{Guid.NewGuid().ToString("N")[..12]}";

    private UserObjects(ProjectionWorld world) => _world = world;

    private static IReadOnlyList<string> Kinds { get; } = ["table grant", "column grant", "row security", "policy", "index", "publication", "trigger", "comment", "statistics", "view"];

    /// <summary>Creates one of each kind on every table.</summary>
    public static async Task<UserObjects> CreateAsync(ProjectionWorld world)
    {
        var objects = new UserObjects(world);
        try
        {
            await world.ExecuteAsync($"""
                CREATE ROLE {objects._reader}; CREATE SCHEMA laws_people; CREATE PUBLICATION laws_people;
                CREATE FUNCTION laws_people.seen() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'
                """);
            foreach (var table in world.Catalog.Tables)
            {
                var (own, module, key) = (SqlNames.Of(table), SqlNames.Quote(table.Module), SqlNames.Quote(table.Key[0].Name));
                var name = SqlNames.Quote($"people_{table.Name}");
                await world.ExecuteAsync($"""
                    GRANT DELETE ON {own} TO {objects._reader}; GRANT SELECT ({key}) ON {own} TO {objects._reader};
                    ALTER TABLE {own} ENABLE ROW LEVEL SECURITY; CREATE POLICY people ON {own} FOR SELECT TO {objects._reader} USING ({key} IS NOT NULL);
                    CREATE INDEX {name} ON {own} ({key} DESC) WHERE {key} IS NOT NULL; CREATE STATISTICS {module}.{name} ON ({key} IS NULL) FROM {own};
                    ALTER PUBLICATION laws_people ADD TABLE {own}; CREATE TRIGGER people AFTER UPDATE ON {own} FOR EACH STATEMENT EXECUTE FUNCTION laws_people.seen();
                    COMMENT ON TABLE {own} IS 'People''s'; CREATE VIEW laws_people.{SqlNames.Quote($"{table.Module}_{table.Name}")} AS SELECT {key} FROM {own}
                    """);
            }
            var found = (await objects.ReadAsync()).Select(line => (line.Table, line.Kind)).ToHashSet();
            var missing = world.Catalog.Tables.SelectMany(t => Kinds.Select(kind => (t.QualifiedName, kind))).Except(found).ToList();
            Assert.True(missing.Count == 0, $"Not created: {string.Join(", ", missing)}");
            return objects;
        }
        catch
        {
            await objects.DisposeAsync();
            throw;
        }
    }

    /// <summary>Fails if anything has changed.</summary>
    public async Task AssertSameAsync(IReadOnlyList<(string Table, string Kind, string What)> before, string when)
    {
        var now = await ReadAsync();
        Assert.True(now.SequenceEqual(before), $"{when}: missing {string.Join(", ", before.Except(now).Take(5))}; unexpected {string.Join(", ", now.Except(before).Take(5))}");
    }

    /// <summary>Reads the objects of the live tables. The statement differs from the engine's, which may have omissions.</summary>
    public async Task<IReadOnlyList<(string Table, string Kind, string What)>> ReadAsync()
    {
        await using var command = _world.Source.CreateCommand("""
            WITH t AS (SELECT c.*, format('%s.%s', n.nspname, c.relname) AS own FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE format('%s.%s', n.nspname, c.relname) = ANY($1))
            SELECT own, 'table grant', format('%s to %s', x.privilege_type, x.grantee::regrole) FROM t, aclexplode(relacl) x
            UNION ALL SELECT own, 'column grant', format('%s (%s) to %s', x.privilege_type, a.attname, x.grantee::regrole) FROM t JOIN pg_attribute a ON a.attrelid = t.oid, aclexplode(a.attacl) x
            UNION ALL SELECT own, 'row security', format('%s, forced %s', relrowsecurity, relforcerowsecurity) FROM t
            UNION ALL SELECT own, 'policy', format('%s %s %s %s %s', polname, polpermissive, polcmd, polroles::regrole[], pg_get_expr(polqual, polrelid)) FROM t JOIN pg_policy ON polrelid = t.oid
            UNION ALL SELECT own, 'index', pg_get_indexdef(indexrelid) FROM t JOIN pg_index ON indrelid = t.oid
            UNION ALL SELECT own, 'publication', pubname FROM t JOIN pg_publication_rel ON prrelid = t.oid JOIN pg_publication p ON p.oid = prpubid
            UNION ALL SELECT own, 'trigger', format('%s %s', tgenabled, pg_get_triggerdef(g.oid)) FROM t JOIN pg_trigger g ON tgrelid = t.oid AND NOT tgisinternal
            UNION ALL SELECT own, 'comment', obj_description(oid, 'pg_class') FROM t
            UNION ALL SELECT own, 'comment', format('%s: %s', attname, col_description(attrelid, attnum)) FROM t JOIN pg_attribute ON attrelid = t.oid AND attnum > 0 AND NOT attisdropped
            UNION ALL SELECT own, 'statistics', pg_get_statisticsobjdef(s.oid) FROM t JOIN pg_statistic_ext s ON stxrelid = t.oid
            UNION ALL SELECT DISTINCT own, 'view', format('%s: %s', ev_class::regclass, pg_get_viewdef(ev_class)) FROM t JOIN pg_depend ON refobjid = t.oid AND classid = 'pg_rewrite'::regclass JOIN pg_rewrite r ON r.oid = objid
            ORDER BY 1, 2, 3
            """);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. _world.Catalog.Tables.Select(t => t.QualifiedName)] });
        await using var reader = await command.ExecuteReaderAsync();
        var all = new List<(string, string, string)>();
        while (await reader.ReadAsync()) all.Add((reader.GetString(0), reader.GetString(1), reader.GetString(2)));
        return all;
    }

    /// <summary>Drops all objects and the generations that have them.</summary>
    public async ValueTask DisposeAsync()
    {
        await _world.ExecuteAsync("DROP SCHEMA IF EXISTS laws_people CASCADE; DROP PUBLICATION IF EXISTS laws_people");
        await _world.ReleaseAllAsync();
        foreach (var table in _world.Catalog.Tables)
        {
            var (own, name) = (SqlNames.Of(table), $"{SqlNames.Quote(table.Module)}.{SqlNames.Quote($"people_{table.Name}")}");
            await _world.ExecuteAsync($"""
                DROP STATISTICS IF EXISTS {name}; DROP INDEX IF EXISTS {name}; DROP POLICY IF EXISTS people ON {own}; ALTER TABLE {own} DISABLE ROW LEVEL SECURITY;
                COMMENT ON TABLE {own} IS {SqlNames.Literal(table.Description)}
                """);
        }
        await _world.ExecuteAsync($"DROP OWNED BY {_reader}; DROP ROLE {_reader}");
    }
}
