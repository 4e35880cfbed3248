using EventSourced.EventStore.Log;
using EventSourced.EventStore.Signals;
using Npgsql;
using NpgsqlTypes;

namespace EventSourced.EventStore;

/// <summary>Statuses of a command.</summary>
public static class CommandStatus
{
    /// <summary>It was accepted and has no outcome yet.</summary>
    public const string Accepted = "accepted";

    /// <summary>It was done.</summary>
    public const string Completed = "completed";

    /// <summary>It was refused: a retry cannot succeed.</summary>
    public const string Rejected = "rejected";

    /// <summary>It failed for a technical reason.</summary>
    public const string Failed = "failed";

    /// <summary>Whether a status is an outcome.</summary>
    /// <param name="status">The status.</param>
    public static bool IsFinal(string status) => status is Completed or Rejected or Failed;
}

/// <summary>How far a command is: its outcome once it has one.</summary>
/// <param name="CommandId">The command.</param>
/// <param name="Status">One of <see cref="CommandStatus"/>.</param>
/// <param name="Position">Position of the last event that it wrote; null when it wrote none.</param>
/// <param name="Result">JSON of the result, or the problem document.</param>
public record CommandProgress(Guid CommandId, string Status, long? Position, string? Result);

/// <summary>An accepted command in the ledger.</summary>
/// <param name="CommandId">The command.</param>
/// <param name="Type">Its stable name; empty when only its outcome is known.</param>
/// <param name="Actor">Who asked.</param>
/// <param name="Status">One of <see cref="CommandStatus"/>.</param>
/// <param name="AcceptedAt">When it was accepted.</param>
/// <param name="FinishedAt">When its outcome was stored.</param>
/// <param name="Result">JSON of the result, or the problem document.</param>
/// <param name="Position">Position of the last event that it wrote; null when it wrote none.</param>
public sealed record CommandRecord(
    Guid CommandId, string Type, string Actor, string Status, DateTimeOffset AcceptedAt, DateTimeOffset? FinishedAt, string? Result, long? Position = null)
    : CommandProgress(CommandId, Status, Position, Result);

/// <summary>How the ledger accepted a command.</summary>
public enum Acceptance
{
    /// <summary>It is new.</summary>
    Accepted,

    /// <summary>It was accepted before, with the same request.</summary>
    AlreadyKnown,

    /// <summary>Its id belongs to another request.</summary>
    ConflictingBody,
}

/// <summary>Answer of <see cref="CommandLedger.AcceptAsync"/>.</summary>
/// <param name="Acceptance">Whether it is new.</param>
/// <param name="Status">Its current status.</param>
public sealed record AcceptResult(Acceptance Acceptance, string Status);

/// <summary>The accepted commands and their outcomes.</summary>
public sealed class CommandLedger
{
    private readonly NpgsqlDataSource _dataSource;
    private readonly TimeProvider _time;
    private readonly string _table;
    private readonly Batcher<Request, AcceptResult> _accepts;
    private readonly Batcher<(CommandOutcome, long, DateTime), bool> _finishes;
    private readonly Batcher<Guid, CommandRecord?> _finds;
    private readonly Batcher<IReadOnlyList<Guid>, IReadOnlyList<CommandRecord>> _finished;
    private readonly OutcomePoller _outcomes;

    /// <summary>Opens the ledger.</summary>
    /// <param name="dataSource">The database.</param>
    /// <param name="options">Names of the schemas.</param>
    /// <param name="time">Clock of acceptance and outcome.</param>
    /// <param name="log">Planned connections to the database; null for those of the data source.</param>
    public CommandLedger(NpgsqlDataSource dataSource, EventStoreOptions options, TimeProvider? time = null, EventLogSource? log = null)
    {
        log ??= new EventLogSource(dataSource);
        (_dataSource, _time, _table) = (dataSource, time ?? TimeProvider.System, $"{options.StateSchema}.commands");
        (_accepts, _finishes) = (new(log, AcceptAllAsync), new(log, FinishAllAsync));
        (_finds, _finished) = (new(log, FindAllAsync), new(log, FindFinishedAsync));
        _outcomes = new OutcomePoller(ids => _finished.ExecuteAsync(ids, CancellationToken.None), _time);
    }

    /// <summary>Whether <see cref="OutcomesStored"/> is called for the commands that callers of this process wait for. The ledger is then polled rarely, in case a signal is lost.</summary>
    public bool OutcomesAreSignalled
    {
        get => _outcomes.IsSignalled;
        set => _outcomes.IsSignalled = value;
    }

    /// <summary>Answers the callers of <see cref="WaitAsync"/> for some commands, whose outcomes were just stored. Does not block.</summary>
    /// <param name="outcomes">The commands, with what is known of their outcomes.</param>
    public void OutcomesStored(IReadOnlyCollection<SignalledOutcome> outcomes) => _outcomes.Signal(outcomes);

