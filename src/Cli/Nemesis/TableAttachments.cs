using Npgsql;

namespace EventSourced.Cli.Nemesis;

/// <summary>
/// Adds to every table what users may add: a grant to a role, an index, a trigger, row-level security with a policy; and a schema that is named like a replay's.
/// All of it must survive rebuilds, rollbacks and replays.
/// </summary>
internal sealed class TableAttachments(NpgsqlDataSource database, IReadOnlyList<string> tables)
{
    /// <summary>The name of a replay whose schemas already exist, with a user's tables.</summary>
    public const string StrangersName = "strangers";
    private const string Role = "nemesis_reader";
    private readonly IReadOnlyList<string> _strangers = [.. tables.Select(t => $"{StrangersName}_{t.Split('.')[0]}").Distinct()];

    public async Task AddAsync(CancellationToken cancellation)
    {
        await ExecuteAsync($"""
            create role {Role};
            create schema nemesis_attachments;
            grant usage on schema nemesis_attachments to public;
            create function nemesis_attachments.nothing() returns trigger language plpgsql as $$ begin return null; end $$;
            """, cancellation);
        foreach (var table in tables)
        {
            await ExecuteAsync($"""
                grant select on {table} to {Role};
                create index nemesis_extra_{table.Replace('.', '_')} on {table} ((1)) where false;
                create trigger nemesis_nothing after truncate on {table} for each statement execute function nemesis_attachments.nothing();
                alter table {table} enable row level security;
                create policy nemesis_all on {table} to public using (true);
                """, cancellation);
        }
        foreach (var schema in _strangers) await ExecuteAsync($"create schema {schema}; create table {schema}.precious (x int)", cancellation);
    }

    /// <summary>What is missing.</summary>
    public async Task<IReadOnlyList<string>> MissingAsync(CancellationToken cancellation)
    {
        var missing = new List<string>();
        foreach (var table in tables)
        {
            await using var command = database.CreateCommand($"""
                select has_table_privilege('{Role}', c.oid, 'SELECT'),
                       exists (select from pg_index i join pg_class x on x.oid = i.indexrelid where i.indrelid = c.oid and i.indisvalid and x.relname = $2),
                       exists (select from pg_trigger t where t.tgrelid = c.oid and t.tgname = 'nemesis_nothing'),
                       c.relrowsecurity,
                       exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'nemesis_all')
                from pg_class c where c.oid = $1::regclass
                """);
            command.Parameters.AddWithValue(table);
            command.Parameters.AddWithValue($"nemesis_extra_{table.Replace('.', '_')}");
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            await reader.ReadAsync(cancellation);
            string[] names = ["the grant", "the index", "the trigger", "row security", "the policy"];
            missing.AddRange(names.Where((_, i) => !reader.GetBoolean(i)).Select(name => $"{name} of {table} is gone"));
        }
        foreach (var schema in _strangers)
        {
            await using var command = database.CreateCommand("select to_regclass($1) is null");
            command.Parameters.AddWithValue($"{schema}.precious");
            if (await command.ExecuteScalarAsync(cancellation) is true) missing.Add($"the table {schema}.precious of a stranger is gone");
        }
        return missing;
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
