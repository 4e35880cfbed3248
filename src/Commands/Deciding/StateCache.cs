namespace EventSourced.Commands.Deciding;

/// <summary>
/// States that this process keeps between commands, so that a command reads only what its stream has got since. One command owns a state at a time; others that
/// need it wait, because a command that reads the whole stream again costs more, and its append would conflict with the owner's. The wait is bounded: two commands
/// may each own what the other needs. Bounded by number, and states hold what people said, so that none stays without use.
/// </summary>
public sealed class StateCache : IDisposable
{
    /// <summary>Most states that are kept; beyond, the half that was used longest ago is removed.</summary>
    internal const int Most = 5_000;

    /// <summary>How long a state is kept without use.</summary>
    internal static readonly TimeSpan Idle = TimeSpan.FromMinutes(10);

    /// <summary>How long a command waits for a state that another owns; then it reads the stream for itself.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Dictionary<(Type, string), (StreamState State, long Used)> _states = [];
    private readonly Dictionary<(Type, string), Queue<TaskCompletionSource>> _owned = [];
    private readonly TimeProvider _time;
    private readonly ITimer _timer;

    /// <summary>Opens an empty cache.</summary>
    /// <param name="time">Clock by which states are idle.</param>
    public StateCache(TimeProvider time)
    {
        _time = time;
        _timer = time.CreateTimer(_ => RemoveIdle(), null, Idle / 10, Idle / 10);
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

    /// <summary>Takes a stream's state out of the cache.</summary>
    /// <param name="type">Kind of state.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="cancellationToken">Ends the wait for another owner.</param>
    /// <returns>
    /// Whether the caller owns the state from now on, also where none is kept, and must give it back by <see cref="Release"/>; and the state, null where none is kept.
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
            await turn.Task.WaitAsync(Patience, _time, cancellationToken);
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

    /// <summary>Ends the ownership of a state: the next that waits owns it.</summary>
    /// <param name="type">Kind of state.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="state">The state to keep; null where none is to be kept.</param>
    internal void Release(Type type, string stream, StreamState? state)
    {
        var key = (type, stream);
        lock (_states)
        {
            if (state is not null) _states[key] = (state, _time.GetTimestamp());
            if (_states.Count > Most) Remove(_states.OrderBy(s => s.Value.Used).Take(Most / 2));
            var waiting = _owned[key];
            while (waiting.TryDequeue(out var next))
                if (next.TrySetResult()) return;
            _owned.Remove(key);
        }
    }

    private StreamState? Remove((Type, string) key) => _states.Remove(key, out var found) ? found.State : null;

    private void RemoveIdle()
    {
        lock (_states) Remove(_states.Where(s => _time.GetElapsedTime(s.Value.Used) >= Idle));
    }

    private void Remove(IEnumerable<KeyValuePair<(Type, string), (StreamState State, long Used)>> states)
    {
        foreach (var (key, _) in states.ToList()) _states.Remove(key);
    }
}
