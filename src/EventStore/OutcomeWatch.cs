namespace EventSourced.EventStore;

/// <summary>Waits for the outcomes of commands: one look at the ledger serves all who wait in this process.</summary>
/// <param name="find">Those of some commands that have an outcome.</param>
/// <param name="time">Clock of the waiting.</param>
internal sealed class OutcomeWatch(Func<IReadOnlyList<Guid>, Task<IReadOnlyList<CommandRecord>>> find, TimeProvider time)
{
    private const int Most = 200;
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(4), s_longestPause = TimeSpan.FromMilliseconds(250);
    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, Watched> _watched = [];
    private readonly Queue<Guid> _turn = new();
    private long _lastCaller;
    private bool _looking;

    /// <summary>The command once it has an outcome; null when it has none in time.</summary>
    /// <param name="id">The command.</param>
    /// <param name="limit">How long to wait at most.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task<CommandRecord?> WaitAsync(Guid id, TimeSpan limit, CancellationToken cancellationToken)
    {
        var watched = Watch(id);
        try
        {
            return await watched.Task.WaitAsync(limit, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // It may have come since the wait was over, or have failed itself.
            return watched.Task.IsCompleted ? await watched.Task : null;
        }
        finally
        {
            lock (_lock)
                if (--watched.Callers == 0 && _watched.GetValueOrDefault(id) == watched)
                    _watched.Remove(id);
        }
    }

    private Watched Watch(Guid id)
    {
        lock (_lock)
        {
            if (!_watched.TryGetValue(id, out var watched))
            {
                _watched.Add(id, watched = new Watched());
                _turn.Enqueue(id);
            }
            watched.Callers++;
            _lastCaller = time.GetTimestamp();
            if (_looking) return watched;
            _looking = true;
            // What others wait for is no part of this caller's trace.
            using (ExecutionContext.SuppressFlow()) _ = Task.Run(LookAsync, CancellationToken.None);
            return watched;
        }
    }

    private async Task LookAsync()
    {
        var (last, cost) = (time.GetTimestamp(), TimeSpan.Zero);
        while (true)
        {
            await Task.Delay(s_tick, time);
            HashSet<Guid> ids;
            lock (_lock)
            {
                _looking = _watched.Count > 0;
                if (!_looking) return;
                // Most commands are done soon: what has been waited for longer is looked at less often, and looking never takes more than a fifth of the time.
                var pause = TimeSpan.FromTicks(Math.Min(s_longestPause.Ticks, Math.Max(4 * cost.Ticks, time.GetElapsedTime(_lastCaller).Ticks / 4)));
                if (time.GetElapsedTime(last) < pause) continue;
                ids = Next();
            }
            var began = time.GetTimestamp();
            try
            {
                foreach (var record in await find([.. ids])) Take(record.CommandId)?.TrySetResult(record);
                lock (_lock) foreach (var id in ids.Where(_watched.ContainsKey)) _turn.Enqueue(id);
            }
            catch (Exception e)
            {
                foreach (var id in ids) Take(id)?.TrySetException(e);
            }
            (last, cost) = (time.GetTimestamp(), time.GetElapsedTime(began));
        }
    }

    /// <summary>With very many, each has its turn.</summary>
    private HashSet<Guid> Next()
    {
        HashSet<Guid> ids = [];
        while (ids.Count < Most && _turn.TryDequeue(out var id))
            if (_watched.ContainsKey(id))
                ids.Add(id);
        return ids;
    }

    private Watched? Take(Guid id)
    {
        lock (_lock) return _watched.Remove(id, out var watched) ? watched : null;
    }

    private sealed class Watched() : TaskCompletionSource<CommandRecord>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public int Callers { get; set; }
    }
}
