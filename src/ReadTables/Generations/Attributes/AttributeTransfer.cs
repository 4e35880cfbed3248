using EventSourced.EventStore;
using EventSourced.ReadTables.Query;
using EventSourced.ReadTables.Runtime;
using EventSourced.ReadTables.Schema;
using Npgsql;

namespace EventSourced.ReadTables.Generations.Attributes;

/// <summary>
/// Transfers what users created on live tables to the tables that replace them: owner, privileges, policies, triggers, indexes, constraints, publications,
/// comments, statistics and the like, and the views and other objects that depend on the tables. All of it is read from the system catalogs. Slow changes
/// are made before the swap and checked again under its lock. What cannot be transferred refuses the swap.
/// </summary>
internal sealed class AttributeTransfer
{
    /// <summary>Code of a refusal.</summary>
    public const string Refused = "not_carried";

    // Some statements undo others, such as a REVOKE the privileges of columns: another pass adds what is missing then.
    private const int MaxPasses = 3;

    private readonly NpgsqlConnection _connection;
    private readonly IReadOnlyList<TransferredTable> _tables;

    private AttributeTransfer(NpgsqlConnection connection, IReadOnlyList<TransferredTable> tables) => (_connection, _tables) = (connection, tables);

    /// <summary>Makes the slow changes to tables that will replace the live ones.</summary>
    /// <param name="source">The database.</param>
    /// <param name="next">The tables.</param>
    /// <param name="upTo">The last stage: storage only, or all slow changes.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="QueryException">Something cannot be transferred.</exception>
    public static async Task PrepareAsync(NpgsqlDataSource source, IReadOnlyList<InactiveGeneration> next, int upTo, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        foreach (var generation in next)
        {
            for (var pass = 1; ; pass++)
            {
                TransferredTable table;
                IReadOnlyList<(TableAttribute, string)> changes;
                await using (var reading = await connection.BeginTransactionAsync(cancellationToken))
                {
                    await EmptySearchPathAsync(connection, cancellationToken);
                    table = await ReadAsync(connection, generation, cancellationToken);
                    changes = UserAttributes.Changes(table.Wanted, table.NextNow, table.NextMade, upTo);
                }
                if (changes.Count == 0) break;
                if (pass > MaxPasses) throw Refusal(generation.Table, changes);
                await ExecuteAllAsync(connection, table, changes, generation.Schema, cancellationToken);
            }
        }
    }

    /// <summary>Reads the attributes of the live tables, under the lock of a swap.</summary>
    /// <param name="connection">In the transaction of the swap.</param>
    /// <param name="next">The tables that will replace them.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="QueryException">Something cannot be transferred.</exception>
    /// <exception cref="SwapRetryException">A slow change is missing: a user made it after the preparation.</exception>
    public static async Task<AttributeTransfer> CaptureAsync(NpgsqlConnection connection, IReadOnlyList<InactiveGeneration> next, CancellationToken cancellationToken)
    {
        await EmptySearchPathAsync(connection, cancellationToken);
        var tables = new List<TransferredTable>();
        foreach (var generation in next)
        {
            var table = await ReadAsync(connection, generation, cancellationToken);
            if (UserAttributes.Changes(table.Wanted, table.NextNow, table.NextMade, TableAttribute.Slow).Count > 0) throw new SwapRetryException();
            tables.Add(table);
        }
        return new AttributeTransfer(connection, tables);
    }

    /// <summary>Removes from the live tables what only one generation can have. Call it before the tables move.</summary>
    public async Task ReleaseAsync(CancellationToken cancellationToken)
    {
        foreach (var table in _tables)
            await ExecuteAllAsync(_connection, table, [.. table.Live.Where(a => a.IsExclusive).Select(a => (a, a.Drop!))], table.Next.Table.Module, cancellationToken);
    }

    /// <summary>Makes the remaining changes to the new live tables, and rebinds the objects that depended on the old ones. Call it after the tables moved.</summary>
    /// <param name="live">The checkpoints before the swap.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task ApplyAsync(IReadOnlyList<TableCheckpoint> live, CancellationToken cancellationToken)
    {
        foreach (var table in _tables)
        {
            for (var pass = 1; ; pass++)
            {
                var changes = UserAttributes.Changes(table.Wanted, await RowsAsync(_connection, TableAttribute.Query(table.NextOid, table.NextColumns), TableAttribute.Of, cancellationToken), table.NextMade, TableAttribute.All);
                if (changes.Count == 0) break;
                if (pass > MaxPasses) throw Refusal(table.Next.Table, changes);
                await ExecuteAllAsync(_connection, table, changes, table.Next.Table.Module, cancellationToken);
            }
        }
        foreach (var table in _tables)
        {
            foreach (var (what, make) in table.Dependents) await RebindAsync(_connection, table.Next.Table, what, make!, cancellationToken);
            await RecordAsync(table, live.First(l => l.Table == table.Next.Table.QualifiedName).Generation, cancellationToken);
            // GRANT and REVOKE do not lock the table: retry if one was executed since the privileges were read. Later ones wait for the moved catalog row.
            var privileges = await RowsAsync(_connection, AttributeSql.Query(AttributeSql.Privileges, table.LiveOid), row => row.GetString(0), cancellationToken);
            if (privileges[0] != table.LivePrivileges) throw new SwapRetryException();
        }
    }

