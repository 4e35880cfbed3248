using EventSourced.Contracts;
using EventSourced.EventStore;

namespace EventSourced.Commands.Deciding;

/// <summary>
/// The state of one stream, as far as decisions need it. A new instance is the state before the first event; it names its stream and is filled by folding
/// the stream's events. One command owns it at a time: only the owner folds events into it.
/// </summary>
/// <param name="stream">The stream.</param>
public abstract class StreamState(string stream)
{
    /// <summary>The stream.</summary>
    public string Stream { get; } = stream;

    /// <summary>Version of the last event that was folded; 0 before the first.</summary>
    public long Version { get; private set; }

    /// <summary>The latest time at which a folded event was recorded; the least time before the first.</summary>
    public DateTimeOffset LastRecordedAt { get; private set; }

    /// <summary>Whether its owner has appended events that are not folded yet.</summary>
    internal bool LacksOwnEvents { get; set; }

    /// <summary>Part of an append that writes nothing to this stream and fails when the stream has changed.</summary>
    public StreamAppend Unchanged => new(Stream, ExpectedVersion.Exactly(Version), []);

    /// <summary>Folds the next event of the stream.</summary>
    /// <param name="fact">The event.</param>
    public void Apply(Fact fact)
    {
        When(fact);
        Version = fact.Version;
        if (fact.RecordedAt > LastRecordedAt) LastRecordedAt = fact.RecordedAt;
    }

    /// <summary>Applies an event. Events that do not matter for decisions are ignored.</summary>
    /// <param name="fact">The event.</param>
    protected abstract void When(Fact fact);
}

/// <summary>Folds several events.</summary>
public static class Folding
{
    /// <summary>The state after more events of its stream.</summary>
    /// <param name="state">The state.</param>
    /// <param name="facts">The next events, in order.</param>
    /// <typeparam name="TState">Kind of state.</typeparam>
    public static TState After<TState>(this TState state, IEnumerable<Fact> facts) where TState : StreamState
    {
        foreach (var fact in facts) state.Apply(fact);
        return state;
    }

    /// <summary>The state after events that no log has recorded, for tests: their positions are their versions, their time is <see cref="DateTimeOffset.UnixEpoch"/>, and they have no command.</summary>
    /// <param name="state">The state.</param>
    /// <param name="events">The next events, in order.</param>
    /// <typeparam name="TState">Kind of state.</typeparam>
    public static TState After<TState>(this TState state, params IReadOnlyList<IEvent> events) where TState : StreamState =>
        state.After(events.Select((e, i) => new Fact(e, state.Version + i + 1, state.Version + i + 1, DateTimeOffset.UnixEpoch, Guid.Empty)).ToList());

    /// <summary>
    /// Metadata of events that were decided after those of a state. A command takes its time when it begins, and other commands may append before it loads the state; clocks of
    /// machines differ too. No event is recorded with an earlier time than an event that its decision was made from.
    /// </summary>
    /// <param name="metadata">Metadata with the time of the command.</param>
    /// <param name="state">The state.</param>
    public static EventMetadata NotBefore(this EventMetadata metadata, StreamState state) =>
        metadata.RecordedAt >= state.LastRecordedAt ? metadata : metadata with { RecordedAt = state.LastRecordedAt };
}