    /// <summary>Accepts a command, once.</summary>
    /// <param name="id">The command.</param>
    /// <param name="type">Its stable name.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="bodySha256">SHA-256 of the request.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<AcceptResult> AcceptAsync(Guid id, string type, string actor, byte[] bodySha256, CancellationToken cancellationToken = default) =>
        _accepts.ExecuteAsync(new Request(id, type, actor, bodySha256, _time.GetUtcNow().UtcDateTime), cancellationToken);

    /// <summary>A command, or null when it is not known.</summary>
    /// <param name="id">The command.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<CommandRecord?> FindAsync(Guid id, CancellationToken cancellationToken = default) => _finds.ExecuteAsync(id, cancellationToken);

    /// <summary>Waits for the outcome of a command.</summary>
    /// <param name="id">The command, which was accepted.</param>
    /// <param name="limit">The longest time to wait.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The command, with its outcome if it has one by then.</returns>
    public async Task<CommandProgress> WaitAsync(Guid id, TimeSpan limit, CancellationToken cancellationToken = default) =>
        (limit > TimeSpan.Zero ? await _outcomes.WaitAsync(id, limit, cancellationToken) : null)
        ?? await FindAsync(id, cancellationToken)
        ?? throw new InvalidOperationException($"Command {id} was accepted, but the ledger does not have it.");

    /// <summary>Stores an outcome without an append. A command that has an outcome keeps it.</summary>
    /// <param name="outcome">The outcome.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>Whether it was stored.</returns>
    public Task<bool> FinishAsync(CommandOutcome outcome, CancellationToken cancellationToken = default) => FinishAsync(outcome, 0, cancellationToken);

    /// <inheritdoc cref="FinishAsync(CommandOutcome, CancellationToken)"/>
    /// <param name="outcome">The outcome.</param>
    /// <param name="position">Position of the last event that it wrote; 0 when it wrote none.</param>
    /// <param name="cancellationToken">Stops.</param>
    public Task<bool> FinishAsync(CommandOutcome outcome, long position, CancellationToken cancellationToken = default) =>
        CommandStatus.IsFinal(outcome.Status)
            ? _finishes.ExecuteAsync((outcome, position, _time.GetUtcNow().UtcDateTime), cancellationToken)
            : throw new ArgumentException($"\"{outcome.Status}\" is not the status of an outcome: use completed, rejected or failed.", nameof(outcome));

