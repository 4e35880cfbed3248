using Npgsql;

namespace EventSourced.EventStore.Appending;

/// <summary>
/// One append in a transaction and on a connection of its own: a bulk append, whose events are written by binary COPY, or one that the writer detached
/// because its streams are locked.
/// </summary>
/// <param name="dataSource">The log's connections.</param>
/// <param name="statement">Writes appends that are not bulk appends.</param>
/// <param name="codec">How events are written.</param>
/// <param name="options">Names of the schemas and bounds.</param>
/// <param name="appended">Called with the highest position of each commit.</param>
internal sealed class SingleAppend(NpgsqlDataSource dataSource, AppendGroup statement, EventCodec codec, EventStoreOptions options, Action<long> appended)
{
    // It waits for a locked stream as long as appends are retried.
    private readonly string _settings = PlannerSettings.ForTransaction(options.GiveUpAfter);

    private readonly BulkAppend _bulk = new(codec, options);

    /// <summary>Writes the append and completes it with its result or its failure.</summary>
    /// <param name="pending">The append.</param>
    /// <param name="stopping">Ends the retries.</param>
    /// <param name="cancellationToken">Cancels the append.</param>
    public async Task RunAsync(PendingAppend pending, CancellationToken stopping, CancellationToken cancellationToken)
    {
        try
        {
            await WriteWithRetriesAsync(pending, new Retry(options.GiveUpAfter, stopping), cancellationToken);
        }
        catch (OperationCanceledException)
        {
            pending.TrySetCanceled(cancellationToken);
        }
        catch (Exception e)
        {
            pending.TrySetException(Retry.Cause(e));
        }
    }

    private async Task WriteWithRetriesAsync(PendingAppend pending, Retry retry, CancellationToken cancellationToken)
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
                for (; lost.Count > 0; lost.RemoveAt(lost.Count - 1)) await lost[^1].TerminateAsync(connection);
                if (pending.CommitUnknown && await CommitLookup.FindAsync(connection, options, pending) is { } found)
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
                    if ((Retry.IsConcurrentWrite(e) && retry.CanRetryConflict()) || (Retry.IsLockTimeout(e) && retry.HasTime)) continue;
                    throw;
                }
                if (backend is { IsOwn: false }) throw new EventStoreUnavailableException(commitUnknown: true, e);
                if (backend is { } gone)
                {
                    lost.Add(gone);
                    pending.CommitUnknown = true;
                }
                if (!Retry.IsOutage(e)) throw;
                if (!await retry.PauseAsync()) throw new EventStoreUnavailableException(pending.CommitUnknown, e);
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
        var decision = pending.EventCount > pending.Events.Length
            ? await _bulk.ExecuteAsync(connection, pending, _settings, cancellationToken)
            : await statement.ExecuteAsync(connection, group, _settings);
        if (decision.Complete(group) is > 0 and var position) appended(position);
    }
}
