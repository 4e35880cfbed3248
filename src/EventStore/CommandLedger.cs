using Npgsql;
using NpgsqlTypes;

namespace EventSourced.EventStore;

/// <summary>Statuses of a command.</summary>
public static class CommandStatus
{
    /// <summary>It came in and has no outcome yet.</summary>
    public const string Accepted = "accepted";

    /// <summary>It was done.</summary>
    public const string Completed = "completed";

    /// <summary>It was refused: trying again cannot help.</summary>
    public const string Rejected = "rejected";

    /// <summary>It failed for a technical reason.</summary>
    public const string Failed = "failed";

    /// <summary>Whether a status is an outcome.</summary>
    /// <param name="status">The status.</param>
    public static bool IsFinal(string status) => status is Completed or Rejected or Failed;
}

/// <summary>A command that came in, and its outcome once it has one.</summary>
/// <param name="CommandId">The command.</param>
/// <param name="Type">Its stable name; empty when only its outcome is known.</param>
/// <param name="Actor">Who asked.</param>
/// <param name="Status">One of <see cref="CommandStatus"/>.</param>
/// <param name="AcceptedAt">When it came in.</param>
/// <param name="FinishedAt">When its outcome was stored.</param>
/// <param name="Result">JSON of the result, or the problem document.</param>
/// <param name="Position">Position of the last event that it wrote; null when it wrote none.</param>
public sealed record CommandRecord(
    Guid CommandId, string Type, string Actor, string Status, DateTimeOffset AcceptedAt, DateTimeOffset? FinishedAt, string? Result, long? Position = null);

/// <summary>How the ledger took a command in.</summary>
public enum Acceptance
{
    /// <summary>It is new.</summary>
    Accepted,

    /// <summary>It was there before, with the same request.</summary>
    AlreadyKnown,

    /// <summary>Its id belongs to another request.</summary>
    ConflictingBody,
}

/// <summary>Answer of <see cref="CommandLedger.AcceptAsync"/>.</summary>
/// <param name="Acceptance">How it was taken in.</param>
/// <param name="Status">The status it has now.</param>
public sealed record AcceptResult(Acceptance Acceptance, string Status);

/// <summary>The commands that came in and their outcomes.</summary>
/// <param name="dataSource">The database.</param>
/// <param name="options">Names of the schemas.</param>
/// <param name="time">Clock of acceptance and outcome.</param>
public sealed class CommandLedger(NpgsqlDataSource dataSource, EventStoreOptions options, TimeProvider? time = null)
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly string _table = $"{options.StateSchema}.commands";

    /// <summary>Takes a command in, once.</summary>
    /// <param name="id">The command.</param>
    /// <param name="type">Its stable name.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="bodySha256">SHA-256 of the request.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<AcceptResult> AcceptAsync(Guid id, string type, string actor, byte[] bodySha256, CancellationToken cancellationToken = default)
    {
        await using var batch = dataSource.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand($"""
            insert into {_table} (command_id, type, actor, status, body_sha256, accepted_at) values ($1, $2, $3, 'accepted', $4, $5)
            on conflict do nothing
            """)
        {
            Parameters =
            {
                new NpgsqlParameter<Guid> { TypedValue = id },
                new NpgsqlParameter<string> { TypedValue = type },
                new NpgsqlParameter<string> { TypedValue = actor },
                new NpgsqlParameter<byte[]> { TypedValue = bodySha256 },
                new NpgsqlParameter<DateTime> { TypedValue = _time.GetUtcNow().UtcDateTime },
            },
        });
        // A row that only an outcome made knows no request: it fits any.
        batch.BatchCommands.Add(new NpgsqlBatchCommand($"select status, body_sha256 is null or (body_sha256 = $2 and type = $3) from {_table} where command_id = $1")
        {
            Parameters =
            {
                new NpgsqlParameter<Guid> { TypedValue = id },
                new NpgsqlParameter<byte[]> { TypedValue = bodySha256 },
                new NpgsqlParameter<string> { TypedValue = type },
            },
        });
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var (status, same) = (reader.GetString(0), reader.GetBoolean(1));
        await reader.CloseAsync();
        return new AcceptResult(batch.BatchCommands[0].RecordsAffected == 1 ? Acceptance.Accepted : same ? Acceptance.AlreadyKnown : Acceptance.ConflictingBody, status);
    }

    /// <summary>A command, or null when it is not known.</summary>
    /// <param name="id">The command.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<CommandRecord?> FindAsync(Guid id, CancellationToken cancellationToken = default)
    {
        await using var command = dataSource.CreateCommand($"select type, actor, status, accepted_at, finished_at, result, position from {_table} where command_id = $1");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new CommandRecord(id, reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetFieldValue<DateTimeOffset>(3),
                reader.IsDBNull(4) ? null : reader.GetFieldValue<DateTimeOffset>(4), reader.IsDBNull(5) ? null : reader.GetString(5), reader.IsDBNull(6) ? null : reader.GetInt64(6))
            : null;
    }

    /// <summary>Stores an outcome that comes without an append. A command that has an outcome keeps it.</summary>
    /// <param name="outcome">The outcome.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>Whether it was stored.</returns>
    public Task<bool> FinishAsync(CommandOutcome outcome, CancellationToken cancellationToken = default) => FinishAsync(outcome, 0, cancellationToken);

    /// <inheritdoc cref="FinishAsync(CommandOutcome, CancellationToken)"/>
    /// <param name="outcome">The outcome.</param>
    /// <param name="position">Position of the last event that it wrote; 0 when it wrote none.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<bool> FinishAsync(CommandOutcome outcome, long position, CancellationToken cancellationToken = default)
    {
        if (!CommandStatus.IsFinal(outcome.Status))
            throw new ArgumentException($"\"{outcome.Status}\" is not the status of an outcome: use completed, rejected or failed.", nameof(outcome));
        await using var command = dataSource.CreateCommand($"""
            insert into {_table} as c (command_id, type, actor, status, accepted_at, finished_at, result, position) values ($1, '', '', $2, $3, $3, $4, nullif($5, 0))
            on conflict (command_id) do update
            set status = excluded.status, finished_at = excluded.finished_at, result = excluded.result, position = excluded.position
            where c.status = 'accepted'
            """);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = outcome.CommandId });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = outcome.Status });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = _time.GetUtcNow().UtcDateTime });
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Jsonb, Value = (object?)outcome.Result ?? DBNull.Value });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = position });
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    /// <summary>How many commands that came in before this one, and not long before, have no outcome yet.</summary>
    /// <param name="id">The command.</param>
    /// <param name="notLongerBefore">How long before at most: what has been open for longer was never sent, or waits in an error queue.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<long> CountOpenBeforeAsync(Guid id, TimeSpan notLongerBefore, CancellationToken cancellationToken = default)
    {
        await using var command = dataSource.CreateCommand($"""
            select count(*) from {_table} c join {_table} mine on mine.command_id = $1
            where c.status = 'accepted' and c.accepted_at < mine.accepted_at and c.accepted_at >= mine.accepted_at - $2 and c.command_id <> $1
            """);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = notLongerBefore });
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
