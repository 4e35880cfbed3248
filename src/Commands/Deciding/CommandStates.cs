using EventSourced.Commands.Pipeline;
using EventSourced.EventStore;

namespace EventSourced.Commands.Deciding;

/// <summary>
/// Loads the states that one command works with, and appends what it decides. The command owns the states until it ends; then they return to the cache.
/// Each run of a command has its own instance, from its service scope.
/// </summary>
/// <param name="cache">Keeps states between commands.</param>
/// <param name="reader">Reads newer events of the streams.</param>
public sealed class CommandStates(StateCache cache, StateReader reader) : IStateSource, IDisposable
{
    private readonly Dictionary<(Type Type, string Stream), StreamState?> _owned = [];

    // Cached states that were not compared with the log yet.
    private readonly HashSet<StreamState> _unread = [];

    /// <summary>
    /// Loads cached states without reading the log. For commands that may do again whatever they do before their append. The append fails when a stream that it names has
    /// changed, and the streams that it does not name are read before the command ends. If one has changed, the pipeline runs the command again, which then reads the log.
    /// </summary>
    public IStateSource Cached => new CachedSource(this);

    /// <inheritdoc/>
    public ValueTask<TState> LoadAsync<TState>(TState stream, CancellationToken cancellationToken) where TState : StreamState => LoadAsync(stream, mayBeOld: false, cancellationToken);

    /// <summary>Does not return a state to the cache, because it holds sensitive data or may be wrong.</summary>
    /// <param name="state">The state; not from <see cref="Cached"/>.</param>
    public void Discard(StreamState state) => Return(state, keep: false);

    /// <summary>Returns a state to the cache before the command ends.</summary>
    /// <param name="state">The state, which this command does not use any more; not from <see cref="Cached"/>.</param>
    public void Keep(StreamState state) => Return(state, keep: true);

    /// <summary>Ends the command: appends the decided events together with the outcome, in one transaction; or returns the rejection.</summary>
    /// <param name="context">The command.</param>
    /// <param name="decision">What was decided.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ConcurrencyException">A stream has changed; the pipeline runs the command again.</exception>
    public async Task<CommandResult> CompleteAsync(CommandContext context, Decision decision, CancellationToken cancellationToken)
    {
        await CheckAsync(decision, cancellationToken);
        if (decision.Problem is { } problem) return new CommandResult.Rejected(problem);
        if (decision.IsNothing) return new CommandResult.Completed(decision.Position, decision.Result);
        return new CommandResult.Completed(await AppendAsync(context, decision, context.Outcome(decision.Result), cancellationToken), decision.Result, IsStored: true);
    }

    /// <summary>Appends the decided events while the command continues: its outcome is not stored yet.</summary>
    /// <param name="context">The command.</param>
    /// <param name="decision">A decision without a problem.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>Position of the last event; of the earlier event when there is nothing to append.</returns>
    /// <exception cref="ConcurrencyException">A stream has changed; the pipeline runs the command again.</exception>
    public async Task<long> AppendAsync(CommandContext context, Decision decision, CancellationToken cancellationToken)
    {
        await CheckAsync(decision, cancellationToken);
        return decision.IsNothing ? decision.Position : await AppendAsync(context, decision, null, cancellationToken);
    }

    /// <summary>Appends what a sweep decided about one of its streams; null when there is nothing to append or the stream has changed: the next sweep decides again.</summary>
    /// <inheritdoc cref="AppendAsync(CommandContext, Decision, CancellationToken)"/>
    public async Task<long?> TryAppendAsync(CommandContext context, Decision decision, CancellationToken cancellationToken)
    {
        try
        {
            return decision.IsNothing ? null : await AppendAsync(context, decision, cancellationToken);
        }
        catch (ConcurrencyException)
        {
            return null;
        }
    }

    /// <summary>Returns the states to the cache.</summary>
    public void Dispose()
    {
        foreach (var (key, state) in _owned) cache.Release(key.Type, key.Stream, state);
        _owned.Clear();
    }

