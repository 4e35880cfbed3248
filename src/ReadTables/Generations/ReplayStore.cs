using EventSourced.ReadTables.Operations;
using EventSourced.ReadTables.Query;
using Npgsql;

namespace EventSourced.ReadTables.Generations;

/// <summary>A replay: read tables as of a position of the log.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Position">The position.</param>
/// <param name="Tables">Qualified names.</param>
/// <param name="Operation">The operation that builds it.</param>
/// <param name="Ready">Whether it is complete.</param>
/// <param name="CreatedAt">When it was requested.</param>
/// <param name="ExpiresAt">When it will be dropped.</param>
public sealed record ReplayInfo(string Name, long Position, IReadOnlyList<string> Tables, Guid Operation, bool Ready, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt);

/// <summary>Lists and drops replays.</summary>
/// <param name="source">The database.</param>
/// <param name="catalog">The tables.</param>
public sealed class ReplayStore(NpgsqlDataSource source, ReadTableCatalog catalog)
{
    /// <summary>All replays, the oldest first.</summary>
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

    /// <summary>Drops a replay. Objects that users created in its schemas are kept.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>False when there is none.</returns>
    /// <exception cref="QueryException">Objects of users depend on its tables.</exception>
    public Task<bool> DropAsync(string name, CancellationToken cancellationToken = default) => DropAsync(name, null, cancellationToken);

    /// <summary>Drops a replay only if this operation builds it, not another replay of the same name.</summary>
    internal async Task<bool> DropAsync(string name, Guid? operation, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        // If its build still runs, it is cancelled at its next write.
        await using var forget = new NpgsqlCommand(
            """
            WITH dropped AS (DELETE FROM es.replays WHERE name = $1 AND operation = coalesce($2, operation) RETURNING operation, schemas),
                 cancelled AS (UPDATE es.operations o SET cancel = true FROM dropped WHERE o.id = dropped.operation AND state IN ('queued', 'running'))
            SELECT schemas FROM dropped
            """, connection)
        {
            Parameters = { new() { Value = name }, new() { Value = (object?)operation ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid } },
        };
        if (await forget.ExecuteScalarAsync(cancellationToken) is not string[] schemas) return false;
        foreach (var table in catalog.Tables.Where(t => schemas.Contains(ReplayNames.SchemaOf(name, t.Module))))
            await EngineSchema.DropTableAsync(connection, table, ReplayNames.SchemaOf(name, table.Module), $"{table.QualifiedName} of the replay {name}", cancellationToken);
        foreach (var schema in schemas) await EngineSchema.DropIfEmptyAsync(connection, schema, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>Creates the schemas of a replay and records them, so that no other schema is dropped with it. It keeps those that its operation created before.</summary>
    /// <exception cref="QueryException">A schema exists already, and does not belong to the replay.</exception>
    /// <exception cref="OperationCancelledException">The replay was dropped.</exception>
    internal async Task CreateSchemasAsync(string name, Guid operation, IEnumerable<string> modules, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var find = new NpgsqlCommand("SELECT schemas FROM es.replays WHERE name = $1 AND operation = $2 FOR UPDATE", connection)
        {
            Parameters = { new() { Value = name }, new() { Value = operation } },
        };
        if (await find.ExecuteScalarAsync(cancellationToken) is not string[] recorded) throw new OperationCancelledException(operation);
        string[] schemas = [.. modules.Select(module => ReplayNames.SchemaOf(name, module)).Distinct()];
        foreach (var schema in schemas.Except(recorded)) await EngineSchema.CreateAsync(connection, schema, cancellationToken);
        await using var item = new NpgsqlCommand("UPDATE es.replays SET schemas = $2 WHERE name = $1", connection)
        {
            Parameters = { new() { Value = name }, new() { Value = recorded.Union(schemas).ToArray() } },
        };
        await item.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Drops expired replays.</summary>
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
                // A user's view depends on it: it is kept, and `replays/kept` shows that it has expired.
            }
        }
        return dropped;
    }

    internal async Task CompleteAsync(string name, Guid operation, string[] tables, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("UPDATE es.replays SET ready = true, tables = $2 WHERE name = $1 AND operation = $3");
        command.Parameters.AddWithValue(name);
        command.Parameters.AddWithValue(tables);
        command.Parameters.AddWithValue(operation);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
