using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EventSourced.ReadTables.Runtime;

/// <summary>Gets this process its share of the lanes: takes free ones and those of frozen owners, and asks back what other processes have room for.</summary>
internal sealed partial class LaneKeeper(NpgsqlDataSource source, IReadOnlyCollection<string> lanes, ProjectionOptions options, ILogger<LaneKeeper> logger)
{
    // How soon the lanes of a process that died are picked up.
    private static readonly TimeSpan s_lookEvery = TimeSpan.FromMilliseconds(300);
    private readonly ConcurrentDictionary<string, TaskCompletionSource<LaneLease>> _wanted = new();
    private readonly LogSignal _asked = new();
    private readonly List<LaneLease> _owned = [];

    /// <summary>The lanes that this process owns, as of its last look.</summary>
    public IReadOnlyList<string> Owned { get; private set; } = [];

    /// <summary>Waits until this process owns a lane.</summary>
    public async Task<LaneLease> OwnAsync(string lane, CancellationToken cancellationToken)
    {
        var wanted = new TaskCompletionSource<LaneLease>(TaskCreationOptions.RunContinuationsAsynchronously);
        _wanted[lane] = wanted;
        // Cancelled here and not by the wait: either the lease is handed over, or the keeper sees that nobody takes it.
        await using var cancelled = cancellationToken.Register(() => wanted.TrySetCanceled(cancellationToken));
        _asked.Raise();
        return await wanted.Task;
    }

    /// <summary>Waits for the schema, which the page of a frozen owner would hold up for as long as it sleeps.</summary>
    public async Task AwaitSchemaAsync(Task applied, CancellationToken cancellationToken)
    {
        while (await Task.WhenAny(applied, Task.Delay(s_lookEvery, cancellationToken)) != applied && !cancellationToken.IsCancellationRequested)
        {
            try
            {
                await WorkerPresence.EndFrozenAsync(source, options.LeaseTimeout, cancellationToken);
                await LaneLease.EndStaleAsync(source, lanes, options.LeaseTimeout, cancellationToken);
            }
            catch (Exception e) when (e is NpgsqlException or OperationCanceledException)
            {
                // The lanes are not there yet, or the database is away: then the schema waits for something else.
            }
        }
        await applied;
    }

    /// <summary>Keeps the share until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var pause = TimeSpan.Zero;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await using var presence = await WorkerPresence.AnnounceAsync(source, options.Owner, cancellationToken);
                while (true)
                {
                    var asked = _asked.Next;
                    var view = await presence.LookAsync(options.LeaseTimeout, cancellationToken);
                    if (view.Frozen > 0) LogFrozen(view.Frozen, options.LeaseTimeout.TotalSeconds, await WorkerPresence.EndFrozenAsync(source, options.LeaseTimeout, cancellationToken));
                    await ShareAsync(view, cancellationToken);
                    pause = TimeSpan.Zero;
                    await Task.WhenAny(asked, Task.Delay(s_lookEvery, cancellationToken));
                    cancellationToken.ThrowIfCancellationRequested();
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // The database is away: leases that are left find that out themselves.
                LogInterrupted(e);
                pause = TimeSpan.FromMilliseconds(Math.Clamp(pause.TotalMilliseconds * 2, 50, 5_000));
                await Task.Delay(pause, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ShareAsync(LaneView view, CancellationToken cancellationToken)
    {
        _owned.RemoveAll(l => l.IsReleased);
        // Those taken last have the least in memory.
        foreach (var lease in _owned.AsEnumerable().Reverse().Take(LaneShare.ToGiveBack(lanes.Count, view.Processes, _owned.Count))) lease.AskBack();

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
        if (await LaneLease.EndStaleAsync(source, [lane], options.LeaseTimeout, cancellationToken) is > 0 and var ended)
            LogTakenOver(lane, options.LeaseTimeout.TotalSeconds, ended, Stopwatch.GetElapsedTime(since).TotalMilliseconds);
        return await LaneLease.TryTakeAsync(source, lane, options.Owner, cancellationToken);
    }

    [LoggerMessage(LogLevel.Warning, "Lane {Lane} was not renewed for {Timeout} s: {Sessions} sessions of its owner were ended in {Milliseconds:0} ms")]
    private partial void LogTakenOver(string lane, double timeout, int sessions, double milliseconds);

    [LoggerMessage(LogLevel.Warning, "{Processes} worker processes have died or were silent for {Timeout} s: {Sessions} sessions that held something were ended")]
    private partial void LogFrozen(int processes, double timeout, int sessions);

    [LoggerMessage(LogLevel.Warning, "The sharing of lanes with other processes was interrupted and begins anew")]
    private partial void LogInterrupted(Exception exception);
}
