namespace EventSourced.Commands.Deciding;

/// <summary>
/// States that this process keeps between commands, so that a command reads only what its stream has got since. Whoever takes a state owns it until it is kept
/// again; a second command for the same stream reads one of its own meanwhile. Bounded by number, and states hold what people said, so that none stays
/// without use.
/// </summary>
public sealed class StateCache : IDisposable
{
    /// <summary>Most states that are kept; beyond, the half that was used longest ago goes.</summary>
    internal const int Most = 5_000;

    /// <summary>How long a state is kept without use.</summary>
    internal static readonly TimeSpan Idle = TimeSpan.FromMinutes(10);

    private readonly Dictionary<(Type, string), (StreamState State, long Used)> _states = [];
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
            if (_states.Count > Most) Remove(_states.OrderBy(s => s.Value.Used).Take(Most / 2));
        }
    }

    private void RemoveIdle()
    {
        lock (_states) Remove(_states.Where(s => _time.GetElapsedTime(s.Value.Used) >= Idle));
    }

    private void Remove(IEnumerable<KeyValuePair<(Type, string), (StreamState State, long Used)>> states)
    {
        foreach (var (key, _) in states.ToList()) _states.Remove(key);
    }
}
