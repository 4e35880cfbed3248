using System.Globalization;
using System.Text.Json;
using EventSourced.EventStore;
using EventSourced.ReadTables.Query;
using Npgsql;
using NpgsqlTypes;

namespace EventSourced.ReadTables.Operations;

/// <summary>Queues operations, which workers run, and reads their progress.</summary>
/// <param name="dataSource">The database.</param>
/// <param name="catalog">The tables.</param>
public sealed class OperationStore(NpgsqlDataSource dataSource, ReadTableCatalog catalog)
{
    private const double DefaultKeepHours = 7 * 24;
    private const double MaxKeepHours = 3650 * 24;

    private const string Columns =
        "id, kind, request::text, actor, state, owner, phase, position, events_done, events_total, events_per_second, result::text, error, created_at, started_at, finished_at";

    /// <summary>Checks a request and queues the operation.</summary>
    /// <param name="kind">One of <see cref="OperationKind"/>.</param>
    /// <param name="request">The request.</param>
    /// <param name="actor">Who requests it.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="QueryException">A table is unknown, a condition is invalid, or a table is being rebuilt already.</exception>
    public async Task<Operation> CreateAsync(string kind, OperationRequest request, string actor, CancellationToken cancellationToken = default)
    {
        request = request with { Tables = [.. Checked(kind, request)] };
        var id = Guid.CreateVersion7();
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        // One request at a time: two rebuilds of a table must not pass the check at the same time.
        await using (var exclusive = new NpgsqlCommand("LOCK TABLE es.operations IN SHARE ROW EXCLUSIVE MODE", connection)) await exclusive.ExecuteNonQueryAsync(cancellationToken);
        if (kind == OperationKind.Rebuild) await RefuseSecondRebuildAsync(connection, request, cancellationToken);
        if (kind == OperationKind.Replay) await ReserveNameAsync(connection, id, request, cancellationToken);
        await using (var insert = new NpgsqlCommand("INSERT INTO es.operations (id, kind, request, actor) VALUES ($1, $2, $3, $4)", connection))
        {
            insert.Parameters.AddWithValue(id);
            insert.Parameters.AddWithValue(kind);
            insert.Parameters.AddWithValue(NpgsqlDbType.Jsonb, JsonSerializer.Serialize(request, OperationRequest.Json));
            insert.Parameters.AddWithValue(actor);
            await insert.ExecuteNonQueryAsync(cancellationToken);
        }
        await transaction.CommitAsync(cancellationToken);
        return (await FindAsync(id, cancellationToken))!;
    }

    /// <summary>The operation with an id, or null.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<Operation?> FindAsync(Guid id, CancellationToken cancellationToken = default)
    {
        await using var command = dataSource.CreateCommand($"SELECT {Columns} FROM es.operations WHERE id = $1");
        command.Parameters.AddWithValue(id);
        return (await ReadAsync(command, cancellationToken)).FirstOrDefault();
    }

    /// <summary>Operations of a kind, the newest first.</summary>
    /// <param name="kind">One of <see cref="OperationKind"/>.</param>
    /// <param name="limit">Largest number to return.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<IReadOnlyList<Operation>> ListAsync(string kind, int limit, CancellationToken cancellationToken = default)
    {
        await using var command = dataSource.CreateCommand($"SELECT {Columns} FROM es.operations WHERE kind = $1 ORDER BY created_at DESC, id DESC LIMIT $2");
        command.Parameters.AddWithValue(kind);
        command.Parameters.AddWithValue(limit);
        return await ReadAsync(command, cancellationToken);
    }

