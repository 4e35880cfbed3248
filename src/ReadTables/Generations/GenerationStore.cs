using System.Security.Cryptography;
using System.Text;
using EventSourced.ReadTables.Operations;
using EventSourced.ReadTables.Query;
using EventSourced.ReadTables.Runtime;
using EventSourced.ReadTables.Schema;
using Npgsql;

namespace EventSourced.ReadTables.Generations;

/// <summary>A generation of a table.</summary>
/// <param name="Table">Qualified name.</param>
/// <param name="Number">Number, from 1.</param>
/// <param name="State"><c>live</c>, <c>building</c>, or <c>previous</c> for one that was replaced and is kept.</param>
/// <param name="Schema">Where its rows are.</param>
/// <param name="Position">Position of the log that it reached.</param>
/// <param name="Current">Whether the definition of this build made it.</param>
/// <param name="Bytes">What it takes on disk, with its indexes.</param>
/// <param name="ChangedAt">When it came into this state.</param>
public sealed record Generation(string Table, int Number, string State, string Schema, long Position, bool Current, long Bytes, DateTimeOffset ChangedAt);

/// <summary>The generations of read tables: lists, rolls back, releases.</summary>
/// <param name="source">The database.</param>
/// <param name="catalog">The tables.</param>
public sealed class GenerationStore(NpgsqlDataSource source, ReadTableCatalog catalog)
{
    /// <summary>All generations, by table and number.</summary>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<IReadOnlyList<Generation>> ListAsync(CancellationToken cancellationToken = default)
    {
        await using var command = source.CreateCommand(
            """
            SELECT g.table_name, g.generation, g.state, g.schema_name, g.position, g.fingerprint, g.changed_at,
                   coalesce(pg_total_relation_size(to_regclass(quote_ident(g.schema_name) || '.' || quote_ident(split_part(g.table_name, '.', 2)))), 0)
            FROM (SELECT table_name, generation, 'live' AS state, split_part(table_name, '.', 1) AS schema_name, position, fingerprint, updated_at AS changed_at FROM es.read_tables
                  UNION ALL SELECT table_name, generation, state, schema_name, position, fingerprint, changed_at FROM es.generations) g
            ORDER BY g.table_name, g.generation
            """);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var all = new List<Generation>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var name = reader.GetString(0);
            all.Add(new(name, reader.GetInt32(1), reader.GetString(2), reader.GetString(3), reader.GetInt64(4),
                catalog.Find(name)?.Fingerprint == reader.GetString(5), reader.GetInt64(7), reader.GetFieldValue<DateTimeOffset>(6)));
        }
        return all;
    }

    /// <summary>Takes the last swap of a table, and of those that move with it, back: the previous generation is live again and catches up from where it stood.</summary>
    /// <param name="table">The table.</param>
    /// <param name="lockTimeout">How long to make readers wait at a time.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="QueryException">No previous generation is kept, it holds an event that was skipped since, or something that people made on the live one cannot be carried over.</exception>
    public async Task RollbackAsync(TableDefinition table, TimeSpan lockTimeout, CancellationToken cancellationToken = default)
    {
        var family = catalog.FamilyOf(table);
        await Swap.RetryAsync(source, PrepareAsync, async connection =>
        {
            var live = await TableCheckpoint.ReadAsync(connection, family, forUpdate: true, cancellationToken);
            await Swap.ExchangeAsync(connection, live, await PreviousAsync(connection), lockTimeout, cancellationToken);
        }, cancellationToken);
        await AttributeCarry.AnalyzeAsync(source, family, cancellationToken);

        // An index that was made since the swap is built here, while readers go on.
        async Task PrepareAsync()
        {
            await using var connection = await source.OpenConnectionAsync(cancellationToken);
            await AttributeCarry.PrepareAsync(source, await PreviousAsync(connection), TableAttribute.Slow, cancellationToken);
        }

        async Task<IReadOnlyList<Aside>> PreviousAsync(NpgsqlConnection connection)
        {
            var previous = new List<Aside>();
            foreach (var member in family)
            {
                var last = await Aside.FindAsync(connection, member, "state = 'previous' ORDER BY changed_at DESC, generation DESC LIMIT 1", cancellationToken)
                    ?? throw new QueryException(409, "no_previous_generation", $"{member.QualifiedName} has no previous generation: it was released, or there never was one.");
                previous.Add(last.Skipped is not { } skipped ? last : throw new QueryException(409, "generation_has_skipped_event",
                    $"Generation {last.Generation} of {member.QualifiedName} holds rows of the event at position {skipped}, which was skipped after the table had left this generation. "
                    + $"The live table is unchanged. Build it anew: es rebuild {member.QualifiedName}."));
            }
            return previous;
        }
    }

    /// <summary>Drops the previous generations of a table, and of those that move with it.</summary>
    /// <param name="table">The table.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>How many were dropped.</returns>
    public async Task<int> ReleaseAsync(TableDefinition table, CancellationToken cancellationToken = default)
    {
        var dropped = 0;
        foreach (var member in catalog.FamilyOf(table))
        {
            await using var connection = await source.OpenConnectionAsync(cancellationToken);
            // Also what a rebuild that has ended could not take away.
            while (await Aside.FindAsync(connection, member,
                "(state = 'previous' OR NOT EXISTS (SELECT FROM es.operations o WHERE o.id = operation AND o.state IN ('queued', 'running'))) ORDER BY generation LIMIT 1", cancellationToken) is { } aside)
            {
                await aside.DropAsync(connection, cancellationToken);
                dropped++;
            }
        }
        return dropped;
    }
}

