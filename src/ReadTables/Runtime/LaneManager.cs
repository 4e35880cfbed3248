using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EventSourced.ReadTables.Runtime;

/// <summary>Balances the lanes over the processes: takes free lanes and those of frozen owners, and releases lanes for which other processes have room.</summary>
internal sealed partial class LaneManager(NpgsqlDataSource source, IReadOnlyCollection<string> lanes, LogSignal signal, StateChanges changes, ProjectionOptions options,
    ILogger<LaneManager> logger)
{
    // How soon the lanes of a dead process are taken.
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(300);

    // How soon a process that is alone finds another one, and changes of the tables.
    private static readonly TimeSpan s_intervalAlone = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<string, TaskCompletionSource<LaneLease>> _wanted = new();
    private readonly LogSignal _requested = new();
    private readonly List<LaneLease> _owned = [];
    private long _tablesVersion;

    /// <summary>The lanes that this process owned at the last check.</summary>
    public IReadOnlyList<string> Owned { get; private set; } = [];

    /// <summary>Changes when a table is paused, resumed or replaced.</summary>
    public long TablesVersion => Interlocked.Read(ref _tablesVersion);

    /// <summary>Waits until this process owns a lane.</summary>
    public async Task<LaneLease> AcquireAsync(string lane, CancellationToken cancellationToken)
    {
        var wanted = new TaskCompletionSource<LaneLease>(TaskCreationOptions.RunContinuationsAsynchronously);
        _wanted[lane] = wanted;
        // Cancels the completion source instead of the wait: either the lease is passed on, or the manager sees that nobody takes it.
        await using var cancelled = cancellationToken.Register(() => wanted.TrySetCanceled(cancellationToken));
        _requested.Raise();
        return await wanted.Task;
    }

    /// <summary>Waits for the schema, and terminates frozen owners, whose pages would block its locks.</summary>
    public async Task AwaitSchemaAsync(Task applied, CancellationToken cancellationToken)
    {
        while (await Task.WhenAny(applied, Task.Delay(s_interval, cancellationToken)) != applied && !cancellationToken.IsCancellationRequested)
        {
            try
            {
                await WorkerPresence.TerminateFrozenAsync(source, options.LeaseTimeout, cancellationToken);
                await LaneLease.TerminateStaleAsync(source, lanes, options.LeaseTimeout, cancellationToken);
            }
            catch (Exception e) when (e is NpgsqlException or OperationCanceledException)
            {
                // The lanes do not exist yet, or the database cannot be reached: the schema waits for something else.
            }
        }
        await applied;
    }

    /// <summary>Balances the lanes until cancelled.</summary>
    /// <param name="renewals">Renews the presence of this process with the leases of its lanes.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task RunAsync(LeaseRenewals renewals, CancellationToken cancellationToken)
    {
        var pause = TimeSpan.Zero;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await using var presence = await WorkerPresence.AnnounceAsync(source, options.Owner, cancellationToken);
                renewals.Presence = presence;
                Task changed = Task.CompletedTask;
                while (true)
                {
                    if (changed.IsCompleted) changed = Task.WhenAny(_requested.Next, changes.NextOf(StateChanges.Workers), changes.NextOf(StateChanges.ReadTables));
                    var view = await presence.RefreshAsync(options.LeaseTimeout, options.RenewInterval, cancellationToken);
                    if (view.Frozen > 0) LogFrozen(view.Frozen, options.LeaseTimeout.TotalSeconds, await WorkerPresence.TerminateFrozenAsync(source, options.LeaseTimeout, cancellationToken));
                    if (Interlocked.Exchange(ref _tablesVersion, view.TablesVersion) != view.TablesVersion) signal.Raise();
                    await BalanceAsync(view, cancellationToken);
                    pause = TimeSpan.Zero;
                    // A process that dies notifies nobody.
                    await WaitAsync(presence, changed, view.Processes == 1 && s_intervalAlone < options.RenewInterval ? changes.Interval(s_intervalAlone) : s_interval, cancellationToken);
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // The database cannot be reached. The leases detect this themselves.
                LogInterrupted(e);
                pause = TimeSpan.FromMilliseconds(Math.Clamp(pause.TotalMilliseconds * 2, 50, 5_000));
                await Task.Delay(pause, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            finally
            {
                renewals.Presence = null;
            }
        }
    }

    /// <summary>Waits for a change, and renews the presence meanwhile.</summary>
    private async Task WaitAsync(WorkerPresence presence, Task changed, TimeSpan longest, CancellationToken cancellationToken)
    {
        for (var left = longest; left > TimeSpan.Zero && !changed.IsCompleted; left -= options.RenewInterval)
        {
            await changed.AtMostAsync(left < options.RenewInterval ? left : options.RenewInterval, cancellationToken);
            if (left > options.RenewInterval) await presence.RenewAsync(options.RenewInterval, cancellationToken);
        }
    }

    private async Task BalanceAsync(LaneView view, CancellationToken cancellationToken)
    {
        _owned.RemoveAll(l => l.IsReleased);
        // The leases that were taken last have the smallest caches.
        foreach (var lease in _owned.AsEnumerable().Reverse().Take(LaneShare.ToRelease(lanes.Count, view.Processes, _owned.Count))) lease.RequestRelease();

        var room = LaneShare.ToTake(lanes.Count, view.Processes, _owned.Count);
        foreach (var (lane, state) in view.Lanes)
        {
            if (room == 0) break;
            if (state == LaneState.Owned || !_wanted.TryGetValue(lane, out var wanted) || wanted.Task.IsCompleted) continue;
            if (await TakeAsync(lane, state, cancellationToken) is not { } lease) continue;
            if (!wanted.TrySetResult(lease))
            {
                await lease.DisposeAsync();
                continue;
            }
            _owned.Add(lease);
            room--;
        }
        Owned = [.. _owned.Where(l => !l.IsReleased).Select(l => l.Lane).Order(StringComparer.Ordinal)];
    }

    private async Task<LaneLease?> TakeAsync(string lane, LaneState state, CancellationToken cancellationToken)
    {
        if (await LaneLease.TryTakeAsync(source, lane, options.Owner, cancellationToken) is { } free) return free;
        if (state != LaneState.Stale) return null;
        var since = Stopwatch.GetTimestamp();
        if (await LaneLease.TerminateStaleAsync(source, [lane], options.LeaseTimeout, cancellationToken) is > 0 and var ended)
            LogTakenOver(lane, options.LeaseTimeout.TotalSeconds, ended, Stopwatch.GetElapsedTime(since).TotalMilliseconds);
        return await LaneLease.TryTakeAsync(source, lane, options.Owner, cancellationToken);
    }

    [LoggerMessage(LogLevel.Warning, "Lane {Lane} was not renewed for {Timeout} s: {Sessions} sessions of its owner were terminated in {Milliseconds:0} ms")]
    private partial void LogTakenOver(string lane, double timeout, int sessions, double milliseconds);

    [LoggerMessage(LogLevel.Warning, "{Processes} worker processes have died or not renewed their presence for {Timeout} s: {Sessions} sessions with locks or transactions were terminated")]
    private partial void LogFrozen(int processes, double timeout, int sessions);

    [LoggerMessage(LogLevel.Warning, "The balancing of lanes was interrupted and restarts")]
    private partial void LogInterrupted(Exception exception);
}
