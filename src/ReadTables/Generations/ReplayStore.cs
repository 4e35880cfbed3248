using EventSourced.ReadTables.Operations;
using EventSourced.ReadTables.Query;
using Npgsql;

namespace EventSourced.ReadTables.Generations;

/// <summary>Read tables as they were.</summary>
/// <param name="Name">What they are asked for by.</param>
/// <param name="Position">Position of the log that they stand at.</param>
/// <param name="Tables">Qualified names.</param>
/// <param name="Operation">The work that built them.</param>
/// <param name="Ready">Whether they are complete.</param>
/// <param name="CreatedAt">When they were asked for.</param>
/// <param name="ExpiresAt">When they will be dropped.</param>
public sealed record ReplayInfo(string Name, long Position, IReadOnlyList<string> Tables, Guid Operation, bool Ready, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt);

/// <summary>The replays there are.</summary>
/// <param name="source">The database.</param>
/// <param name="catalog">The tables.</param>
public sealed class ReplayStore(NpgsqlDataSource source, ReadTableCatalog catalog)
{
    /// <summary>All of them, the oldest first.</summary>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<IReadOnlyList<ReplayInfo>> ListAsync(CancellationToken cancellationToken = default)
    {
        await using var command = source.CreateCommand("SELECT name, position, tables, operation, ready, created_at, expires_at FROM es.replays ORDER BY created_at, name");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var all = new List<ReplayInfo>();
        while (await reader.ReadAsync(cancellationToken))
        {
            all.Add(new(reader.GetString(0), reader.GetInt64(1), reader.GetFieldValue<string[]>(2), reader.GetGuid(3), reader.GetBoolean(4),
                reader.GetFieldValue<DateTimeOffset>(5), reader.GetFieldValue<DateTimeOffset>(6)));
        }
        return all;
    }

    /// <summary>Drops a replay. What people made in its schemas stays.</summary>
    /// <param name="name">Which.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>False when there is none.</returns>
    /// <exception cref="QueryException">Something that people made depends on its tables.</exception>
    public Task<bool> DropAsync(string name, CancellationToken cancellationToken = default) => DropAsync(name, null, cancellationToken);

    /// <summary>Drops a replay if this very work was to build it: another of the same name is left alone.</summary>
    internal async Task<bool> DropAsync(string name, Guid? operation, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        // Its build, should it still run, finds itself cancelled at its next write.
        await using var forget = new NpgsqlCommand(
            """
            WITH gone AS (DELETE FROM es.replays WHERE name = $1 AND operation = coalesce($2, operation) RETURNING operation, schemas),
                 cancelled AS (UPDATE es.operations o SET cancel = true FROM gone WHERE o.id = gone.operation AND state IN ('queued', 'running'))
            SELECT schemas FROM gone
            """, connection)
        {
            Parameters = { new() { Value = name }, new() { Value = (object?)operation ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid } },
        };
        if (await forget.ExecuteScalarAsync(cancellationToken) is not string[] schemas) return false;
        foreach (var table in catalog.Tables.Where(t => schemas.Contains(ReplayNames.SchemaOf(name, t.Module))))
            await OwnSchema.DropTableAsync(connection, table, ReplayNames.SchemaOf(name, table.Module), $"{table.QualifiedName} of the replay {name}", cancellationToken);
        foreach (var schema in schemas) await OwnSchema.DropIfEmptyAsync(connection, schema, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>Creates the schemas of a replay and notes them, so that no other is ever dropped with it. Those that its work created before stay.</summary>
    /// <exception cref="QueryException">A schema is there already, and belongs to somebody else.</exception>
    /// <exception cref="OperationCancelledException">The replay was dropped.</exception>
    internal async Task CreateSchemasAsync(string name, Guid operation, IEnumerable<string> modules, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var find = new NpgsqlCommand("SELECT schemas FROM es.replays WHERE name = $1 AND operation = $2 FOR UPDATE", connection)
        {
            Parameters = { new() { Value = name }, new() { Value = operation } },
        };
        if (await find.ExecuteScalarAsync(cancellationToken) is not string[] noted) throw new OperationCancelledException(operation);
        string[] schemas = [.. modules.Select(module => ReplayNames.SchemaOf(name, module)).Distinct()];
        foreach (var schema in schemas.Except(noted)) await OwnSchema.CreateAsync(connection, schema, cancellationToken);
        await using var note = new NpgsqlCommand("UPDATE es.replays SET schemas = $2 WHERE name = $1", connection)
        {
            Parameters = { new() { Value = name }, new() { Value = noted.Union(schemas).ToArray() } },
        };
        await note.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Drops those whose time is over.</summary>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>Their names.</returns>
    public async Task<IReadOnlyList<string>> DropExpiredAsync(CancellationToken cancellationToken = default)
    {
        List<string> expired = [];
        await using (var command = source.CreateCommand("SELECT name FROM es.replays WHERE expires_at < now()"))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken)) expired.Add(reader.GetString(0));
        }
        List<string> dropped = [];
        foreach (var name in expired)
        {
            try
            {
                if (await DropAsync(name, cancellationToken)) dropped.Add(name);
            }
            catch (QueryException)
            {
                // Somebody's view reads it: it stays, and `replays/kept` shows that its time is over.
            }
        }
        return dropped;
    }

    internal async Task ReadyAsync(string name, Guid operation, string[] tables, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("UPDATE es.replays SET ready = true, tables = $2 WHERE name = $1 AND operation = $3");
        command.Parameters.AddWithValue(name);
        command.Parameters.AddWithValue(tables);
        command.Parameters.AddWithValue(operation);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