/// <summary>A generation that is not live.</summary>
/// <param name="Table">The table.</param>
/// <param name="Generation">Its number.</param>
/// <param name="Schema">Where its rows are.</param>
/// <param name="Fingerprint">The definition that built it.</param>
/// <param name="Position">Position of the log that its rows stand at.</param>
/// <param name="State"><c>building</c> or <c>previous</c>.</param>
/// <param name="Skipped">Position of an event that its rows hold and that was skipped since, or null.</param>
internal sealed record Aside(TableDefinition Table, int Generation, string Schema, string Fingerprint, long Position, string State, long? Skipped = null)
{
    public const string Building = "building";

    /// <summary>Schema of a generation: its table keeps its name there, and so do its indexes.</summary>
    public static string SchemaOf(TableDefinition table, int generation)
    {
        var name = $"gen{generation}_{table.Module}_{table.Name}";
        // PostgreSQL cuts names at 63 bytes.
        return name.Length <= 63 ? name : $"{name[..54]}_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..8]}";
    }

    /// <summary>The schema for a generation; another name when somebody else has made one of that name.</summary>
    public static async Task<string> FreeSchemaAsync(NpgsqlConnection connection, TableDefinition table, int generation, CancellationToken cancellationToken)
    {
        var first = SchemaOf(table, generation);
        var name = first;
        for (var i = 2; await OwnSchema.ExistsAsync(connection, name, cancellationToken); i++) name = $"{first[..Math.Min(first.Length, 58)]}_{i}";
        return name;
    }

    public static async Task<Aside?> FindAsync(NpgsqlConnection connection, TableDefinition table, string condition, CancellationToken cancellationToken, params object[] values)
    {
        await using var command = new NpgsqlCommand($"SELECT generation, schema_name, fingerprint, position, state, skipped FROM es.generations WHERE table_name = $1 AND {condition}", connection)
        {
            Parameters = { new() { Value = table.QualifiedName } },
        };
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? new(table, reader.GetInt32(0), reader.GetString(1), reader.GetString(2), reader.GetInt64(3), reader.GetString(4), reader.IsDBNull(5) ? null : reader.GetInt64(5)) : null;
    }

    /// <summary>Takes the number of the next generation for a build. No number is given twice: what somebody remembers of a generation is never said of another.</summary>
    public static async Task<Aside> CreateAsync(NpgsqlConnection connection, TableDefinition table, Guid operation, CancellationToken cancellationToken)
    {
        await using var next = new NpgsqlCommand(
            """
            INSERT INTO es.generation_numbers AS n (table_name, last)
            SELECT table_name, greatest(generation, coalesce((SELECT max(generation) FROM es.generations WHERE table_name = $1), 0)) + 1
            FROM es.read_tables WHERE table_name = $1
            ON CONFLICT (table_name) DO UPDATE SET last = greatest(n.last + 1, EXCLUDED.last)
            RETURNING last
            """, connection)
        { Parameters = { new() { Value = table.QualifiedName } } };
        var number = (int)(await next.ExecuteScalarAsync(cancellationToken) ?? throw TableStates.NotBuilt(table));
        var aside = new Aside(table, number, await FreeSchemaAsync(connection, table, number, cancellationToken), table.Fingerprint, 0, Building);
        await OwnSchema.CreateAsync(connection, aside.Schema, cancellationToken);
        await using var insert = new NpgsqlCommand(
            "INSERT INTO es.generations (table_name, generation, schema_name, fingerprint, state, position, operation) VALUES ($1, $2, $3, $4, 'building', 0, $5)", connection)
        {
            Parameters = { new() { Value = table.QualifiedName }, new() { Value = number }, new() { Value = aside.Schema }, new() { Value = aside.Fingerprint }, new() { Value = operation } },
        };
        await insert.ExecuteNonQueryAsync(cancellationToken);
        return aside;
    }

    /// <summary>Drops its rows, then forgets it: killed in between, it is found again.</summary>
    public async Task DropAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await DropPoliciesOfOthersAsync(connection, cancellationToken);
        await OwnSchema.DropTableAsync(connection, Table, Schema, $"Generation {Generation} of {Table.QualifiedName}", cancellationToken);
        await OwnSchema.DropIfEmptyAsync(connection, Schema, cancellationToken);
        await using var forget = new NpgsqlCommand("DELETE FROM es.generations WHERE table_name = $1 AND generation = $2", connection)
        {
            Parameters = { new() { Value = Table.QualifiedName }, new() { Value = Generation } },
        };
        await forget.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Policies of other kept generations that read this one: nobody reads those tables through them, and two that read each other could never be dropped.</summary>
    private async Task DropPoliciesOfOthersAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        List<string> drops = [];
        await using (var command = new NpgsqlCommand(
            """
            SELECT DISTINCT format('DROP POLICY %I ON %I.%I', p.polname, n.nspname, c.relname)
            FROM pg_depend d JOIN pg_policy p ON d.classid = 'pg_policy'::regclass AND p.oid = d.objid
            JOIN pg_class c ON c.oid = p.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            JOIN es.generations g ON g.schema_name = n.nspname AND split_part(g.table_name, '.', 2) = c.relname AND g.state = 'previous'
            WHERE d.refclassid = 'pg_class'::regclass AND d.refobjid = to_regclass($1) AND p.polrelid <> d.refobjid
            """, connection)
        { Parameters = { new() { Value = SqlNames.Of(Table, Schema) } } })
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken)) drops.Add(reader.GetString(0));
        }
        foreach (var drop in drops)
        {
            await using var command = new NpgsqlCommand(drop, connection);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