    /// <summary>Analyses tables with extended statistics, which are empty after their creation.</summary>
    public static async Task AnalyzeAsync(NpgsqlDataSource source, IEnumerable<TableDefinition> tables, CancellationToken cancellationToken)
    {
        foreach (var table in tables)
        {
            await using var command = source.CreateCommand("SELECT EXISTS (SELECT FROM pg_statistic_ext WHERE stxrelid = $1::regclass)");
            command.Parameters.Add(new() { Value = SqlNames.Of(table) });
            if (await command.ExecuteScalarAsync(cancellationToken) is not true) continue;
            await using var analyze = source.CreateCommand($"ANALYZE {SqlNames.Of(table)}");
            analyze.CommandTimeout = 0;
            await analyze.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private async Task RecordAsync(TransferredTable table, int kept, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "UPDATE es.read_tables SET made = $2::text::jsonb WHERE table_name = $1", _connection)
        {
            Parameters = { new() { Value = table.Next.Table.QualifiedName }, new() { Value = (object?)table.NextMade?.ToJson() ?? DBNull.Value } },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
        await using var previous = new NpgsqlCommand("UPDATE es.generations SET made = $3::text::jsonb WHERE table_name = $1 AND generation = $2", _connection)
        {
            Parameters = { new() { Value = table.Next.Table.QualifiedName }, new() { Value = kept }, new() { Value = (object?)table.LiveMade?.ToJson() ?? DBNull.Value } },
        };
        await previous.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<TransferredTable> ReadAsync(NpgsqlConnection connection, InactiveGeneration next, CancellationToken cancellationToken)
    {
        var (liveOid, live) = await ShapeAsync(connection, next.Table, next.Table.Module, cancellationToken);
        var (nextOid, columns) = await ShapeAsync(connection, next.Table, next.Schema, cancellationToken);
        var liveMade = await DefinitionSnapshot.OfLiveAsync(connection, next.Table, cancellationToken);
        var nextMade = await DefinitionSnapshot.OfAsync(connection, next.Table, next.Generation, cancellationToken);
        string[] names = [.. columns.Keys];
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                TableAttribute.Query(liveOid, names),
                TableAttribute.Query(nextOid, names),
                AttributeSql.Query(AttributeSql.Dependents, liveOid),
                AttributeSql.Query(AttributeSql.OnOtherColumns, liveOid, names),
                AttributeSql.Query(AttributeSql.Privileges, liveOid),
            },
        };
        await ServerSessions.PrepareAsync(batch);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var attributes = await RowsAsync(reader, TableAttribute.Of, cancellationToken);
        var nextNow = await RowsAsync(reader, TableAttribute.Of, cancellationToken);
        var dependents = await RowsAsync(reader, row => (What: row.GetString(0), Make: row.IsDBNull(1) ? null : row.GetString(1)), cancellationToken);
        var others = await RowsAsync(reader, row => (What: row.GetString(0), Index: row.GetString(1), Column: row.GetString(2)), cancellationToken);
        var privileges = await RowsAsync(reader, row => row.GetString(0), cancellationToken);
        List<string> faults =
        [
            .. ChangedColumns(live, columns, liveMade, nextMade),
            .. dependents.Where(d => d.Make is null).Select(d => $"{d.What} depends on the table and cannot be rebound: drop it, and create it again afterwards."),
            .. others.Where(o => liveMade?.Indexes.ContainsKey(o.Index) != true && !o.What.StartsWith($"policy {TenantPolicy.Name} on ", StringComparison.Ordinal))
                .Select(o => $"{o.What.Replace("rule _RETURN on ", "", StringComparison.Ordinal)} refers to the column {o.Column}, which the new generation does not have: drop or change it."),
        ];
        if (faults.Count > 0) throw new QueryException(409, Refused, $"Not everything that users created on {next.Table.QualifiedName} can be transferred. {string.Join(" ", faults)}");
        return new TransferredTable(next, liveOid, nextOid, names, liveMade, nextMade, attributes, UserAttributes.Of(attributes, liveMade, nextMade), nextNow, privileges[0], dependents);
    }

    // The rows of the next result.
    private static async Task<List<T>> RowsAsync<T>(NpgsqlDataReader reader, Func<NpgsqlDataReader, T> of, CancellationToken cancellationToken)
    {
        List<T> rows = [];
        while (await reader.ReadAsync(cancellationToken)) rows.Add(of(reader));
        await reader.NextResultAsync(cancellationToken);
        return rows;
    }

    private static async Task<List<T>> RowsAsync<T>(NpgsqlConnection connection, NpgsqlBatchCommand query, Func<NpgsqlDataReader, T> of, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { query } };
        await ServerSessions.PrepareAsync(batch);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        return await RowsAsync(reader, of, cancellationToken);
    }

