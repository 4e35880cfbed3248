using EventSourced.ReadTables.Query;
using EventSourced.ReadTables.Runtime;
using EventSourced.ReadTables.Schema;
using Npgsql;

namespace EventSourced.ReadTables.Generations;

/// <summary>
/// Carries what people made on live tables over to those that take their place: owner, privileges, policies, triggers, indexes, constraints, publications,
/// comments, statistics and the like, and what reads the tables. All of it is read from the system catalogs. What takes long is made before the swap and
/// compared again under its lock; what cannot be carried refuses the swap.
/// </summary>
internal sealed class AttributeCarry
{
    /// <summary>Code of a refusal.</summary>
    public const string Refused = "not_carried";

    // Some statements undo what others made, a revocation the privileges of columns, say: what is missing then is made in another pass.
    private const int MostPasses = 3;

    private readonly NpgsqlConnection _connection;
    private readonly IReadOnlyList<Carried> _tables;

    private AttributeCarry(NpgsqlConnection connection, IReadOnlyList<Carried> tables) => (_connection, _tables) = (connection, tables);

    /// <summary>Makes on tables that are to take the place of the live ones what may take long.</summary>
    /// <param name="source">The database.</param>
    /// <param name="next">The tables.</param>
    /// <param name="upTo">The last stage: what concerns storage only, or everything that takes long.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="QueryException">Something cannot be carried over.</exception>
    public static async Task PrepareAsync(NpgsqlDataSource source, IReadOnlyList<Aside> next, int upTo, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        foreach (var aside in next)
        {
            for (var pass = 1; ; pass++)
            {
                Carried table;
                IReadOnlyList<(TableAttribute, string)> changes;
                await using (var looking = await connection.BeginTransactionAsync(cancellationToken))
                {
                    await EmptySearchPathAsync(connection, cancellationToken);
                    table = await ReadAsync(connection, aside, cancellationToken);
                    changes = PeoplesAttributes.Changes(table.Wanted, await table.NextAttributesAsync(connection, cancellationToken), table.NextMade, upTo);
                }
                if (changes.Count == 0) break;
                if (pass > MostPasses) throw Refusal(aside.Table, changes);
                await MakeAsync(connection, table, changes, aside.Schema, cancellationToken);
            }
        }
    }

    /// <summary>Reads what the live tables have, under the lock of a swap.</summary>
    /// <param name="connection">In the transaction of the swap.</param>
    /// <param name="next">The tables that are to take their place, where they are now.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="QueryException">Something cannot be carried over.</exception>
    /// <exception cref="NotYetException">Something that takes long is not made yet: it came after the preparation.</exception>
    public static async Task<AttributeCarry> CaptureAsync(NpgsqlConnection connection, IReadOnlyList<Aside> next, CancellationToken cancellationToken)
    {
        await EmptySearchPathAsync(connection, cancellationToken);
        var tables = new List<Carried>();
        foreach (var aside in next)
        {
            var table = await ReadAsync(connection, aside, cancellationToken);
            if (PeoplesAttributes.Changes(table.Wanted, await table.NextAttributesAsync(connection, cancellationToken), table.NextMade, TableAttribute.Slow).Count > 0) throw new NotYetException();
            tables.Add(table);
        }
        return new AttributeCarry(connection, tables);
    }

    /// <summary>Takes from the live tables what only one generation can have. Before they move.</summary>
    public async Task ReleaseAsync(CancellationToken cancellationToken)
    {
        foreach (var table in _tables)
            await MakeAsync(_connection, table, [.. table.Live.Where(a => a.IsExclusive).Select(a => (a, a.Drop!))], table.Next.Table.Module, cancellationToken);
    }

    /// <summary>Makes everything on the tables that are live now, and binds to them what read the others. After they moved.</summary>
    /// <param name="live">The checkpoints as they were: of what is now kept.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task ApplyAsync(IReadOnlyList<TableCheckpoint> live, CancellationToken cancellationToken)
    {
        foreach (var table in _tables)
        {
            for (var pass = 1; ; pass++)
            {
                var changes = PeoplesAttributes.Changes(table.Wanted, await table.NextAttributesAsync(_connection, cancellationToken), table.NextMade, TableAttribute.All);
                if (changes.Count == 0) break;
                if (pass > MostPasses) throw Refusal(table.Next.Table, changes);
                await MakeAsync(_connection, table, changes, table.Next.Table.Module, cancellationToken);
            }
        }
        foreach (var table in _tables)
        {
            foreach (var (what, make) in table.Dependents) await BindAsync(_connection, table.Next.Table, what, make!, cancellationToken);
            await RecordAsync(table, live.First(l => l.Table == table.Next.Table.QualifiedName).Generation, cancellationToken);
            // Who grants or revokes takes no lock on the table: once more, if somebody did since its privileges were read. From here on he meets the moved row.
            var now = await TableAttribute.ReadAsync(_connection, table.LiveOid, table.NextColumns, cancellationToken);
            if (Privileges(now) != Privileges(table.Live)) throw new NotYetException();
        }
    }

    /// <summary>Tables with extended statistics, which are empty until the next time they are analysed.</summary>
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

    private static string? Privileges(IReadOnlyList<TableAttribute> attributes) => attributes.FirstOrDefault(a => a.Kind == "privileges")?.Make;

    private async Task RecordAsync(Carried table, int kept, CancellationToken cancellationToken)
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

