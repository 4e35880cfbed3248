using System.Diagnostics;
using EventSourced.EventStore;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EventSourced.ReadTables.Runtime;

/// <summary>Keeps the tables of one module up to date while this process owns its lane.</summary>
internal sealed partial class LaneRunner(
    string lane, LaneKeeper keeper, ReadTableCatalog catalog, IEventStore store, EventCodec codec, NpgsqlDataSource source, LogSignal signal, ProjectionOptions options, ILogger<LaneRunner> logger)
{
    private readonly IReadOnlyList<TableDefinition> _tables = [.. catalog.Tables.Where(t => t.Module == lane)];

    /// <summary>Works on the lane whenever this process owns it, until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var pause = TimeSpan.Zero;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await using var lease = await keeper.OwnAsync(lane, cancellationToken);
                LogAcquired(lane, lease.Epoch, options.Owner);
                pause = TimeSpan.Zero;
                await using var renewal = new LaneRenewal(lease, options.RenewInterval, cancellationToken);
                await renewal.RunAsync(owned => RunOwnedAsync(lease, owned));
                LogGivenBack(lane, lease.Epoch, options.Owner);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // The database is away, or the lane is lost: begin anew from the stored checkpoints, ever less eagerly.
                LogInterrupted(lane, e);
                pause = TimeSpan.FromMilliseconds(Math.Clamp(pause.TotalMilliseconds * 2, 50, 5_000));
                await Task.Delay(pause, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task RunOwnedAsync(LaneLease lease, CancellationToken cancellationToken)
    {
        var pages = new PageProjector(source, lease);
        var projectors = CreateProjectors();
        var positions = new Dictionary<string, long>();
        var refreshed = 0L;
        while (!lease.AskedBack.IsCompleted)
        {
            var wake = signal.Next;
            // Admins pause and resume tables in es.read_tables; a look now and then is enough.
            if (positions.Count == 0 || Stopwatch.GetElapsedTime(refreshed) > TimeSpan.FromSeconds(1))
            {
                positions = await ReadRunningAsync(projectors, positions, cancellationToken);
                refreshed = Stopwatch.GetTimestamp();
            }
            if (!await StepAsync(pages, projectors, positions, cancellationToken))
                await Task.WhenAny(wake, lease.AskedBack, Task.Delay(options.PollInterval, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>One page for each group of tables that stand at the same position; groups that fell behind catch up and join the one before them.</summary>
    private async Task<bool> StepAsync(
        PageProjector pages, Dictionary<string, ITableProjector> projectors, Dictionary<string, long> positions, CancellationToken cancellationToken)
    {
        var moved = false;
        var next = long.MaxValue;
        foreach (var cohort in positions.GroupBy(p => p.Value).OrderByDescending(g => g.Key).ToList())
        {
            var tables = cohort.Select(p => projectors[p.Key]).ToList();
            var types = tables.SelectMany(t => t.Definition.EventTypes).Distinct().SelectMany(codec.NamesOf).ToHashSet();
            var page = await store.ReadPageAsync(cohort.Key, options.PageSize, next, types, cancellationToken);
            next = cohort.Key;
            if (page.Position <= cohort.Key) continue;

            var paused = await pages.ProjectAsync(tables, [.. page.Events.Select(e => new ProjectedEvent(e, codec))], page.Position, cancellationToken);
            foreach (var table in tables) positions[table.Definition.QualifiedName] = page.Position;
            foreach (var stopped in paused)
            {
                positions.Remove(stopped.Table.QualifiedName);
                LogPaused(stopped.Table.QualifiedName, stopped.Event.Position, stopped.Event.Type, stopped.Error);
            }
            moved = true;
        }
        return moved;
    }

    private Dictionary<string, ITableProjector> CreateProjectors()
    {
        var projectors = _tables.Where(t => t.SourceRow is null).ToDictionary(t => t.QualifiedName, t => t.CreateProjector());
        foreach (var derived in _tables.Where(t => t.SourceRow is not null))
            projectors.Values.First(p => p.Definition.RowType == derived.SourceRow).AddDerived(derived);
        return projectors;
    }

    private async Task<Dictionary<string, long>> ReadRunningAsync(
        Dictionary<string, ITableProjector> projectors, Dictionary<string, long> known, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var running = (await TableCheckpoint.ReadAsync(connection, lane, cancellationToken))
            .Where(c => c.State == "running" && projectors.ContainsKey(c.Table))
            .ToDictionary(c => c.Table, c => c.Position);
        // A table that comes back may have been changed by somebody else: nothing cached of it counts.
        foreach (var table in running.Keys.Where(t => !known.ContainsKey(t))) projectors[table].Discard();
        return running;
    }

    [LoggerMessage(LogLevel.Information, "Lane {Lane} is owned by {Owner} under epoch {Epoch}")]
    private partial void LogAcquired(string lane, long epoch, string owner);

    [LoggerMessage(LogLevel.Information, "Lane {Lane} of epoch {Epoch} is given back by {Owner}: other processes share the work")]
    private partial void LogGivenBack(string lane, long epoch, string owner);

    [LoggerMessage(LogLevel.Warning, "Lane {Lane} was interrupted and begins anew from its checkpoints")]
    private partial void LogInterrupted(string lane, Exception exception);

    [LoggerMessage(LogLevel.Error, "{Table} is paused before position {Position} ({EventType}), which it cannot take; the event is kept in es.dead_letters")]
    private partial void LogPaused(string table, long position, string eventType, Exception exception);
}
