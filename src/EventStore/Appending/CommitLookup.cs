using Npgsql;

namespace EventSourced.EventStore.Appending;

/// <summary>The server process of a connection.</summary>
/// <param name="Pid">Its process id.</param>
/// <param name="Start">When it started.</param>
/// <param name="IsOwn">Whether the connection has the process for itself. Behind a pooler it is unknown which process runs a transaction, and when that ends.</param>
internal readonly record struct Backend(int Pid, DateTime Start, bool IsOwn)
{
    public static async Task<Backend> OfAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("select pid, backend_start from pg_stat_activity where pid = pg_backend_pid()", connection);
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return new Backend(reader.GetInt32(0), reader.GetDateTime(1), reader.GetInt32(0) == connection.ProcessID);
    }

    /// <summary>
    /// Terminates the process, if it still runs, and waits until it has ended. Its transaction is then either committed and visible or rolled back, and
    /// the log shows which.
    /// </summary>
    public async Task TerminateAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("select pg_terminate_backend(pid, 10000) from pg_stat_activity where pid = $1 and backend_start = $2", connection);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Pid });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = Start });
        if (await command.ExecuteScalarAsync() is false)
            throw new TimeoutException($"Server process {Pid}, which may still be committing events, did not end within 10 seconds.");
    }
}

/// <summary>Finds out whether appends were committed whose connection broke before the response.</summary>
internal static class CommitLookup
{
    /// <summary>The result of an append that was committed, or null when it was not.</summary>
    public static async Task<AppendResult?> FindAsync(NpgsqlConnection connection, EventStoreOptions options, PendingAppend pending)
    {
        var streams = pending.Append.Streams;
        var versions = new long[streams.Count];
        var position = 0L;
        for (var i = 0; i < streams.Count; i++)
        {
            // There is no index on the event's id, but one on its stream; and this runs only after a broken connection.
            await using var command = new NpgsqlCommand(streams[i].Events.Count > 0
                ? $"select version, seq_id from {options.LogSchema}.mt_events where tenant_id = $1 and stream_id = $2 and id = $3"
                : $"select version, 0::bigint from {options.LogSchema}.mt_streams where tenant_id = $1 and id = $2 and $3 is not null", connection);
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = pending.Tenant });
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = streams[i].StreamId });
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = pending.LastIds[i] });
            await using var reader = await command.ExecuteReaderAsync();
            if (await reader.ReadAsync())
                (versions[i], position) = (reader.GetInt64(0), Math.Max(position, reader.GetInt64(1)));
            else if (streams[i].Events.Count > 0)
                return null;
        }
        return position > 0 ? new AppendResult(position, versions) : null;
    }

    /// <summary>Whether the outcome stored for a command is this one.</summary>
    public static async Task<bool> HasOutcomeAsync(NpgsqlConnection connection, EventStoreOptions options, CommandOutcome outcome)
    {
        await using var command = new NpgsqlCommand(
            $"select exists (select from {options.StateSchema}.commands where command_id = $1 and status = $2 and result is not distinct from $3)", connection);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = outcome.CommandId });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = outcome.Status });
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Jsonb, Value = (object?)outcome.Result ?? DBNull.Value });
        return await command.ExecuteScalarAsync() is true;
    }
}
