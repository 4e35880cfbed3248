using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Serialization;
using EventSourced.EventStore;
using Npgsql;

namespace EventSourced.ReadTables.Query;

/// <summary>The state of a read table.</summary>
/// <param name="Table">Qualified name.</param>
/// <param name="Generation">Number of the live generation.</param>
/// <param name="Position">Every event up to this position is in its rows.</param>
/// <param name="State"><see cref="Running"/>, <c>paused</c> at an event that it cannot apply or by an administrator, or <c>outdated</c> by a changed definition.</param>
/// <param name="Error">Why it is not running, or null.</param>
public sealed record TableState(string Table, int Generation, long Position, string State, string? Error)
{
    /// <summary>The state of a table that is updated; tables in other states are not.</summary>
    public const string Running = "running";

    /// <summary>The state of a table whose live generation was built by another definition than this build's.</summary>
    public const string Outdated = "outdated";

    internal const string Columns = "table_name, generation, position, state, error, fingerprint, incarnation::text";

    /// <summary>
    /// Changes whenever rows change without a new position: by a swap of generations, a partial rebuild, a rollback, or a replay that reuses a name. Caches of
    /// rows must include it in their key.
    /// </summary>
    [JsonIgnore]
    public string Incarnation { get; init; } = "";

    /// <summary>A query for the state of a table, or of the table in a replay.</summary>
    internal static NpgsqlBatchCommand Select(TableDefinition table, string? asOf)
    {
        var command = new NpgsqlBatchCommand(asOf is null
            ? $"select {Columns} from es.read_tables where table_name = $1"
            : $"select t.table_name, 0, r.position, '{Running}', null::text, t.fingerprint, r.operation::text from es.replays r, es.read_tables t where t.table_name = $1 and r.name = $2 and r.ready and $1 = any(r.tables)");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = table.QualifiedName });
        if (asOf is not null) command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = asOf });
        return command;
    }

    internal static TableState Read(NpgsqlDataReader reader, TableDefinition? table)
    {
        var state = new TableState(reader.GetString(0), reader.GetInt32(1), reader.GetInt64(2), reader.GetString(3), reader.IsDBNull(4) ? null : reader.GetString(4)) { Incarnation = reader.GetString(6) };
        return table is null || reader.GetString(5) == table.Fingerprint
            ? state
            : state with { State = Outdated, Error = OutdatedError(table.QualifiedName) };
    }

    internal static string OutdatedError(string table) => $"The definition changed: the table needs a new generation ({CommandHint.Of($"rebuild {table}")}).";
}

/// <summary>Reads and waits for the states of read tables.</summary>
/// <param name="dataSource">The database.</param>
public sealed class TableStates(NpgsqlDataSource dataSource)
{
    /// <summary>The state of a table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="QueryException">The table has no live generation yet.</exception>
    public async Task<TableState> ReadAsync(TableDefinition table, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var command = dataSource.CreateCommand($"select {TableState.Columns} from es.read_tables where table_name = $1");
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = table.QualifiedName });
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            return await reader.ReadAsync(cancellationToken) ? TableState.Read(reader, table) : throw NotBuilt(table);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName)
        {
            throw NotBuilt(table);
        }
    }

    /// <summary>The state of the live table or of a replay.</summary>
    /// <param name="table">The table.</param>
    /// <param name="asOf">Name of the replay, or null.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="QueryException">The table has no live generation yet, or the replay does not exist.</exception>
    public async Task<TableState> ReadAsync(TableDefinition table, string? asOf, CancellationToken cancellationToken = default)
    {
        if (asOf is null) return await ReadAsync(table, cancellationToken);
        try
        {
            await using var batch = dataSource.CreateBatch();
            batch.BatchCommands.Add(TableState.Select(table, asOf));
            await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
            return await reader.ReadAsync(cancellationToken) ? TableState.Read(reader, table) : throw NoReplay(table, asOf);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName)
        {
            throw NoReplay(table, asOf);
        }
    }

    /// <summary>The states of all tables that exist, by name.</summary>
    /// <param name="catalog">The definitions of this build.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<IReadOnlyList<TableState>> ReadAllAsync(ReadTableCatalog catalog, CancellationToken cancellationToken = default)
    {
        var states = new List<TableState>();
        await using var command = dataSource.CreateCommand($"select {TableState.Columns} from es.read_tables order by table_name");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) states.Add(TableState.Read(reader, catalog.Find(reader.GetString(0))));
        return states;
    }

    /// <summary>Waits until a table has reached a position. A replay never changes its position.</summary>
    /// <param name="table">The table.</param>
    /// <param name="asOf">Name of the replay, or null for the live table.</param>
    /// <param name="position">The position.</param>
    /// <param name="timeout">The longest time to wait.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="QueryException">The table is not running, or did not reach the position in time.</exception>
    public async Task<TableState> WaitAsync(TableDefinition table, string? asOf, long position, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        var waited = Stopwatch.StartNew();
        var delay = TimeSpan.FromMilliseconds(5);
        while (true)
        {
            var state = await ReadAsync(table, asOf, cancellationToken);
            if (state.Position >= position) return state;
            var members = new Dictionary<string, object?> { ["position_asked"] = position, ["position_reached"] = state.Position };
            if (asOf is not null)
            {
                throw new QueryException(409, "position_beyond_replay",
                    $"The replay {asOf} has {table.QualifiedName} at position {state.Position} and will never reach {position}. Remove X-Min-Position, or query the live table without asOf.")
                {
                    Members = members,
                };
            }
            if (state.State != TableState.Running)
            {
                throw new QueryException(409, $"table_{state.State}",
                    $"{table.QualifiedName} is {state.State} at position {state.Position} and will not reach {position} by itself: {state.Error ?? "no error is recorded."}")
                {
                    Members = members,
                };
            }
            var left = timeout - waited.Elapsed;
            if (left <= TimeSpan.Zero)
            {
                throw new QueryException(504, "position_not_reached",
                    string.Create(CultureInfo.InvariantCulture, $"{table.QualifiedName} is at position {state.Position} and did not reach {position} within {timeout.TotalSeconds:0.###} s. Retry, or remove X-Min-Position to get the current rows."))
                {
                    Members = members,
                };
            }
            await Task.Delay(delay < left ? delay : left, cancellationToken);
            delay = TimeSpan.FromMilliseconds(Math.Min(250, delay.TotalMilliseconds * 1.5));
        }
    }

    internal static QueryException NoReplay(TableDefinition table, string asOf) => new(404, "unknown_replay",
        $"There is no replay {asOf} with {table.QualifiedName}, or it is not complete yet. See: {CommandHint.Of("replay list")}.");

    internal static QueryException NotBuilt(TableDefinition table) => new(503, "table_not_built",
        $"{table.QualifiedName} has no live generation yet: the workers build it at their first start. Retry in a moment.");
}
