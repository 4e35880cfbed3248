using EventSourced.EventStore;
using Npgsql;

namespace EventSourced.ReadTables.Runtime;

/// <summary>
/// Applies a page of events to tables that have the same position: rows and checkpoints of all of them in one transaction. If that fails and may be the fault
/// of one table, each table is projected by itself, and the faulty one is paused before the faulty event, which is found by bisection.
/// </summary>
/// <param name="source">The database.</param>
/// <param name="lease">Ownership of the lane.</param>
/// <param name="incarnationOf">The incarnation of a table to which its cached rows belong.</param>
internal sealed class PageProjector(NpgsqlDataSource source, LaneLease lease, Func<string, long> incarnationOf) : IAsyncDisposable
{
    private const int AttemptsPerEvent = 3;

    // Held between pages: a pool resets a connection at each use, which costs as much as a small page.
    private NpgsqlConnection? _connection;

    /// <summary>The connection of this lane, reopened if it broke. It must be left without a transaction.</summary>
    /// <param name="cancellationToken">Stops.</param>
    public async ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        if (_connection is { FullState: System.Data.ConnectionState.Open }) return _connection;
        await DisposeAsync();
        return _connection = await source.OpenConnectionAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_connection is { } connection) await connection.DisposeAsync();
        _connection = null;
    }

    /// <summary>Projects a page.</summary>
    /// <param name="tables">Tables at position <paramref name="from"/>.</param>
    /// <param name="events">The page's events.</param>
    /// <param name="from">Position of the tables before.</param>
    /// <param name="position">Position of the tables afterwards.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>Tables that were paused.</returns>
    /// <exception cref="TablesChangedException">A table was changed by another process; nothing was written.</exception>
    public async Task<IReadOnlyList<PausedTable>> ProjectAsync(
        IReadOnlyList<ITableProjector> tables, IReadOnlyList<ProjectedEvent> events, long from, long position, CancellationToken cancellationToken)
    {
        try
        {
            await ProjectAllAsync(tables, events, from, position, cancellationToken);
            return [];
        }
        catch (Exception e) when (Faults.IsTableFault(e))
        {
            var paused = new List<PausedTable>();
            foreach (var table in tables)
            {
                var own = events.Where(table.Handles).ToList();
                if (await ProjectSingleAsync(table, own, from, position, cancellationToken) is { } stopped) paused.Add(stopped);
            }
            return paused;
        }
    }

    private async Task<PausedTable?> ProjectSingleAsync(ITableProjector table, List<ProjectedEvent> events, long from, long position, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await ProjectAllAsync([table], events, from, position, cancellationToken);
                return null;
            }
            catch (Exception e) when (Faults.IsTableFault(e))
            {
                if (events.Count > 1)
                {
                    var half = events.Count / 2;
                    var (left, right) = (events[..half], events[half..]);
                    var middle = left[^1].Recorded.Position;
                    return await ProjectSingleAsync(table, left, from, middle, cancellationToken)
                        ?? await ProjectSingleAsync(table, right, middle, position, cancellationToken);
                }
                if (events.Count == 0) throw;
                if (attempt < AttemptsPerEvent) continue;
                var connection = await OpenAsync(cancellationToken);
                await TableCheckpoint.PauseAsync(connection, lease, table, ExpectedCheckpoints([table]), from, events[0], e, attempt, cancellationToken);
                return new(table.Definition, events[0].Recorded, e);
            }
        }
    }

    private async Task ProjectAllAsync(
        IReadOnlyList<ITableProjector> tables, IReadOnlyList<ProjectedEvent> events, long from, long position, CancellationToken cancellationToken)
    {
        try
        {
            var connection = await OpenAsync(cancellationToken);
            foreach (var (table, own) in tables.Zip(EventShares.Of(tables, events))) table.Collect(own);
            await LoadAsync(connection, tables, cancellationToken);
            foreach (var table in tables) table.Apply();
            List<IRowWrites> taken = [.. tables.Select(t => t.TakeWrites())];

            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await using var batch = connection.CreateLongBatch();
            batch.BatchCommands.Add(lease.CreateFence());
            var checkpoints = ExpectedCheckpoints(tables);
            var advance = TableCheckpoint.CreateAdvance(checkpoints, from, position);
            batch.BatchCommands.Add(advance);
            if (ForgettingRecords.Of(tables, events) is { } record) batch.BatchCommands.Add(record);
            // Locks the checkpoints before the tables, in the same order as a swap of generations.
            if (taken.Any(t => t.ReadsBefore))
            {
                await batch.ExecuteFencedAsync(lease, cancellationToken);
                foreach (var table in taken) await table.BeforeAsync(connection, cancellationToken);
                await using var writes = connection.CreateLongBatch();
                foreach (var write in taken.SelectMany(t => t.Statements())) writes.BatchCommands.Add(write);
                await writes.ExecuteNonQueryAsync(cancellationToken);
            }
            else
            {
                foreach (var write in taken.SelectMany(t => t.Statements())) batch.BatchCommands.Add(write);
                await batch.ExecuteFencedAsync(lease, cancellationToken);
            }
            if (advance.RecordsAffected != checkpoints.Count) throw new TablesChangedException();
            foreach (var table in taken) await table.AfterAsync(connection, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        catch
        {
            foreach (var table in tables) table.Discard();
            throw;
        }
        foreach (var table in tables) table.Accept();
    }

    /// <summary>The names of tables and of those derived from them, with their incarnations.</summary>
    public IReadOnlyList<(string Table, long Incarnation)> ExpectedCheckpoints(IReadOnlyList<ITableProjector> tables) =>
        [.. tables.SelectMany(t => t.CheckpointNames()).Select(name => (name, incarnationOf(name)))];

    /// <summary>Loads the rows that a page needs, for all tables in one round trip.</summary>
    public static async Task LoadAsync(NpgsqlConnection connection, IReadOnlyList<ITableProjector> tables, CancellationToken cancellationToken)
    {
        await using var batch = connection.CreateLongBatch();
        var loading = new List<ITableProjector>();
        foreach (var table in tables)
        {
            if (table.CreateLoads() is not { Count: > 0 } loads) continue;
            foreach (var load in loads) batch.BatchCommands.Add(load);
            loading.Add(table);
        }
        if (loading.Count == 0) return;
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        foreach (var table in loading)
        {
            await table.ReadLoadedAsync(reader, cancellationToken);
            await reader.NextResultAsync(cancellationToken);
        }
    }
}

/// <summary>A table that was paused before an event that it cannot apply.</summary>
internal sealed record PausedTable(TableDefinition Table, RecordedEvent Event, Exception Error);
