namespace EventSourced.Commands.Deciding;

/// <summary>
/// States that this process caches between commands, so that a command reads only newer events of its stream. A command that takes a state owns it until it returns
/// it; meanwhile, a second command for the same stream loads its own. The number of states is bounded, and idle ones are removed, because they hold what people said.
/// </summary>
public sealed class StateCache : IDisposable
{
    /// <summary>Most cached states; beyond, the least recently used half is removed.</summary>
    internal const int MaxStates = 5_000;

    /// <summary>How long an unused state is kept.</summary>
    internal static readonly TimeSpan IdleTime = TimeSpan.FromMinutes(10);

    private readonly Dictionary<(Type, string), (StreamState State, long Used)> _states = [];
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

    internal TState? Take<TState>(string stream) where TState : StreamState
    {
        lock (_states) return _states.Remove((typeof(TState), stream), out var found) ? (TState)found.State : null;
    }

    internal void Keep(Type type, StreamState state)
    {
        lock (_states)
        {
            if (_states.TryGetValue((type, state.Stream), out var other) && other.State.Version > state.Version) return;
            _states[(type, state.Stream)] = (state, _time.GetTimestamp());
            if (_states.Count > MaxStates) Remove(_states.OrderBy(s => s.Value.Used).Take(MaxStates / 2));
        }
    }

    private void RemoveIdle()
    {
        lock (_states) Remove(_states.Where(s => _time.GetElapsedTime(s.Value.Used) >= IdleTime));
    }

    private void Remove(IEnumerable<KeyValuePair<(Type, string), (StreamState State, long Used)>> states)
    {
        foreach (var (key, _) in states.ToList()) _states.Remove(key);
    }
}
