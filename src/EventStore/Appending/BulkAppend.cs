using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace EventSourced.EventStore.Appending;

/// <summary>One append whose events are written by binary COPY: the fast path of imports. Marten has none for existing streams.</summary>
/// <param name="codec">How events are written.</param>
/// <param name="options">Names of the schemas.</param>
internal sealed class BulkAppend(EventCodec codec, EventStoreOptions options)
{
    private readonly StreamLookup _lookup = new(options);
    private readonly AbsentStreams _absent = new(options);

    /// <summary>Writes the append in a transaction of its own, if its streams have the expected versions.</summary>
    /// <param name="connection">The connection, without a transaction.</param>
    /// <param name="pending">The append.</param>
    /// <param name="settings">Settings of the transaction.</param>
    /// <param name="cancellationToken">Cancels the append.</param>
    /// <exception cref="ConcurrentWriteException">Another transaction wrote at the same time. Nothing was written.</exception>
    public async Task<GroupDecision> ExecuteAsync(NpgsqlConnection connection, PendingAppend pending, string settings, CancellationToken cancellationToken)
    {
        PendingAppend[] group = [pending];
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var decision = GroupDecision.Of(group, await _lookup.RunAsync(connection, group, settings));
        if (!decision.HasWork) return decision;
        await _absent.LockAsync(connection, decision.Absent);
        await UpdateStreamsAsync(connection, pending, decision.Versions, cancellationToken);
        await CopyAsync(connection, pending, decision.Versions, cancellationToken);
        await using (var last = new NpgsqlCommand($"select currval('{options.LogSchema}.mt_events_sequence')", connection))
            decision.Positions[0] = (long)(await last.ExecuteScalarAsync(cancellationToken))!;
        if (pending.Append.Outcome is { } outcome) await StoreOutcomeAsync(connection, outcome, pending.Append.Metadata.Actor, decision.Positions[0], cancellationToken);
        await _absent.ReleaseAsync(connection, decision.Absent);
        await transaction.CommitAsync(CancellationToken.None);
        return decision;
    }

    private async Task UpdateStreamsAsync(NpgsqlConnection connection, PendingAppend pending, long[] versions, CancellationToken cancellationToken)
    {
        var streams = pending.Append.Streams.Select((s, i) => (s.StreamId, Version: versions[i], Before: versions[i] - s.Events.Count)).Where(s => s.Version > s.Before).ToList();
        await using var command = new NpgsqlCommand($"""
            insert into {options.LogSchema}.mt_streams as s (tenant_id, id, version)
            select $1, q.id, q.version from unnest($2, $3, $4) q (id, version, before) order by q.id collate "C"
            on conflict (tenant_id, id) do update set version = excluded.version, timestamp = now()
            where coalesce(s.version, 0) = (select q.before from unnest($2, $3, $4) q (id, version, before) where q.id = s.id)
            """, connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = pending.Tenant });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. streams.Select(s => s.StreamId)] });
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. streams.Select(s => s.Version)] });
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. streams.Select(s => s.Before)] });
        if (await command.ExecuteNonQueryAsync(cancellationToken) != streams.Count) throw new ConcurrentWriteException("A stream was written to by another transaction.");
    }

    private async Task CopyAsync(NpgsqlConnection connection, PendingAppend pending, long[] versions, CancellationToken cancellationToken)
    {
        var headers = JsonSerializer.SerializeToUtf8Bytes(pending.Headers);
        var recordedAt = pending.Append.Metadata.RecordedAt.UtcDateTime;
        // The column's default assigns the positions.
        await using var import = await connection.BeginBinaryImportAsync(
            $"copy {options.LogSchema}.mt_events (id, stream_id, version, data, type, timestamp, tenant_id, correlation_id, causation_id, headers) from stdin (format binary)",
            cancellationToken);
        import.Timeout = Timeout.InfiniteTimeSpan;
        for (var i = 0; i < versions.Length; i++)
        {
            var stream = pending.Append.Streams[i];
            var before = versions[i] - stream.Events.Count;
            for (var n = 1; n <= stream.Events.Count; n++)
            {
                var (type, data) = await codec.EncodeAsync(stream.Events[n - 1], cancellationToken);
                await import.StartRowAsync(cancellationToken);
                await import.WriteAsync(n == stream.Events.Count ? pending.LastIds[i] : Guid.CreateVersion7(), NpgsqlDbType.Uuid, cancellationToken);
                await import.WriteAsync(stream.StreamId, NpgsqlDbType.Varchar, cancellationToken);
                await import.WriteAsync(before + n, NpgsqlDbType.Bigint, cancellationToken);
                await import.WriteAsync(data, NpgsqlDbType.Jsonb, cancellationToken);
                await import.WriteAsync(type, NpgsqlDbType.Varchar, cancellationToken);
                await import.WriteAsync(recordedAt, NpgsqlDbType.TimestampTz, cancellationToken);
                await import.WriteAsync(pending.Tenant, NpgsqlDbType.Varchar, cancellationToken);
                await import.WriteAsync(pending.CorrelationId, NpgsqlDbType.Varchar, cancellationToken);
                await import.WriteAsync(pending.CausationId, NpgsqlDbType.Varchar, cancellationToken);
                await import.WriteAsync(headers, NpgsqlDbType.Jsonb, cancellationToken);
            }
        }
        await import.CompleteAsync(cancellationToken);
    }

    private async Task StoreOutcomeAsync(NpgsqlConnection connection, CommandOutcome outcome, string actor, long position, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand($"""
            insert into {options.StateSchema}.commands as c (command_id, type, actor, status, accepted_at, finished_at, result, position)
            values ($1, '', $2, $3, now(), now(), $4, $5)
            {OutcomeSql.OnConflict}
            """, connection);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = outcome.CommandId });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = actor });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = outcome.Status });
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Jsonb, Value = (object?)outcome.Result ?? DBNull.Value });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = position });
        if (await command.ExecuteNonQueryAsync(cancellationToken) != 1) throw new ConcurrentWriteException("A command was finished by another transaction.");
    }
}