    private static async Task<(uint Oid, IReadOnlyDictionary<string, string> Columns)> ShapeAsync(NpgsqlConnection connection, TableDefinition table, string schema, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT a.attrelid, a.attname, format_type(a.atttypid, a.atttypmod) || coalesce(' COLLATE ' || o.collname, '')
            FROM pg_attribute a LEFT JOIN pg_collation o ON o.oid = a.attcollation
            WHERE a.attrelid = $1::regclass AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
            """, connection)
        { Parameters = { new() { Value = SqlNames.Of(table, schema) } } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var (oid, columns) = (0u, new Dictionary<string, string>());
        while (await reader.ReadAsync(cancellationToken))
        {
            oid = reader.GetFieldValue<uint>(0);
            columns[reader.GetString(1)] = reader.GetString(2);
        }
        return (oid, columns);
    }

    private static List<string> ChangedColumns(IReadOnlyDictionary<string, string> live, IReadOnlyDictionary<string, string> next, DefinitionSnapshot? liveMade, DefinitionSnapshot? nextMade)
    {
        if (liveMade is null) return [];
        var made = liveMade.Columns.ToDictionary(c => c.Name, c => c.Type);
        return
        [
            .. live.Keys.Where(c => !made.ContainsKey(c)).Select(c => $"Column {c} was added by hand, and no event fills it. Drop it, or move it to a table of your own."),
            .. live.Where(c => made.TryGetValue(c.Key, out var type) && next.TryGetValue(c.Key, out var other) && other != c.Value && nextMade?.Columns.FirstOrDefault(n => n.Name == c.Key)?.Type == type)
                .Select(c => $"Column {c.Key} was changed by hand to {c.Value}, but the definition has {next[c.Key]}. Change it back."),
        ];
    }

    private static QueryException Refusal(TableDefinition table, IReadOnlyList<(TableAttribute Attribute, string)> changes) => new(409, Refused,
        $"Not everything that users created on {table.QualifiedName} can be transferred. These differ on the new generation: {string.Join(", ", changes.Select(c => c.Attribute.Title).Distinct())}. Drop them, and create them again afterwards.");

    private static async Task ExecuteAllAsync(NpgsqlConnection connection, TransferredTable table, IReadOnlyList<(TableAttribute Attribute, string Statements)> changes, string schema, CancellationToken cancellationToken)
    {
        foreach (var (attribute, statements) in changes)
            await ExecuteAsync(connection, table.Next.Table, attribute.Title, TableAttribute.For(statements, table.Next.Table, schema), cancellationToken);
    }

    /// <summary>Sends one statement unparsed: Npgsql would split the body of an SQL function into statements.</summary>
    private static Task RebindAsync(NpgsqlConnection connection, TableDefinition table, string what, string statement, CancellationToken cancellationToken) => RefusedAsync(table, what, async () =>
    {
        await using var batch = new NpgsqlBatch(connection) { Timeout = 0, BatchCommands = { new NpgsqlBatchCommand(statement) } };
        await batch.ExecuteNonQueryAsync(cancellationToken);
    });

    private static Task ExecuteAsync(NpgsqlConnection connection, TableDefinition table, string what, string statements, CancellationToken cancellationToken) => RefusedAsync(table, what, async () =>
    {
        await using var command = new NpgsqlCommand(statements, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    });

    private static async Task RefusedAsync(TableDefinition table, string what, Func<Task> execute)
    {
        try
        {
            await execute();
        }
        catch (PostgresException e) when (Faults.IsTableFault(e))
        {
            throw new QueryException(409, Refused,
                $"Not everything that users created on {table.QualifiedName} can be transferred. {what}: {e.MessageText}. {(e.Detail is { } detail ? $"{detail} " : "")}Drop or change it, and create it again afterwards.");
        }
    }

    // The queries are long: planning takes several times as long as executing them, and the plans are the same for all tables.
    private static async Task EmptySearchPathAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SET LOCAL search_path = ''; SET LOCAL plan_cache_mode = force_generic_plan", connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>A table that will replace a live one, with the attributes that it needs and those that it had when it was read.</summary>
    private sealed record TransferredTable(
        InactiveGeneration Next, uint LiveOid, uint NextOid, string[] NextColumns, DefinitionSnapshot? LiveMade, DefinitionSnapshot? NextMade,
        IReadOnlyList<TableAttribute> Live, IReadOnlyList<TableAttribute> Wanted, IReadOnlyList<TableAttribute> NextNow, string LivePrivileges,
        IReadOnlyList<(string What, string? Make)> Dependents);
}
