using EventSourced.Commands.Rabbit.Sessions;

namespace EventSourced.Commands.Rabbit.Analysis;

/// <summary>
/// The words of all sessions of a child, as the log has them now: other workers analyse too. States of its own, because those of <see cref="SessionMemory"/>
/// belong to whoever handles a command of their session.
/// </summary>
/// <param name="memory">Reads the log.</param>
internal sealed class ChildWords(SessionMemory memory) : IDisposable
{
    private const int MostSessions = 1_000;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Dictionary<Guid, SessionState> _sessions = [];

    /// <summary>The words of a child's sessions but one.</summary>
    public async Task<IReadOnlySet<string>> OfOthersAsync(string childId, Guid except, CancellationToken cancellationToken)
    {
        HashSet<string> known = new(StringComparer.Ordinal);
        var (sessions, _) = await memory.OfChildAsync(childId, cancellationToken);
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_sessions.Count > MostSessions) _sessions.Clear();
            foreach (var id in sessions.Where(id => id != except))
            {
                // Not kept when the reading breaks off.
                if (!_sessions.Remove(id, out var state)) state = new SessionState(id);
                await memory.CatchUpAsync(state, cancellationToken);
                _sessions[id] = state;
                known.UnionWith(state.Words);
            }
        }
        finally
        {
            _turn.Release();
        }
        return known;
    }

    public void Dispose() => _turn.Dispose();
}