    private static async Task<Carried> ReadAsync(NpgsqlConnection connection, Aside next, CancellationToken cancellationToken)
    {
        var (liveOid, live) = await ShapeAsync(connection, next.Table, next.Table.Module, cancellationToken);
        var (nextOid, columns) = await ShapeAsync(connection, next.Table, next.Schema, cancellationToken);
        var liveMade = await MadeByDefinition.OfLiveAsync(connection, next.Table, cancellationToken);
        var nextMade = await MadeByDefinition.OfAsync(connection, next.Table, next.Generation, cancellationToken);
        var attributes = await TableAttribute.ReadAsync(connection, liveOid, [.. columns.Keys], cancellationToken);
        var dependents = await DependentsAsync(connection, liveOid, cancellationToken);
        var faults = ChangedColumns(live, columns, liveMade, nextMade);
        faults.AddRange(dependents.Where(d => d.Make is null).Select(d => $"{d.What} depends on the table and cannot be bound to another: drop it, and make it again afterwards."));
        faults.AddRange(await OnOtherColumnsAsync(connection, liveOid, [.. columns.Keys], liveMade, cancellationToken));
        if (faults.Count > 0) throw new QueryException(409, Refused, $"What people made on {next.Table.QualifiedName} cannot all be carried over. {string.Join(" ", faults)}");
        return new Carried(next, liveOid, nextOid, [.. columns.Keys], liveMade, nextMade, attributes, PeoplesAttributes.Of(attributes, liveMade, nextMade), dependents);
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

    private static List<string> ChangedColumns(IReadOnlyDictionary<string, string> live, IReadOnlyDictionary<string, string> next, MadeByDefinition? liveMade, MadeByDefinition? nextMade)
    {
        if (liveMade is null) return [];
        var made = liveMade.Columns.ToDictionary(c => c.Name, c => c.Type);
        return
        [
            .. live.Keys.Where(c => !made.ContainsKey(c)).Select(c => $"Column {c} was added by hand: no event fills it. Drop it, or keep it in a table of your own."),
            .. live.Where(c => made.TryGetValue(c.Key, out var type) && next.TryGetValue(c.Key, out var other) && other != c.Value && nextMade?.Columns.FirstOrDefault(n => n.Name == c.Key)?.Type == type)
                .Select(c => $"Column {c.Key} was changed by hand to {c.Value}: the definition makes it {next[c.Key]}. Change it back."),
        ];
    }

    private static async Task<IReadOnlyList<(string What, string? Make)>> DependentsAsync(NpgsqlConnection connection, uint table, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(AttributeSql.Dependents, connection) { Parameters = { new() { Value = table, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Oid } } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var all = new List<(string, string?)>();
        while (await reader.ReadAsync(cancellationToken)) all.Add((reader.GetString(0), reader.IsDBNull(1) ? null : reader.GetString(1)));
        return all;
    }

    private static async Task<IReadOnlyList<string>> OnOtherColumnsAsync(NpgsqlConnection connection, uint table, string[] columns, MadeByDefinition? made, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(AttributeSql.OnOtherColumns, connection)
        {
            Parameters = { new() { Value = table, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Oid }, new() { Value = columns, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Array | NpgsqlTypes.NpgsqlDbType.Name } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var faults = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var (what, index) = (reader.GetString(0), reader.GetString(1));
            if (made?.Indexes.ContainsKey(index) == true || what.StartsWith($"policy {TenantPolicy.Name} on ", StringComparison.Ordinal)) continue;
            faults.Add($"{what.Replace("rule _RETURN on ", "", StringComparison.Ordinal)} names column {reader.GetString(2)}, which the other generation does not have: drop it or change it.");
        }
        return faults;
    }

    private static QueryException Refusal(TableDefinition table, IReadOnlyList<(TableAttribute Attribute, string)> changes) => new(409, Refused,
        $"What people made on {table.QualifiedName} cannot all be carried over. These are not the same on the other generation: {string.Join(", ", changes.Select(c => c.Attribute.Title).Distinct())}. Drop them, and make them again afterwards.");

    private static async Task MakeAsync(NpgsqlConnection connection, Carried table, IReadOnlyList<(TableAttribute Attribute, string Statements)> changes, string schema, CancellationToken cancellationToken)
    {
        foreach (var (attribute, statements) in changes)
            await ExecuteAsync(connection, table.Next.Table, attribute.Title, TableAttribute.For(statements, table.Next.Table, schema), cancellationToken);
    }

    /// <summary>One statement, sent as it is: the driver would cut the body of an SQL function into statements.</summary>
    private static Task BindAsync(NpgsqlConnection connection, TableDefinition table, string what, string statement, CancellationToken cancellationToken) => RefusedAsync(table, what, async () =>
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
        catch (PostgresException e) when (Faults.MayLieInOneTable(e))
        {
            throw new QueryException(409, Refused,
                $"What people made on {table.QualifiedName} cannot all be carried over. {what}: {e.MessageText}. {(e.Detail is { } detail ? $"{detail} " : "")}Drop or change it, and make it again afterwards.");
        }
    }

    private static async Task EmptySearchPathAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SET LOCAL search_path = ''", connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>A table, and what it has to have when it takes the place of the live one.</summary>
    private sealed record Carried(
        Aside Next, uint LiveOid, uint NextOid, IReadOnlyList<string> NextColumns, MadeByDefinition? LiveMade, MadeByDefinition? NextMade,
        IReadOnlyList<TableAttribute> Live, IReadOnlyList<TableAttribute> Wanted, IReadOnlyList<(string What, string? Make)> Dependents)
    {
        /// <summary>What it has now.</summary>
        public Task<IReadOnlyList<TableAttribute>> NextAttributesAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
            TableAttribute.ReadAsync(connection, NextOid, NextColumns, cancellationToken);
    }
}
