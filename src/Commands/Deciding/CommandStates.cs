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

    /// <inheritdoc/>
    public async ValueTask<TState> LoadAsync<TState>(TState stream, CancellationToken cancellationToken) where TState : StreamState
    {
        var key = (typeof(TState), stream.Stream);
        var isOwner = _owned.TryGetValue(key, out var kept);
        if (!isOwner) (isOwner, kept) = await cache.TakeAsync(key.Item1, key.Item2, cancellationToken);
        // If reading fails, the state may be incomplete: it is not kept.
        if (isOwner) _owned[key] = null;
        var state = (TState?)kept ?? stream;
        await reader.LoadAsync(state, cancellationToken);
        if (isOwner && state.Version > 0) _owned[key] = state;
        return state;
    }

    /// <summary>Does not return a state to the cache, because it holds sensitive data or may be wrong.</summary>
    /// <param name="state">The state.</param>
    public void Discard(StreamState state) => Return(state, keep: false);

    /// <summary>Returns a state to the cache before the command ends.</summary>
    /// <param name="state">The state, which this command does not use any more.</param>
    public void Keep(StreamState state) => Return(state, keep: true);

    /// <summary>Ends the command: appends the decided events together with the outcome, in one transaction; or returns the rejection.</summary>
    /// <param name="context">The command.</param>
    /// <param name="decision">What was decided.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ConcurrencyException">A stream has changed; the pipeline runs the command again.</exception>
    public async Task<CommandResult> CompleteAsync(CommandContext context, Decision decision, CancellationToken cancellationToken)
    {
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
    public async Task<long> AppendAsync(CommandContext context, Decision decision, CancellationToken cancellationToken) =>
        decision.IsNothing ? decision.Position : await AppendAsync(context, decision, null, cancellationToken);

    /// <summary>Appends what a sweep decided about one of its streams; null when there is nothing to append or the stream has changed: the next sweep decides again.</summary>
    /// <inheritdoc cref="AppendAsync(CommandContext, Decision, CancellationToken)"/>
    public async Task<long?> TryAppendAsync(CommandContext context, Decision decision, CancellationToken cancellationToken)
    {
        try
        {
            return decision.IsNothing ? null : await AppendAsync(context, decision, null, cancellationToken);
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

    private void Return(StreamState state, bool keep)
    {
        if (_owned.Remove((state.GetType(), state.Stream), out _)) cache.Release(state.GetType(), state.Stream, keep ? state : null);
    }

    private async Task<long> AppendAsync(CommandContext context, Decision decision, CommandOutcome? outcome, CancellationToken cancellationToken)
    {
        var result = await reader.Store.AppendAsync(new Append(decision.Appends, context.Metadata, outcome), cancellationToken);
        // The position of a single event is known, so it is folded here. Several events are read with the next command.
        if (decision.Events is not [var e]) return result.Position;
        var at = decision.Appends.Index().First(a => a.Item.Events.Count > 0);
        foreach (var state in _owned.Values.OfType<StreamState>())
            if (state.Stream == at.Item.StreamId && state.Version + 1 == result.Versions[at.Index])
                state.Apply(new Fact(e, state.Version + 1, result.Position, context.Now, context.CommandId));
        return result.Position;
    }
}
