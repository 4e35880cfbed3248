using EventSourced.EventStore;
using Npgsql;

namespace EventSourced.ReadTables.Runtime;

/// <summary>
/// Brings tables that stand at one position through a page of events: rows and checkpoints of all of them in one transaction. When that fails for a
/// reason that may lie in one table, each goes on by itself, and the one at fault is narrowed down to the event and paused before it.
/// </summary>
internal sealed class PageProjector(NpgsqlDataSource source, LaneLease lease)
{
    private const int AttemptsPerEvent = 3;

    /// <summary>Projects a page.</summary>
    /// <returns>Tables that were paused.</returns>
    public async Task<IReadOnlyList<PausedTable>> ProjectAsync(
        IReadOnlyList<ITableProjector> tables, IReadOnlyList<ProjectedEvent> events, long position, CancellationToken cancellationToken)
    {
        try
        {
            await ProjectTogetherAsync(tables, events, position, cancellationToken);
            return [];
        }
        catch (Exception e) when (MayLieInOneTable(e))
        {
            var paused = new List<PausedTable>();
            foreach (var table in tables)
            {
                var own = events.Where(x => Handles(table, x)).ToList();
                if (await ProjectAloneAsync(table, own, position, cancellationToken) is { } stopped) paused.Add(stopped);
            }
            return paused;
        }
    }

    private static bool Handles(ITableProjector table, ProjectedEvent e) => e.EventType is { } type && table.Definition.EventTypes.Contains(type);

    private static bool MayLieInOneTable(Exception e) => e switch
    {
        LaneLostException or OperationCanceledException => false,
        PostgresException p => !p.IsTransient && !p.SqlState.StartsWith("57", StringComparison.Ordinal) && !p.SqlState.StartsWith("53", StringComparison.Ordinal),
        NpgsqlException or IOException => false,
        _ => true,
    };

    private async Task<PausedTable?> ProjectAloneAsync(ITableProjector table, List<ProjectedEvent> events, long position, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await ProjectTogetherAsync([table], events, position, cancellationToken);
                return null;
            }
            catch (Exception e) when (MayLieInOneTable(e))
            {
                if (events.Count > 1)
                {
                    var half = events.Count / 2;
                    var (left, right) = (events[..half], events[half..]);
                    return await ProjectAloneAsync(table, left, left[^1].Recorded.Position, cancellationToken)
                        ?? await ProjectAloneAsync(table, right, position, cancellationToken);
                }
                if (events.Count == 0) throw;
                if (attempt < AttemptsPerEvent) continue;
                await using var connection = await source.OpenConnectionAsync(cancellationToken);
                await TableCheckpoint.PauseAsync(connection, lease, table, events[0], e, attempt, cancellationToken);
                return new(table.Definition, events[0].Recorded, e);
            }
        }
    }

    private async Task ProjectTogetherAsync(
        IReadOnlyList<ITableProjector> tables, IReadOnlyList<ProjectedEvent> events, long position, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await source.OpenConnectionAsync(cancellationToken);
            foreach (var table in tables)
                table.Collect(tables.Count == 1 ? events : [.. events.Where(e => Handles(table, e))]);
            await LoadAsync(connection, tables, cancellationToken);
            foreach (var table in tables) table.Apply();

            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            foreach (var table in tables) await table.BeforeWriteAsync(connection, cancellationToken);
            await using var batch = new NpgsqlBatch(connection);
            batch.BatchCommands.Add(lease.CreateFence());
            batch.BatchCommands.Add(TableCheckpoint.CreateAdvance(tables.SelectMany(t => t.Advances()), position));
            foreach (var write in tables.SelectMany(t => t.CreateWrites())) batch.BatchCommands.Add(write);
            await batch.ExecuteFencedAsync(lease, cancellationToken);
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

    private static async Task LoadAsync(NpgsqlConnection connection, IReadOnlyList<ITableProjector> tables, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        var loading = new List<ITableProjector>();
        foreach (var table in tables)
        {
            if (table.CreateLoad() is not { } load) continue;
            batch.BatchCommands.Add(load);
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