    private async ValueTask<TState> LoadAsync<TState>(TState stream, bool mayBeOld, CancellationToken cancellationToken) where TState : StreamState
    {
        var key = (typeof(TState), stream.Stream);
        var isOwner = _owned.TryGetValue(key, out var kept);
        // A state that this run has loaded before is read: the pipeline runs the command again because it was old.
        mayBeOld &= !isOwner;
        if (!isOwner) (isOwner, kept) = await cache.TakeAsync(key.Item1, key.Item2, cancellationToken);
        if (mayBeOld && kept is TState { LacksOwnEvents: false } cached)
        {
            _owned[key] = cached;
            _unread.Add(cached);
            return cached;
        }
        // If reading fails, the state may be incomplete: it is not kept.
        if (isOwner) _owned[key] = null;
        var state = (TState?)kept ?? stream;
        await reader.LoadAsync(state, cancellationToken);
        state.LacksOwnEvents = false;
        _unread.Remove(state);
        if (isOwner && state.Version > 0) _owned[key] = state;
        return state;
    }

    /// <summary>Reads the cached states whose versions the append of a decision does not compare.</summary>
    /// <exception cref="ConcurrencyException">One was old.</exception>
    private async Task CheckAsync(Decision decision, CancellationToken cancellationToken)
    {
        (StreamState State, long Version)[] before = [.. _unread.Where(s => !IsComparedBy(decision, s)).Select(s => (s, s.Version))];
        // If reading fails, the states may be incomplete: they are not kept.
        foreach (var (state, _) in before) _owned[KeyOf(state)] = null;
        // Concurrent reads share a round trip.
        await Task.WhenAll(before.Select(b => reader.LoadAsync(b.State, cancellationToken).AsTask()));
        foreach (var (state, _) in before)
        {
            _owned[KeyOf(state)] = state;
            _unread.Remove(state);
        }
        foreach (var (state, version) in before)
            if (state.Version != version) throw new ConcurrencyException(state.Stream, ExpectedVersion.Exactly(version), state.Version);
    }

    private static (Type Type, string Stream) KeyOf(StreamState state) => (state.GetType(), state.Stream);

    private static bool IsComparedBy(Decision decision, StreamState state) =>
        decision is { Problem: null, IsNothing: false } && decision.Appends.Any(a => a.StreamId == state.Stream && a.Expected == ExpectedVersion.Exactly(state.Version));

    private void Return(StreamState state, bool keep)
    {
        if (_unread.Contains(state)) throw new InvalidOperationException($"{state.Stream} was loaded from {nameof(Cached)}: it returns to the cache when the command ends.");
        if (_owned.Remove(KeyOf(state), out _)) cache.Release(state.GetType(), state.Stream, keep ? state : null);
    }

    private async Task<long> AppendAsync(CommandContext context, Decision decision, CommandOutcome? outcome, CancellationToken cancellationToken)
    {
        var metadata = _owned.Values.OfType<StreamState>().Aggregate(context.Metadata, (m, state) => m.NotBefore(state));
        var result = await reader.Store.AppendAsync(new Append(decision.Appends, metadata, outcome), cancellationToken);
        // The append has compared their versions.
        _unread.Clear();
        // The position of a single event is known, so it is folded here. Several events are read with the next command.
        var single = decision.Events is [var e] ? e : null;
        foreach (var (append, version) in decision.Appends.Zip(result.Versions).Where(a => a.First.Events.Count > 0))
        {
            foreach (var state in _owned.Values.OfType<StreamState>().Where(s => s.Stream == append.StreamId))
            {
                if (single is not null && state.Version + 1 == version) state.Apply(new Fact(single, version, result.Position, metadata.RecordedAt, context.CommandId));
                else state.LacksOwnEvents = true;
            }
        }
        return result.Position;
    }

    private sealed class CachedSource(CommandStates states) : IStateSource
    {
        public ValueTask<TState> LoadAsync<TState>(TState stream, CancellationToken cancellationToken) where TState : StreamState => states.LoadAsync(stream, mayBeOld: true, cancellationToken);
    }
}