    /// <summary>Cancels an operation: a waiting one at once, a running one at its next write. What it built is dropped.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>False when it does not exist or has ended.</returns>
    public async Task<bool> CancelAsync(Guid id, CancellationToken cancellationToken = default)
    {
        await using var command = dataSource.CreateCommand("UPDATE es.operations SET cancel = true, updated_at = now() WHERE id = $1 AND state IN ('queued', 'running')");
        command.Parameters.AddWithValue(id);
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    private IEnumerable<string> Checked(string kind, OperationRequest request)
    {
        if (request.Tables.Count == 0) throw QueryException.Bad("no_tables", "Name at least one table.");
        var tables = request.Tables.Distinct().Select(name => catalog.Find(name)
            ?? throw new QueryException(404, "unknown_table", $"There is no read table {name}. {Nearest.Hint(name, "Tables", catalog.Tables.Select(t => t.QualifiedName))}")).ToList();
        var families = tables.SelectMany(catalog.FamilyOf).Distinct().ToList();
        if (request.SamplePercent is { } percent and not (> 0 and <= 100))
            throw QueryException.Bad("invalid_value", $"The sample is {percent} %; use a share above 0 and up to 100.");
        if (request.Scope() is { } scope)
            foreach (var head in families.Where(t => t.SourceRow is null)) DerivedScope.Check(catalog, head, scope);
        if (kind == OperationKind.Replay && (request.To is null or < 0 || request.Into is null))
            throw QueryException.Bad("invalid_value", "A replay needs a position (to) and a name (into).");
        if (request.KeepHours is { } hours and not (> 0 and <= MaxKeepHours))
            throw QueryException.Bad("invalid_value", string.Create(CultureInfo.InvariantCulture, $"keep_hours is {hours}; use a number above 0 and up to {MaxKeepHours}, which is ten years."));
        return families.Select(t => t.QualifiedName);
    }

    private static async Task RefuseSecondRebuildAsync(NpgsqlConnection connection, OperationRequest request, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "SELECT id::text FROM es.operations WHERE kind = 'rebuild' AND state IN ('queued', 'running') AND EXISTS (SELECT 1 FROM jsonb_array_elements_text(request->'tables') t WHERE t = ANY($1)) LIMIT 1", connection)
        {
            Parameters = { new() { Value = request.Tables.ToArray() } },
        };
        if (await command.ExecuteScalarAsync(cancellationToken) is string running)
            throw new QueryException(409, "rebuild_under_way", $"Rebuild {running} is running for some of these tables. Wait for it, or cancel it.") { Members = new Dictionary<string, object?> { ["rebuild"] = running } };
    }

    private static async Task ReserveNameAsync(NpgsqlConnection connection, Guid id, OperationRequest request, CancellationToken cancellationToken)
    {
        if (request.Into is not { } name || !ReplayNames.IsValid(name))
            throw QueryException.Bad("invalid_value", $"\"{request.Into}\" is not a valid name of a replay: use up to 30 lower-case letters, digits and underscores, starting with a letter and not with pg_.");
        await using var command = new NpgsqlCommand(
            "INSERT INTO es.replays (name, position, tables, operation, expires_at) VALUES ($1, $2, $3, $4, now() + make_interval(secs => $5)) ON CONFLICT DO NOTHING", connection)
        {
            Parameters =
            {
                new() { Value = name }, new() { Value = request.To!.Value }, new() { Value = request.Tables.ToArray() }, new() { Value = id },
                new() { Value = 3600 * (request.KeepHours ?? DefaultKeepHours) },
            },
        };
        if (await command.ExecuteNonQueryAsync(cancellationToken) == 0)
            throw new QueryException(409, "replay_exists", $"There is a replay named {name} already. Drop it first, or choose another name.");
        // No replay has the name, so an existing schema is not a replay's.
        foreach (var schema in request.Tables.Select(table => ReplayNames.SchemaOf(name, table.Split('.')[0])).Distinct())
            if (await EngineSchema.ExistsAsync(connection, schema, cancellationToken)) throw EngineSchema.Exists(schema);
    }

    private static async Task<IReadOnlyList<Operation>> ReadAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        var all = new List<Operation>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            all.Add(new(
                reader.GetGuid(0), reader.GetString(1), JsonSerializer.Deserialize<OperationRequest>(reader.GetString(2), OperationRequest.Json)!, reader.GetString(3), reader.GetString(4),
                Text(5), Text(6), reader.GetInt64(7), reader.GetInt64(8), reader.IsDBNull(9) ? null : reader.GetInt64(9), reader.IsDBNull(10) ? null : reader.GetDouble(10),
                Text(11) is { } result ? JsonDocument.Parse(result).RootElement : null, Text(12), reader.GetFieldValue<DateTimeOffset>(13), Time(14), Time(15)));
        }
        return all;

        string? Text(int i) => reader.IsDBNull(i) ? null : reader.GetString(i);
        DateTimeOffset? Time(int i) => reader.IsDBNull(i) ? null : reader.GetFieldValue<DateTimeOffset>(i);
    }
}
