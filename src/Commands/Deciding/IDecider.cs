using EventSourced.Commands.Pipeline;
using EventSourced.Contracts;

namespace EventSourced.Commands.Deciding;

/// <summary>
/// Decides the commands of one stream. Deciders are found by scanning and need no handler: the pipeline loads the state, calls the decider, and appends the events
/// together with the outcome. Static and pure: no clock, random numbers, I/O or services.
/// </summary>
/// <typeparam name="TState">State of the stream.</typeparam>
/// <typeparam name="TCommand">The command.</typeparam>
public interface IDecider<TState, TCommand> where TState : StreamState where TCommand : ICommand
{
    /// <summary>The stream that a command is about, as its state before the first event.</summary>
    /// <param name="command">The command.</param>
    static abstract TState StreamOf(TCommand command);

    /// <summary>Decides.</summary>
    /// <param name="state">The stream as the log has it now.</param>
    /// <param name="command">The command.</param>
    /// <param name="context">Time and ids.</param>
    static abstract Decision Decide(TState state, TCommand command, CommandContext context);
}

/// <summary>Decides commands about several streams, like <see cref="IDecider{TState,TCommand}"/>. It loads the states itself, as one may name the next.</summary>
/// <typeparam name="TStates">The states of the streams.</typeparam>
/// <typeparam name="TCommand">The command.</typeparam>
public interface IJointDecider<TStates, TCommand> where TCommand : ICommand
{
    /// <summary>Loads the streams that a command is about.</summary>
    /// <param name="source">Loads states.</param>
    /// <param name="command">The command.</param>
    /// <param name="cancellationToken">Stops.</param>
    static abstract ValueTask<TStates> LoadAsync(IStateSource source, TCommand command, CancellationToken cancellationToken);

    /// <summary>Decides.</summary>
    /// <param name="states">The streams as the log has them now.</param>
    /// <param name="command">The command.</param>
    /// <param name="context">Time and ids.</param>
    static abstract Decision Decide(TStates states, TCommand command, CommandContext context);
}

/// <summary>Loads states of streams.</summary>
public interface IStateSource
{
    /// <summary>The state of a stream as the log has it now.</summary>
    /// <param name="stream">The stream, as its state before the first event. The state that is returned is this object, or a cached one.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <typeparam name="TState">Kind of state.</typeparam>
    ValueTask<TState> LoadAsync<TState>(TState stream, CancellationToken cancellationToken) where TState : StreamState;
}
