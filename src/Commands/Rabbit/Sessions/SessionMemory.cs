using EventSourced.Contracts;
using EventSourced.Contracts.Rabbit;
using EventSourced.EventStore;

namespace EventSourced.Commands.Rabbit.Sessions;

/// <summary>The sessions that this process works with, so that a turn does not read all turns before it, only what came since.</summary>
/// <param name="store">The log.</param>
/// <param name="codec">Reads its events.</param>
/// <param name="time">The clock.</param>
internal sealed class SessionMemory(IEventStore store, EventCodec codec, TimeProvider time)
{
    private const int MostSessions = 5_000;
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(10);
    private readonly Dictionary<Guid, (SessionState State, long Used)> _sessions = [];
    private long _looked = time.GetTimestamp();

    public IEventStore Store { get; } = store;

    /// <summary>The session as the log has it now.</summary>
    public async ValueTask<SessionState> FreshAsync(Guid sessionId, CancellationToken cancellationToken)
    {
        // Out of reach while it grows: one that was read in part must not be found.
        var state = Take(sessionId) ?? new SessionState(sessionId);
        await CatchUpAsync(state, cancellationToken);
        if (state.Started is not null) Keep(state);
        return state;
    }

    /// <summary>The session as the log has it now, for the caller alone: for whoever does not hold the session against other commands of this process.</summary>
    public async ValueTask<SessionState> ReadAsync(Guid sessionId, CancellationToken cancellationToken)
    {
        var state = new SessionState(sessionId);
        await CatchUpAsync(state, cancellationToken);
        return state;
    }

    /// <summary>Brings a state of the caller's own up to the log.</summary>
    public async ValueTask CatchUpAsync(SessionState state, CancellationToken cancellationToken)
    {
        foreach (var recorded in await Store.ReadTailAsync(state.Stream, state.Version, cancellationToken: cancellationToken))
            state.Apply((IEvent)codec.Decode(recorded), recorded.Version, recorded.Position, recorded.RecordedAt);
    }

    /// <summary>Notes what was appended to a remembered session. Others may have appended between, then it is read anew. The position is that of the last event.</summary>
    public void Appended(SessionState state, IReadOnlyList<IEvent> events, AppendResult result)
    {
        if (result.Versions[0] != state.Version + events.Count)
        {
            Take(state.SessionId);
            return;
        }
        foreach (var e in events) state.Apply(e, state.Version + 1, result.Position, time.GetUtcNow());
        Keep(state);
    }

    /// <summary>Forgets what is remembered, for the next look at the log.</summary>
    public void Drop(Guid sessionId) => Take(sessionId);

    /// <summary>All sessions of a child, oldest first, and the version of the child's stream.</summary>
    public Task<(IReadOnlyList<Guid> Sessions, long Version)> OfChildAsync(string childId, CancellationToken cancellationToken) => OfChildAsync(childId, 0, cancellationToken);

    /// <summary>The sessions that a child has begun since a version of its stream, oldest first, and the version now.</summary>
    public async Task<(IReadOnlyList<Guid> Sessions, long Version)> OfChildAsync(string childId, long after, CancellationToken cancellationToken)
    {
        List<Guid> sessions = [];
        var version = after;
        foreach (var recorded in await Store.ReadTailAsync(RabbitStreams.Child(childId), after, cancellationToken: cancellationToken))
        {
            version = recorded.Version;
            if (codec.Decode(recorded) is ChildSessionStarted started) sessions.Add(started.SessionId);
        }
        return (sessions, version);
    }

    private SessionState? Take(Guid sessionId)
    {
        lock (_sessions) return _sessions.Remove(sessionId, out var found) ? found.State : null;
    }

    private void Keep(SessionState state)
    {
        lock (_sessions)
        {
            _sessions[state.SessionId] = (state, time.GetTimestamp());
            if (_sessions.Count > MostSessions) Remove(_sessions.OrderBy(s => s.Value.Used).Take(MostSessions / 2));
            if (time.GetElapsedTime(_looked) < Idle) return;
            // What children said is not kept in memory for nothing.
            _looked = time.GetTimestamp();
            Remove(_sessions.Where(s => time.GetElapsedTime(s.Value.Used) > Idle));
        }
    }

    private void Remove(IEnumerable<KeyValuePair<Guid, (SessionState State, long Used)>> sessions)
    {
        foreach (var (id, _) in sessions.ToList()) _sessions.Remove(id);
    }
}