    /// <summary>Counts a run of a command that the broker delivered before, and returns the count, this run included.</summary>
    /// <param name="id">The command.</param>
    /// <param name="type">Its stable name.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<int> CountRunAsync(Guid id, string type, string actor, CancellationToken cancellationToken = default)
    {
        // Without a hash of the request: a command may run that the ledger has not accepted.
        await using var command = _dataSource.CreateCommand($"""
            insert into {_table} as c (command_id, type, actor, status, accepted_at, runs) values ($1, $2, $3, 'accepted', $4, 1)
            on conflict (command_id) do update set runs = c.runs + 1 returning runs
            """);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = type });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = actor });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = _time.GetUtcNow().UtcDateTime });
        return (int)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private async Task<IReadOnlyList<AcceptResult>> AcceptAllAsync(NpgsqlConnection connection, IReadOnlyList<Request> requests)
    {
        await using var batch = new NpgsqlBatch(connection);
        // Without a flush: a command that was answered is in a queue of the broker, and its outcome creates its row. A crash of the server forgets the hashes of the last second's requests.
        batch.BatchCommands.Add(new NpgsqlBatchCommand("select set_config('synchronous_commit', 'off', true)"));
        // In the order of ids, which prevents deadlocks.
        batch.BatchCommands.Add(new NpgsqlBatchCommand($"""
            insert into {_table} (command_id, type, actor, status, body_sha256, accepted_at)
            select id, type, actor, 'accepted', sha256, at from unnest($1, $2, $3, $4, $5) as r (id, type, actor, sha256, at) order by id
            on conflict do nothing returning command_id
            """)
        {
            Parameters =
            {
                new NpgsqlParameter<Guid[]> { TypedValue = [.. requests.Select(r => r.Id)] },
                new NpgsqlParameter<string[]> { TypedValue = [.. requests.Select(r => r.Type)] },
                new NpgsqlParameter<string[]> { TypedValue = [.. requests.Select(r => r.Actor)] },
                new NpgsqlParameter<byte[][]> { TypedValue = [.. requests.Select(r => r.BodySha256)] },
                new NpgsqlParameter<DateTime[]> { TypedValue = [.. requests.Select(r => r.At)] },
            },
        });
        await ServerSessions.PrepareAsync(batch);
        HashSet<Guid> inserted = [];
        await using (var reader = await batch.ExecuteReaderAsync())
        {
            await reader.NextResultAsync();
            while (await reader.ReadAsync()) inserted.Add(reader.GetGuid(0));
        }
        if (inserted.Count == requests.Count) return [.. requests.Select(_ => new AcceptResult(Acceptance.Accepted, CommandStatus.Accepted))];
        var there = await ReadRequestsAsync(connection, [.. requests.Select(r => r.Id)]);
        return [.. requests.Select(ResultOf)];

        AcceptResult ResultOf(Request request)
        {
            var (status, type, sha256) = there[request.Id];
            // A row that was created by an outcome has no request: any request matches it.
            var same = sha256 is null || (type == request.Type && sha256.AsSpan().SequenceEqual(request.BodySha256));
            // One batch may hold an id twice: the first that matches created the row.
            return new AcceptResult(!same ? Acceptance.ConflictingBody : inserted.Remove(request.Id) ? Acceptance.Accepted : Acceptance.AlreadyKnown, status);
        }
    }

    private async Task<Dictionary<Guid, (string Status, string Type, byte[]? Sha256)>> ReadRequestsAsync(NpgsqlConnection connection, Guid[] ids)
    {
        await using var command = new NpgsqlCommand($"select command_id, status, type, body_sha256 from {_table} where command_id = any($1)", connection);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = ids });
        await ServerSessions.PrepareAsync(command);
        Dictionary<Guid, (string, string, byte[]?)> requests = [];
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) requests[reader.GetGuid(0)] = (reader.GetString(1), reader.GetString(2), reader.IsDBNull(3) ? null : reader.GetFieldValue<byte[]>(3));
        return requests;
    }

    private async Task<IReadOnlyList<bool>> FinishAllAsync(NpgsqlConnection connection, IReadOnlyList<(CommandOutcome Outcome, long Position, DateTime At)> finishes)
    {
        // One batch may hold two outcomes of a command: the first counts.
        var rows = finishes.DistinctBy(f => f.Outcome.CommandId).ToList();
        await using var command = new NpgsqlCommand($"""
            insert into {_table} as c (command_id, type, actor, status, accepted_at, finished_at, result, position)
            select id, '', '', status, at, at, result, nullif(position, 0) from unnest($1, $2, $3, $4, $5) as f (id, status, at, result, position) order by id
            {OutcomeSql.OnConflict}
            returning command_id
            """, connection);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. rows.Select(f => f.Outcome.CommandId)] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. rows.Select(f => f.Outcome.Status)] });
        command.Parameters.Add(new NpgsqlParameter<DateTime[]> { TypedValue = [.. rows.Select(f => f.At)] });
        command.Parameters.Add(new NpgsqlParameter<string?[]> { TypedValue = [.. rows.Select(f => f.Outcome.Result)], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb });
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. rows.Select(f => f.Position)] });
        await ServerSessions.PrepareAsync(command);
        HashSet<Guid> stored = [];
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) stored.Add(reader.GetGuid(0));
        return [.. finishes.Select(f => stored.Remove(f.Outcome.CommandId))];
    }

    private async Task<IReadOnlyList<CommandRecord?>> FindAllAsync(NpgsqlConnection connection, IReadOnlyList<Guid> ids)
    {
        var found = (await ReadAsync(connection, ids, "")).ToDictionary(r => r.CommandId);
        return [.. ids.Select(found.GetValueOrDefault)];
    }

    private async Task<IReadOnlyList<IReadOnlyList<CommandRecord>>> FindFinishedAsync(NpgsqlConnection connection, IReadOnlyList<IReadOnlyList<Guid>> questions)
    {
        List<IReadOnlyList<CommandRecord>> answers = [];
        foreach (var ids in questions) answers.Add(await ReadAsync(connection, ids, "and status <> 'accepted'"));
        return answers;
    }

    private async Task<IReadOnlyList<CommandRecord>> ReadAsync(NpgsqlConnection connection, IReadOnlyList<Guid> ids, string condition)
    {
        await using var command = new NpgsqlCommand(
            $"select command_id, type, actor, status, accepted_at, finished_at, result, position from {_table} where command_id = any($1) {condition}", connection);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. ids] });
        await ServerSessions.PrepareAsync(command);
        await using var reader = await command.ExecuteReaderAsync();
        List<CommandRecord> records = [];
        while (await reader.ReadAsync())
            records.Add(new CommandRecord(reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetFieldValue<DateTimeOffset>(4),
                reader.IsDBNull(5) ? null : reader.GetFieldValue<DateTimeOffset>(5), reader.IsDBNull(6) ? null : reader.GetString(6), reader.IsDBNull(7) ? null : reader.GetInt64(7)));
        return records;
    }

    private readonly record struct Request(Guid Id, string Type, string Actor, byte[] BodySha256, DateTime At);
}
