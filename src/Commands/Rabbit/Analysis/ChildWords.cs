using EventSourced.Commands.Rabbit.Language;
using EventSourced.Commands.Rabbit.Sessions;
using Npgsql;

namespace EventSourced.Commands.Rabbit.Analysis;

/// <summary>
/// The words of all sessions of a child, as the log has them now: other workers analyse too. States of its own, because those of <see cref="SessionMemory"/>
/// belong to whoever handles a command of their session.
/// </summary>
/// <param name="memory">Reads the log.</param>
/// <param name="dataSource">The database of the log.</param>
/// <param name="options">Within what a word is new.</param>
/// <param name="time">Clock by which children are put out of mind.</param>
internal sealed class ChildWords(SessionMemory memory, NpgsqlDataSource dataSource, RabbitOptions options, TimeProvider time)
{
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(10);
    private readonly ChildLock _lock = new(dataSource);
    private readonly Dictionary<string, Child> _children = [];

    /// <summary>
    /// Keeps others from finding words of the child until this analysis is recorded: of two sessions side by side, one would not know the words of the
    /// other. Null where words are new within the session.
    /// </summary>
    public async Task<IAsyncDisposable?> HoldAsync(SessionState session, CancellationToken cancellationToken) =>
        options.NewWithinChild && session.ChildId is { } child ? await _lock.EnterAsync(child, cancellationToken) : null;

    /// <summary>The words of a child's sessions but one, for whoever holds the child. What was called new stays so: later turns count too.</summary>
    public async Task<IReadOnlySet<string>> OfOthersAsync(string childId, Guid except, CancellationToken cancellationToken)
    {
        HashSet<string> known = new(StringComparer.Ordinal);
        foreach (var state in await OthersAsync(childId, except, cancellationToken)) known.UnionWith(state.Words);
        return known;
    }

    /// <summary>
    /// Where in the log the child's other sessions have each word first, had a tokeniser cut all that is analysed: verdicts that go by it are the same in
    /// whatever order the sessions are analysed anew. Empty where words are new within the session.
    /// </summary>
    public async Task<IReadOnlyDictionary<string, long>> FirstElsewhereAsync(SessionState session, ITokenizer tokenizer, CancellationToken cancellationToken)
    {
        Dictionary<string, long> first = new(StringComparer.Ordinal);
        if (!options.NewWithinChild || session.ChildId is not { } child || session.Turns.Count == 0) return first;
        var last = session.Turns[^1].Position;
        foreach (var state in await OthersAsync(child, session.SessionId, cancellationToken))
            foreach (var turn in state.Turns.Where(t => t.Words is not null && t.Position < last))
                foreach (var word in tokenizer.Tokenize(turn.Recorded.ChildInput ?? ""))
                    first[word] = Math.Min(turn.Position, first.GetValueOrDefault(word, long.MaxValue));
        return first;
    }

    private async Task<IReadOnlyList<SessionState>> OthersAsync(string childId, Guid except, CancellationToken cancellationToken)
    {
        // Out of reach while it grows: one that was read in part must not be found.
        var child = Take(childId) ?? new Child();
        (var begun, child.Version) = await memory.OfChildAsync(childId, child.Version, cancellationToken);
        child.Sessions.AddRange(begun.Select(id => new SessionState(id)));
        List<SessionState> others = [.. child.Sessions.Where(state => state.SessionId != except)];
        // Those that ask at the same time share a round trip.
        await Task.WhenAll(others.Select(state => memory.CatchUpAsync(state, cancellationToken).AsTask()));
        child.Sessions.RemoveAll(state => state.IsForgotten);
        Keep(childId, child);
        return others;
    }

    private Child? Take(string childId)
    {
        lock (_children) return _children.Remove(childId, out var child) ? child : null;
    }

    private void Keep(string childId, Child child)
    {
        child.Used = time.GetTimestamp();
        lock (_children)
        {
            // What children said is not kept in memory for nothing.
            foreach (var (id, _) in _children.Where(c => time.GetElapsedTime(c.Value.Used) > Idle).ToList()) _children.Remove(id);
            _children[childId] = child;
        }
    }

    private sealed class Child
    {
        public List<SessionState> Sessions { get; } = [];

        /// <summary>How far the child's own stream was read.</summary>
        public long Version { get; set; }

        public long Used { get; set; }
    }
}
