using EventSourced.EventStore.Signals;

namespace EventSourced.EventStore;

/// <summary>Waits for the outcomes of commands. One query of the ledger serves all waiting callers of this process.</summary>
/// <param name="find">Returns those of some commands that have an outcome.</param>
/// <param name="time">Clock.</param>
internal sealed class OutcomePoller(Func<IReadOnlyList<Guid>, Task<IReadOnlyList<CommandRecord>>> find, TimeProvider time)
{
    private const int MaxBatch = 200, MaxEarlySignals = 10_000;
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(4), s_longestInterval = TimeSpan.FromMilliseconds(250);
    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, Watched> _watched = [];
    private readonly Queue<Guid> _queue = new();
    private readonly Dictionary<Guid, SignalledOutcome> _early = [];
    private long _lastCaller;
    private bool _polling;

    /// <summary>Whether <see cref="Signal"/> is called for the watched commands.</summary>
    public bool IsSignalled { get; set; }

    /// <summary>Answers the watched ones of some commands, from the ledger if the signal does not have their outcomes. Does not block.</summary>
    /// <param name="outcomes">Commands whose outcomes are stored.</param>
    public void Signal(IReadOnlyCollection<SignalledOutcome> outcomes)
    {
        List<Guid> unknown = [];
        lock (_lock)
        {
            foreach (var outcome in outcomes)
            {
                if (!_watched.ContainsKey(outcome.CommandId))
                {
                    // The caller of a command that ended quickly does not wait for it yet.
                    if (_early.Count > MaxEarlySignals) _early.Clear();
                    _early[outcome.CommandId] = outcome;
                }
                else if (!TryAnswer(outcome))
                {
                    unknown.Add(outcome.CommandId);
                }
            }
        }
        if (unknown.Count > 0) AnswerSoon(unknown);
    }

    /// <summary>Returns the command once it has an outcome; null when it has none in time.</summary>
    /// <param name="id">The command.</param>
    /// <param name="limit">The longest time to wait.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<CommandProgress?> WaitAsync(Guid id, TimeSpan limit, CancellationToken cancellationToken)
    {
        var watched = Watch(id);
        try
        {
            return await watched.Task.WaitAsync(limit, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // The outcome, or a failure, may have arrived just after the timeout.
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
                _queue.Enqueue(id);
                if (_early.Remove(id, out var early) && !TryAnswer(early)) AnswerSoon([id]);
            }
            watched.Callers++;
            _lastCaller = time.GetTimestamp();
            if (_polling) return watched;
            _polling = true;
            RunInBackground(PollAsync);
            return watched;
        }
    }

    private async Task PollAsync()
    {
        var (last, cost) = (time.GetTimestamp(), TimeSpan.Zero);
        while (true)
        {
            await Task.Delay(IsSignalled ? s_longestInterval : s_interval, time);
            HashSet<Guid> ids;
            lock (_lock)
            {
                _polling = _watched.Count > 0;
                if (!_polling) return;
                // MaxBatch commands finish soon: the longer no caller has arrived, the less often it polls. Polling never takes more than a fifth of the time.
                var pause = TimeSpan.FromTicks(Math.Min(s_longestInterval.Ticks, Math.Max(4 * cost.Ticks, time.GetElapsedTime(_lastCaller).Ticks / 4)));
                if (!IsSignalled && time.GetElapsedTime(last) < pause) continue;
                ids = Next();
            }
            var began = time.GetTimestamp();
            try
            {
                await AnswerAsync([.. ids]);
                lock (_lock) foreach (var id in ids.Where(_watched.ContainsKey)) _queue.Enqueue(id);
            }
            catch (Exception e)
            {
                foreach (var id in ids) Remove(id)?.TrySetException(e);
            }
            (last, cost) = (time.GetTimestamp(), time.GetElapsedTime(began));
        }
    }

    private void AnswerSoon(IReadOnlyList<Guid> ids) => RunInBackground(async () =>
    {
        try
        {
            await AnswerAsync(ids);
        }
        catch (Exception)
        {
            // The next poll reports the failure, if it persists.
        }
    });

    private async Task AnswerAsync(IReadOnlyList<Guid> ids)
    {
        foreach (var record in await find(ids)) Remove(record.CommandId)?.TrySetResult(record);
    }

    /// <summary>Answers the callers of a command if its outcome is known from the signal.</summary>
    private bool TryAnswer(SignalledOutcome outcome)
    {
        if (outcome.Outcome is not { } progress) return false;
        Remove(outcome.CommandId)?.TrySetResult(progress);
        return true;
    }

    // Waits of others do not belong to this caller's trace.
    private static void RunInBackground(Func<Task> work)
    {
        using (ExecutionContext.SuppressFlow()) _ = Task.Run(work, CancellationToken.None);
    }

    /// <summary>The commands of the next query. If there are very many, they take turns.</summary>
    private HashSet<Guid> Next()
    {
        HashSet<Guid> ids = [];
        while (ids.Count < MaxBatch && _queue.TryDequeue(out var id))
            if (_watched.ContainsKey(id))
                ids.Add(id);
        return ids;
    }

    private Watched? Remove(Guid id)
    {
        lock (_lock) return _watched.Remove(id, out var watched) ? watched : null;
    }

    private sealed class Watched() : TaskCompletionSource<CommandProgress>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public int Callers { get; set; }
    }
}
