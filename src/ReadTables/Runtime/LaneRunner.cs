using System.Diagnostics;
using EventSourced.EventStore;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EventSourced.ReadTables.Runtime;

/// <summary>Updates the tables of one lane while this process owns the lane.</summary>
internal sealed partial class LaneRunner(
    string lane, LaneManager manager, ReadTableCatalog catalog, IEventStore store, EventCodec codec, NpgsqlDataSource source, LogSignal signal, ProjectionOptions options, ILogger<LaneRunner> logger)
{
    // A page costs about the same with one event as with fifty. A lane that keeps up waits after a page for half of the page's duration, so that on a busy
    // machine a page has more events. After a page without an event of the lane, it waits for the maximum.
    private static readonly TimeSpan s_maxDelay = TimeSpan.FromMilliseconds(10);

    /// <summary>Runs the lane whenever this process owns it, until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var pause = TimeSpan.Zero;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await using var lease = await manager.AcquireAsync(lane, cancellationToken);
                LogAcquired(lane, lease.Epoch, options.Owner);
                pause = TimeSpan.Zero;
                await using var renewal = new LaneRenewal(lease, options.RenewInterval, options.LeaseTimeout, cancellationToken);
                await renewal.RunAsync(owned => RunOwnedAsync(lease, owned));
                LogReleased(lane, lease.Epoch, options.Owner);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // The database cannot be reached, or the lane is lost: restart from the stored checkpoints, with exponential back-off.
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
        while (!lease.ReleaseRequested.IsCompleted)
        {
            var wake = signal.Next;
            // Administrators pause and resume tables, and builds replace them, in es.read_tables. An occasional refresh is enough, since a page fails if its tables were changed.
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
                if (step == Step.None) await Task.WhenAny(wake, lease.ReleaseRequested, Task.Delay(options.PollInterval, cancellationToken));
                else if (step != Step.Full) await DelayAsync(step == Step.Empty ? s_maxDelay : Stopwatch.GetElapsedTime(began) / 2, cancellationToken);
            }
            catch (TablesChangedException)
            {
                refreshed = 0;
            }
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Projects one page for each group of tables with the same position. Groups that are behind catch up and join the next one.</summary>
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
            tables.SetPosition(cohort.Tables, page.Position);
            foreach (var pausedTable in paused)
            {
                tables.Remove(pausedTable.Table);
                LogPaused(pausedTable.Table.QualifiedName, pausedTable.Event.Position, pausedTable.Event.Type, pausedTable.Error);
            }
            var done = page.Position < page.Watermark ? Step.Full : page.Events.Count > 0 ? Step.Some : Step.Empty;
            if (done > step) step = done;
        }
        return step;
    }

    private static Task DelayAsync(TimeSpan delay, CancellationToken cancellationToken) => Task.Delay(delay < s_maxDelay ? delay : s_maxDelay, cancellationToken);

    /// <summary>The result of a step: nothing new; no event of this lane; some events; or a page after which there are more.</summary>
    private enum Step
    {
        None,
        Empty,
        Some,
        Full,
    }

    [LoggerMessage(LogLevel.Information, "Lane {Lane} is owned by {Owner} under epoch {Epoch}")]
    private partial void LogAcquired(string lane, long epoch, string owner);

    [LoggerMessage(LogLevel.Information, "Lane {Lane} of epoch {Epoch} is released by {Owner}: other processes have room for it")]
    private partial void LogReleased(string lane, long epoch, string owner);

    [LoggerMessage(LogLevel.Warning, "Lane {Lane} was interrupted and restarts from its checkpoints")]
    private partial void LogInterrupted(string lane, Exception exception);

    [LoggerMessage(LogLevel.Error, "{Table} is paused before position {Position} ({EventType}), which it cannot apply; the event is recorded in es.dead_letters")]
    private partial void LogPaused(string table, long position, string eventType, Exception exception);
}
