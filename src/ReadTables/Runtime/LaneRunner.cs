using System.Diagnostics;
using EventSourced.EventStore;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EventSourced.ReadTables.Runtime;

/// <summary>Updates the tables of one lane while this process owns the lane.</summary>
internal sealed partial class LaneRunner(
    string lane, LaneManager manager, ReadTableCatalog catalog, IEventStore store, EventCodec codec, NpgsqlDataSource source, EmptyCheckpoints emptyCheckpoints, LeaseRenewals renewals,
    LogSignal signal, ProjectionOptions options, ILogger<LaneRunner> logger)
{
    // A page costs about the same with one event as with fifty. A lane that keeps up waits after a page for half of the page's duration, so that on a busy
    // machine a page has more events. After a page without an event of the lane, it waits for the maximum.
    private static readonly TimeSpan s_maxDelay = TimeSpan.FromMilliseconds(10);

    // LogPoller polls for all lanes. A lane that waits reads the log nevertheless, after this many polls.
    private const int SkippedPolls = 2400;

    private (IReadOnlyList<ITableProjector> Tables, HashSet<string> Types) _followed = ([], []);

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
                await using var renewal = new LaneRenewal(lease, renewals, cancellationToken);
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
        await using var pages = new PageProjector(source, lease, tables.IncarnationOf);
        long? refreshed = null;
        var round = emptyCheckpoints.Round;
        while (!lease.ReleaseRequested.IsCompleted)
        {
            var wake = signal.Next;
            // Administrators pause and resume tables, and builds replace them, in es.read_tables. A late refresh does no harm, since a page fails if its tables were changed.
            var version = manager.TablesVersion;
            if (refreshed != version)
            {
                await tables.RefreshAsync(await pages.OpenAsync(cancellationToken), cancellationToken);
                refreshed = version;
            }
            try
            {
                var began = Stopwatch.GetTimestamp();
                var savesEmptyPages = emptyCheckpoints.Round is var current && current != round;
                round = current;
                var (step, isEnd) = await StepAsync(pages, tables, savesEmptyPages, cancellationToken);
                if (step == Step.Full) continue;
                var (pause, ended) = (Pause(step, Stopwatch.GetElapsedTime(began)), Stopwatch.GetTimestamp());
                // If the page was the end of the log, another look finds nothing before the next signal.
                if (isEnd || step == Step.None) await Task.WhenAny(wake, lease.ReleaseRequested).AtMostAsync(tables.HaveUnsavedPositions ? emptyCheckpoints.Interval : options.PollInterval * SkippedPolls, cancellationToken);
                if (pause - Stopwatch.GetElapsedTime(ended) is var rest && rest > TimeSpan.Zero) await Task.Delay(rest, cancellationToken);
            }
            catch (TablesChangedException)
            {
                refreshed = null;
            }
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Projects one page for each group of tables with the same position. Groups that are behind catch up and join the next one.</summary>
    /// <returns>What it found, and whether the page of the first group ends at the end of the log.</returns>
    private async Task<(Step Step, bool IsEnd)> StepAsync(PageProjector pages, LaneTables tables, bool savesEmptyPages, CancellationToken cancellationToken)
    {
        var step = Step.None;
        var isEnd = false;
        var next = long.MaxValue;
        foreach (var cohort in tables.Cohorts())
        {
            var types = TypesOf(cohort.Tables);
            var page = next == long.MaxValue
                ? await store.FollowAsync(cohort.Read, options.PageSize, types, withOrigins: false, cancellationToken)
                : await store.ReadPageAsync(cohort.Read, options.PageSize, next, types, withOrigins: false, cancellationToken);
            if (next == long.MaxValue) isEnd = page.IsEnd;
            next = cohort.Read;
            if (page.Position <= cohort.Read && !(savesEmptyPages && cohort.Read > cohort.Position)) continue;
            if (page.Events.Count == 0)
            {
                if (savesEmptyPages)
                {
                    await emptyCheckpoints.AdvanceAsync(pages.ExpectedCheckpoints(cohort.Tables), cohort.Position, page.Position, cancellationToken);
                    tables.SetPosition(cohort.Tables, page.Position);
                }
                else
                {
                    tables.SetRead(cohort.Tables, page.Position);
                }
                step = Max(step, page.Position < page.Watermark ? Step.Full : Step.Empty);
                continue;
            }

            var paused = await pages.ProjectAsync(
                cohort.Tables, [.. page.Events.Select(e => new ProjectedEvent(e, codec))], cohort.Position, page.Position, cancellationToken);
            tables.SetPosition(cohort.Tables, page.Position);
            foreach (var pausedTable in paused)
            {
                tables.Remove(pausedTable.Table);
                LogPaused(pausedTable.Table.QualifiedName, pausedTable.Event.Position, pausedTable.Event.Type, pausedTable.Error);
            }
            step = Max(step, page.Position < page.Watermark ? Step.Full : Step.Some);
        }
        return (step, isEnd);

        static Step Max(Step one, Step other) => one > other ? one : other;
    }

    // Nearly always the same tables: a lane steps a hundred times a second.
    private HashSet<string> TypesOf(IReadOnlyList<ITableProjector> tables)
    {
        if (!_followed.Tables.SequenceEqual(tables)) _followed = (tables, [.. tables.SelectMany(t => t.Definition.EventTypes).Distinct().SelectMany(codec.NamesOf)]);
        return _followed.Types;
    }

    private static TimeSpan Pause(Step step, TimeSpan duration) => step switch
    {
        Step.Some => duration / 2 < s_maxDelay ? duration / 2 : s_maxDelay,
        Step.Empty => s_maxDelay,
        _ => TimeSpan.Zero,
    };

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
