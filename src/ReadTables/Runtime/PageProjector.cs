using EventSourced.EventStore;
using Npgsql;

namespace EventSourced.ReadTables.Runtime;

/// <summary>
/// Brings tables that stand at one position through a page of events: rows and checkpoints of all of them in one transaction. When that fails for a
/// reason that may lie in one table, each goes on by itself, and the one at fault is narrowed down to the event and paused before it.
/// </summary>
/// <param name="source">The database.</param>
/// <param name="lease">Ownership of the lane.</param>
/// <param name="incarnationOf">The incarnation of each table that its cached rows belong to.</param>
internal sealed class PageProjector(NpgsqlDataSource source, LaneLease lease, Func<string, long> incarnationOf)
{
    private const int AttemptsPerEvent = 3;

    /// <summary>Projects a page.</summary>
    /// <param name="tables">Tables that stand at <paramref name="from"/>.</param>
    /// <param name="events">The page's events.</param>
    /// <param name="from">Where the tables stand.</param>
    /// <param name="position">Where they stand afterwards.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>Tables that were paused.</returns>
    /// <exception cref="TablesChangedException">A table is not there any more; nothing was written.</exception>
    public async Task<IReadOnlyList<PausedTable>> ProjectAsync(
        IReadOnlyList<ITableProjector> tables, IReadOnlyList<ProjectedEvent> events, long from, long position, CancellationToken cancellationToken)
    {
        try
        {
            await ProjectTogetherAsync(tables, events, from, position, cancellationToken);
            return [];
        }
        catch (Exception e) when (Faults.MayLieInOneTable(e))
        {
            var paused = new List<PausedTable>();
            foreach (var table in tables)
            {
                var own = events.Where(table.Handles).ToList();
                if (await ProjectAloneAsync(table, own, from, position, cancellationToken) is { } stopped) paused.Add(stopped);
            }
            return paused;
        }
    }

    private async Task<PausedTable?> ProjectAloneAsync(ITableProjector table, List<ProjectedEvent> events, long from, long position, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await ProjectTogetherAsync([table], events, from, position, cancellationToken);
                return null;
            }
            catch (Exception e) when (Faults.MayLieInOneTable(e))
            {
                if (events.Count > 1)
                {
                    var half = events.Count / 2;
                    var (left, right) = (events[..half], events[half..]);
                    var middle = left[^1].Recorded.Position;
                    return await ProjectAloneAsync(table, left, from, middle, cancellationToken)
                        ?? await ProjectAloneAsync(table, right, middle, position, cancellationToken);
                }
                if (events.Count == 0) throw;
                if (attempt < AttemptsPerEvent) continue;
                await using var connection = await source.OpenConnectionAsync(cancellationToken);
                await TableCheckpoint.PauseAsync(connection, lease, table, Standing([table]), from, events[0], e, attempt, cancellationToken);
                return new(table.Definition, events[0].Recorded, e);
            }
        }
    }

    private async Task ProjectTogetherAsync(
        IReadOnlyList<ITableProjector> tables, IReadOnlyList<ProjectedEvent> events, long from, long position, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await source.OpenConnectionAsync(cancellationToken);
            foreach (var table in tables) table.Collect([.. events.Where(table.Handles)]);
            await LoadAsync(connection, tables, cancellationToken);
            foreach (var table in tables) table.Apply();

            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await using var batch = connection.CreateLongBatch();
            batch.BatchCommands.Add(lease.CreateFence());
            var moving = Standing(tables);
            var advance = TableCheckpoint.CreateAdvance(moving, from, position);
            batch.BatchCommands.Add(advance);
            if (ForgettingNotes.Of(tables, events) is { } note) batch.BatchCommands.Add(note);
            // The checkpoints are locked before any table is: whoever swaps generations goes the same way.
            if (tables.Any(t => t.ReadsBeforeWrite))
            {
                await batch.ExecuteFencedAsync(lease, cancellationToken);
                foreach (var table in tables) await table.BeforeWriteAsync(connection, cancellationToken);
                await using var writes = connection.CreateLongBatch();
                foreach (var write in tables.SelectMany(t => t.CreateWrites())) writes.BatchCommands.Add(write);
                await writes.ExecuteNonQueryAsync(cancellationToken);
            }
            else
            {
                foreach (var write in tables.SelectMany(t => t.CreateWrites())) batch.BatchCommands.Add(write);
                await batch.ExecuteFencedAsync(lease, cancellationToken);
            }
            if (advance.RecordsAffected != moving.Count) throw new TablesChangedException();
            foreach (var table in tables) await table.AfterWriteAsync(connection, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        catch
        {
            foreach (var table in tables) table.Discard();
            throw;
        }
        foreach (var table in tables) table.Accept();
    }

    private List<(string Table, long Incarnation)> Standing(IReadOnlyList<ITableProjector> tables) =>
        [.. tables.SelectMany(t => t.Advances()).Select(name => (name, incarnationOf(name)))];

    /// <summary>Loads the rows that a page needs, of all tables in one round trip.</summary>
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

/// <summary>A table that was paused before an event it cannot take.</summary>
internal sealed record PausedTable(TableDefinition Table, RecordedEvent Event, Exception Error);
