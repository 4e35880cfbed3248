namespace EventSourced.Commands.Deciding;

/// <summary>
/// States that this process caches between commands, so that a command reads only newer events of its stream. One command owns a state at a time. Another command
/// for the same stream waits for it: loading the whole stream again costs more, and its append would conflict with that of the owner. The wait is bounded, because two
/// commands may each own what the other needs. The number of states is bounded, and idle ones are removed, because they hold what people said.
/// </summary>
public sealed class StateCache : IDisposable
{
    /// <summary>Most cached states; beyond, the least recently used half is removed.</summary>
    internal const int MaxStates = 5_000;

    /// <summary>How long an unused state is kept.</summary>
    internal static readonly TimeSpan IdleTime = TimeSpan.FromMinutes(10);

    /// <summary>How long a command waits for a state that another command owns. After that it loads its own.</summary>
    internal static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(2);

    private readonly Dictionary<(Type, string), (StreamState State, long Used)> _states = [];
    private readonly Dictionary<(Type, string), Queue<TaskCompletionSource>> _owned = [];
    private readonly TimeProvider _time;
    private readonly ITimer _timer;

    /// <summary>Opens an empty cache.</summary>
    /// <param name="time">Clock by which states are idle.</param>
    public StateCache(TimeProvider time)
    {
        _time = time;
        _timer = time.CreateTimer(_ => RemoveIdle(), null, IdleTime / 10, IdleTime / 10);
    }

    internal int Count
    {
        get
        {
            lock (_states) return _states.Count;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    /// <summary>Takes the state of a stream out of the cache.</summary>
    /// <param name="type">Kind of state.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="cancellationToken">Cancels the wait for the owner.</param>
    /// <returns>
    /// Whether the caller is the owner now, even if no state is cached; an owner must call <see cref="Release"/>. And the state, or null if none is cached.
    /// </returns>
    internal async ValueTask<(bool IsOwner, StreamState? State)> TakeAsync(Type type, string stream, CancellationToken cancellationToken)
    {
        var key = (type, stream);
        TaskCompletionSource turn;
        lock (_states)
        {
            if (_owned.TryAdd(key, [])) return (true, Remove(key));
            turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _owned[key].Enqueue(turn);
        }
        try
        {
            await turn.Task.WaitAsync(MaxWait, _time, cancellationToken);
        }
        catch (TimeoutException)
        {
            if (turn.TrySetCanceled(CancellationToken.None)) return (false, null);
        }
        catch (OperationCanceledException)
        {
            if (!turn.TrySetCanceled(CancellationToken.None)) Release(type, stream, null);
            throw;
        }
        lock (_states) return (true, Remove(key));
    }

    /// <summary>Ends the ownership of a state. The next waiting command becomes the owner.</summary>
    /// <param name="type">Kind of state.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="state">The state to cache, or null.</param>
    internal void Release(Type type, string stream, StreamState? state)
    {
        var key = (type, stream);
        lock (_states)
        {
            if (state is not null) _states[key] = (state, _time.GetTimestamp());
            if (_states.Count > MaxStates) Remove(_states.OrderBy(s => s.Value.Used).Take(MaxStates / 2));
            var waiting = _owned[key];
            while (waiting.TryDequeue(out var next))
                if (next.TrySetResult()) return;
            _owned.Remove(key);
        }
    }

    private StreamState? Remove((Type, string) key) => _states.Remove(key, out var found) ? found.State : null;

    private void RemoveIdle()
    {
        lock (_states) Remove(_states.Where(s => _time.GetElapsedTime(s.Value.Used) >= IdleTime));
    }

    private void Remove(IEnumerable<KeyValuePair<(Type, string), (StreamState State, long Used)>> states)
    {
        foreach (var (key, _) in states.ToList()) _states.Remove(key);
    }
}
