using EventSourced.Commands.Deciding;
using EventSourced.Commands.Rabbit.Children;
using EventSourced.Commands.Rabbit.Language;
using EventSourced.Commands.Rabbit.Sessions;

namespace EventSourced.Commands.Rabbit.Analysis;

/// <summary>The words of a child's other sessions in the log; empty if the scope of new words is the session.</summary>
/// <param name="states">Caches the loaded sessions for the next analysis.</param>
/// <param name="reader">Loads the sessions.</param>
/// <param name="locks">Serialises the analyses of a child.</param>
/// <param name="options">The scope of new words.</param>
internal sealed class ChildWords(CommandStates states, StateReader reader, ChildLock locks, RabbitOptions options)
{
    /// <summary>
    /// Locks the child until this analysis is recorded, since two concurrent analyses of its sessions would not see each other's words. Null if the scope of new words is
    /// the session.
    /// </summary>
    public async Task<IAsyncDisposable?> LockAsync(SessionState session, CancellationToken cancellationToken) =>
        options.NewWithinChild && session.ChildId is { } child ? await locks.EnterAsync(child, cancellationToken) : null;

    /// <summary>The words of the other sessions; the caller must hold the child's lock. A word that was recorded as new stays new, so later turns count too.</summary>
    public Task<HashSet<string>> KnownElsewhereAsync(SessionState session, CancellationToken cancellationToken) =>
        CollectAsync(session, new HashSet<string>(StringComparer.Ordinal), (known, other) => known.UnionWith(other.Words), cancellationToken);

    /// <summary>
    /// The log position at which the other sessions first have each word, with the words of the given tokenizer. A word is new by its position, so reanalysing the sessions
    /// gives the same result in any order.
    /// </summary>
    public Task<Dictionary<string, long>> FirstElsewhereAsync(SessionState session, ITokenizer tokenizer, CancellationToken cancellationToken)
    {
        var last = session.Turns.Count == 0 ? 0 : session.Turns[^1].Position;
        return CollectAsync(session, new Dictionary<string, long>(StringComparer.Ordinal), (first, other) =>
        {
            foreach (var turn in other.Turns.Where(t => t.Words is not null && t.Position < last))
                foreach (var word in tokenizer.Tokenize(turn.Recorded.ChildInput ?? ""))
                    first[word] = Math.Min(turn.Position, first.GetValueOrDefault(word, long.MaxValue));
        }, cancellationToken);
    }

    private async Task<T> CollectAsync<T>(SessionState session, T all, Action<T, SessionState> add, CancellationToken cancellationToken)
    {
        if (!options.NewWithinChild || session.ChildId is not { } childId) return all;
        var child = await states.LoadAsync(new ChildState(childId), cancellationToken);
        var isRead = false;
        try
        {
            List<SessionState> others = [.. child.Sessions.Where(s => s.SessionId != session.SessionId)];
            // Concurrent loads share a round trip.
            await Task.WhenAll(others.Select(s => reader.LoadAsync(s, cancellationToken).AsTask()));
            isRead = true;
            foreach (var other in others) add(all, other);
            child.RemoveForgotten();
        }
        finally
        {
            // A session that was read incompletely must not be used again.
            if (isRead) states.Keep(child);
            else states.Discard(child);
        }
        return all;
    }
}
