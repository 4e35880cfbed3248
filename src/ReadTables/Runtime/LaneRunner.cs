using System.Diagnostics;
using EventSourced.EventStore;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EventSourced.ReadTables.Runtime;

/// <summary>Keeps the tables of one lane up to date while this process owns its lane.</summary>
internal sealed partial class LaneRunner(
    string lane, LaneKeeper keeper, ReadTableCatalog catalog, IEventStore store, EventCodec codec, NpgsqlDataSource source, LogSignal signal, ProjectionOptions options, ILogger<LaneRunner> logger)
{
    // A page costs much the same with one event as with fifty. A lane that keeps up rests after a page half as long as that took, and meets more events at
    // once the busier the machine is; after one without an event for it, longer.
    private static readonly TimeSpan s_longestRest = TimeSpan.FromMilliseconds(10);

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
                await using var renewal = new LaneRenewal(lease, options.RenewInterval, options.LeaseTimeout, cancellationToken);
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
        var tables = new LaneTables(lane, catalog, store);
        var pages = new PageProjector(source, lease, tables.IncarnationOf);
        var refreshed = 0L;
        while (!lease.AskedBack.IsCompleted)
        {
            var wake = signal.Next;
            // Admins pause and resume tables, and builds replace them, in es.read_tables; a look now and then is enough, since no page passes over a change.
            if (refreshed == 0 || Stopwatch.GetElapsedTime(refreshed) > TimeSpan.FromSeconds(1))
            {
                await using var connection = await source.OpenConnectionAsync(cancellationToken);
                await tables.RefreshAsync(connection, cancellationToken);
                refreshed = Stopwatch.GetTimestamp();
            }
            try
            {
                var began = Stopwatch.GetTimestamp();
                var step = await StepAsync(pages, tables, cancellationToken);
                if (step == Step.None) await Task.WhenAny(wake, lease.AskedBack, Task.Delay(options.PollInterval, cancellationToken));
                else if (step != Step.Full) await RestAsync(step == Step.Empty ? s_longestRest : Stopwatch.GetElapsedTime(began) / 2, cancellationToken);
            }
            catch (TablesChangedException)
            {
                refreshed = 0;
            }
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>One page for each group of tables that stand at the same position; groups that fell behind catch up and join the one before them.</summary>
    private async Task<Step> StepAsync(PageProjector pages, LaneTables tables, CancellationToken cancellationToken)
    {
        var step = Step.None;
        var next = long.MaxValue;
        foreach (var cohort in tables.Cohorts())
        {
            var types = cohort.Tables.SelectMany(t => t.Definition.EventTypes).Distinct().SelectMany(codec.NamesOf).ToHashSet();
            var page = await store.ReadPageAsync(cohort.Position, options.PageSize, next, types, cancellationToken);
            next = cohort.Position;
            if (page.Position <= cohort.Position) continue;

            var paused = await pages.ProjectAsync(
                cohort.Tables, [.. page.Events.Select(e => new ProjectedEvent(e, codec))], cohort.Position, page.Position, cancellationToken);
            tables.Moved(cohort.Tables, page.Position);
            foreach (var stopped in paused)
            {
                tables.Stopped(stopped.Table);
                LogPaused(stopped.Table.QualifiedName, stopped.Event.Position, stopped.Event.Type, stopped.Error);
            }
            var done = page.Position < page.Watermark ? Step.Full : page.Events.Count > 0 ? Step.Some : Step.Empty;
            if (done > step) step = done;
        }
        return step;
    }

    private static Task RestAsync(TimeSpan rest, CancellationToken cancellationToken) => Task.Delay(rest < s_longestRest ? rest : s_longestRest, cancellationToken);

    /// <summary>What a step found: nothing new; nothing for this lane; some events; or a page with more behind it.</summary>
    private enum Step
    {
        None,
        Empty,
        Some,
        Full,
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
