using Npgsql;

namespace EventSourced.Servers.Postgres;

/// <summary>The roles of a private server. The product does not connect as the superuser, which only creates these roles and logins for people.</summary>
internal static class PostgresRoles
{
    public const string Owner = "eventsourced_owner";
    public const string Api = "eventsourced_api";
    public const string Reader = "eventsourced_reader";

    /// <summary>
    /// Creates the roles and transfers the database to its owner, with all objects that an older version created as superuser. Owner and API bypass row-level security,
    /// because policies that users add to tables are meant for readers.
    /// </summary>
    /// <param name="connection">The superuser, in the database.</param>
    /// <param name="database">Name of the database.</param>
    /// <param name="password">The password of a role.</param>
    /// <param name="cancellation">Stops.</param>
    public static async Task ApplyAsync(NpgsqlConnection connection, string database, Func<string, string> password, CancellationToken cancellation)
    {
        await ExecuteAsync(connection, $"""
            {Role(Owner, $"BYPASSRLS PASSWORD '{password(Owner)}'")}
            {Role(Api, $"BYPASSRLS PASSWORD '{password(Api)}'")}
            {Role(Reader, $"PASSWORD '{password(Reader)}'")}
            ALTER ROLE {Reader} SET default_transaction_read_only = on;
            ALTER DATABASE {database} OWNER TO {Owner};
            """, cancellation);
        // The superuser is pinned by the system catalogs, so REASSIGN OWNED does not work for it.
        await ExecuteAsync(connection, $"""
            DO $$
            DECLARE statement text;
            BEGIN
                IF NOT EXISTS (SELECT FROM pg_namespace WHERE nspname = 'log' AND nspowner = current_user::regrole) THEN RETURN; END IF;
                FOR statement IN
                    WITH ours AS (SELECT oid, nspname FROM pg_namespace
                                  WHERE nspowner = current_user::regrole AND nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'public'))
                    SELECT format('ALTER %s %I.%I OWNER TO {Owner}',
                                  CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE' WHEN 'f' THEN 'FOREIGN TABLE' ELSE 'TABLE' END, o.nspname, c.relname)
                    FROM pg_class c JOIN ours o ON o.oid = c.relnamespace
                    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND c.relowner = current_user::regrole
                      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND (d.deptype IN ('a', 'i') AND c.relkind = 'S' OR d.deptype = 'e'))
                    UNION ALL
                    SELECT format('ALTER ROUTINE %s OWNER TO {Owner}', p.oid::regprocedure)
                    FROM pg_proc p JOIN ours o ON o.oid = p.pronamespace
                    WHERE p.proowner = current_user::regrole AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
                    UNION ALL
                    -- Last, because the owner of the schemas shows whether this is done.
                    SELECT format('ALTER SCHEMA %I OWNER TO {Owner}', nspname) FROM ours
                LOOP
                    EXECUTE statement;
                END LOOP;
            END
            $$;
            """, cancellation);
    }

    private static string Role(string name, string options) => $"""
        DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{name}') THEN CREATE ROLE {name}; END IF; END $$;
        ALTER ROLE {name} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION {options};
        """;

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
