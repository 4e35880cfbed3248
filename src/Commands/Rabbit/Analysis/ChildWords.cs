using EventSourced.Commands.Deciding;
using EventSourced.Commands.Rabbit.Children;
using EventSourced.Commands.Rabbit.Language;
using EventSourced.Commands.Rabbit.Sessions;

namespace EventSourced.Commands.Rabbit.Analysis;

/// <summary>The words of a child's other sessions, as the log has them now; none where words are new within the session.</summary>
/// <param name="states">Keeps what was read for the next analysis.</param>
/// <param name="reader">Reads the sessions.</param>
/// <param name="locks">One analysis of a child at a time.</param>
/// <param name="options">Within what a word is new.</param>
internal sealed class ChildWords(CommandStates states, StateReader reader, ChildLock locks, RabbitOptions options)
{
    /// <summary>
    /// Keeps others from finding words of the child until this analysis is recorded: of two sessions side by side, one would not know the words of the
    /// other. Null where words are new within the session.
    /// </summary>
    public async Task<IAsyncDisposable?> HoldAsync(SessionState session, CancellationToken cancellationToken) =>
        options.NewWithinChild && session.ChildId is { } child ? await locks.EnterAsync(child, cancellationToken) : null;

    /// <summary>The words that the other sessions have, for whoever holds the child. What was called new stays so: later turns count too.</summary>
    public Task<HashSet<string>> KnownElsewhereAsync(SessionState session, CancellationToken cancellationToken) =>
        CollectAsync(session, new HashSet<string>(StringComparer.Ordinal), (known, other) => known.UnionWith(other.Words), cancellationToken);

    /// <summary>
    /// Where in the log the other sessions have each word first, had a tokeniser cut all that is analysed: verdicts that go by it are the same in
    /// whatever order the sessions are analysed anew.
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
            // Those that ask at the same time share a round trip.
            await Task.WhenAll(others.Select(s => reader.LoadAsync(s, cancellationToken).AsTask()));
            isRead = true;
            foreach (var other in others) add(all, other);
            child.RemoveForgotten();
        }
        finally
        {
            // A session that was read in part must not be used again.
            if (isRead) states.Keep(child);
            else states.Discard(child);
        }
        return all;
    }
}
