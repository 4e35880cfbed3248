using Npgsql;
using NpgsqlTypes;

namespace EventSourced.EventStore;

/// <summary>
/// One append in a transaction and on a connection of its own: a bulk append, whose events go in by binary COPY, or one that the writer set aside
/// because somebody holds its streams for long.
/// </summary>
internal sealed class LoneAppend(NpgsqlDataSource dataSource, EventCodec codec, EventStoreOptions options, Action<long> appended)
{
    /// <summary>Writes the append and completes it, also with what goes wrong.</summary>
    /// <param name="pending">The append.</param>
    /// <param name="stopping">Ends trying again.</param>
    /// <param name="cancellationToken">Breaks off.</param>
    public async Task RunAsync(PendingAppend pending, CancellationToken stopping, CancellationToken cancellationToken)
    {
        try
        {
            await TryAsync(pending, new Retry(options.GiveUpAfter, stopping), cancellationToken);
        }
        catch (OperationCanceledException)
        {
            pending.TrySetCanceled(cancellationToken);
        }
        catch (Exception e)
        {
            pending.TrySetException(e);
        }
    }

    private async Task TryAsync(PendingAppend pending, Retry retry, CancellationToken cancellationToken)
    {
        List<Backend> lost = [];
        while (true)
        {
            NpgsqlConnection? connection = null;
            Backend? backend = null;
            try
            {
                connection = await dataSource.OpenConnectionAsync(cancellationToken);
                backend = await Backend.OfAsync(connection);
                for (; lost.Count > 0; lost.RemoveAt(lost.Count - 1)) await lost[^1].EndAsync(connection);
                if (pending.InDoubt && await Doubt.FindAsync(connection, options, pending) is { } found)
                {
                    pending.TrySetResult(found);
                    appended(found.Position);
                }
                else
                {
                    await WriteAsync(connection, pending, cancellationToken);
                }
                return;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                if (connection is { FullState: System.Data.ConnectionState.Open })
                {
                    if ((Retry.IsRaced(e) && retry.Again()) || (Retry.IsHeld(e) && retry.HasTime)) continue;
                    throw;
                }
                if (backend is { IsOwn: false }) throw new EventStoreUnavailableException(inDoubt: true, e);
                if (backend is { } gone)
                {
                    lost.Add(gone);
                    pending.InDoubt = true;
                }
                if (!Retry.IsOutage(e)) throw;
                if (!await retry.PauseAsync()) throw new EventStoreUnavailableException(pending.InDoubt, e);
            }
            finally
            {
                if (connection is not null) await connection.DisposeAsync();
            }
        }
    }

    private async Task WriteAsync(NpgsqlConnection connection, PendingAppend pending, CancellationToken cancellationToken)
    {
        PendingAppend[] group = [pending];
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var statement = new AppendGroup(connection, options);
        var answer = await statement.ExecuteAsync(group);
        if (answer.States[0] != 0)
        {
            await transaction.RollbackAsync(CancellationToken.None);
            AppendGroup.Complete(group, answer);
            return;
        }
        if (pending.EventCount > pending.Events.Length)
        {
            await CopyAsync(connection, pending, answer.Versions, cancellationToken);
            await using var last = new NpgsqlCommand($"select currval('{options.LogSchema}.mt_events_sequence')", connection, transaction);
            answer.Positions[0] = (long)(await last.ExecuteScalarAsync(cancellationToken))!;
            if (pending.Append.Outcome is { } outcome)
            {
                await using var note = new NpgsqlCommand($"update {options.StateSchema}.commands set position = $1 where command_id = $2", connection, transaction);
                note.Parameters.Add(new NpgsqlParameter<long> { TypedValue = answer.Positions[0] });
                note.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = outcome.CommandId });
                await note.ExecuteNonQueryAsync(cancellationToken);
            }
        }
        await transaction.CommitAsync(CancellationToken.None);
        if (AppendGroup.Complete(group, answer) is > 0 and var position) appended(position);
    }

    private async Task CopyAsync(NpgsqlConnection connection, PendingAppend pending, long[] versions, CancellationToken cancellationToken)
    {
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
                await import.WriteAsync(pending.RecordedAt, NpgsqlDbType.TimestampTz, cancellationToken);
                await import.WriteAsync(pending.Tenant, NpgsqlDbType.Varchar, cancellationToken);
                await import.WriteAsync(pending.CorrelationId, NpgsqlDbType.Varchar, cancellationToken);
                await import.WriteAsync(pending.CausationId, NpgsqlDbType.Varchar, cancellationToken);
                await import.WriteAsync(pending.Headers, NpgsqlDbType.Jsonb, cancellationToken);
            }
        }
        await import.CompleteAsync(cancellationToken);
    }
}
