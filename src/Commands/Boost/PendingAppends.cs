using EventSourced.Commands.Deciding;
using EventSourced.Contracts;
using EventSourced.EventStore;

namespace EventSourced.Commands.Boost;

/// <summary>Events for many streams that are appended together. Each is folded at once, so that the next decision is made after it.</summary>
/// <param name="metadata">Metadata of the events, with the time of the command.</param>
internal sealed class PendingAppends(EventMetadata metadata)
{
    private readonly Dictionary<string, (ExpectedVersion Expected, List<IEvent> Events)> _streams = [];

    /// <summary>Metadata of the events.</summary>
    public EventMetadata Metadata { get; private set; } = metadata;

    /// <summary>How many events there are.</summary>
    public int Count { get; private set; }

    /// <summary>The events by stream, in the order in which the streams were first named.</summary>
    public IReadOnlyList<StreamAppend> Appends => [.. _streams.Select(s => new StreamAppend(s.Key, s.Value.Expected, s.Value.Events))];

    /// <summary>Adds an event of a stream, which must not have changed since its state was loaded, and folds it.</summary>
    public void Add(StreamState state, IEvent e)
    {
        Metadata = Metadata.NotBefore(state);
        Add(state.Stream, ExpectedVersion.Exactly(state.Version), e);
        state.Apply(new Fact(e, state.Version + 1, 0, Metadata.RecordedAt, Metadata.CommandId));
    }

    /// <summary>Adds what was decided about other streams than those of the events before.</summary>
    public void Add(Decision decision)
    {
        foreach (var append in decision.Appends)
        {
            _streams.Add(append.StreamId, (append.Expected, [.. append.Events]));
            Count += append.Events.Count;
        }
    }

    /// <summary>Adds an event without a check of its stream's version.</summary>
    public void AddAtAnyVersion(string stream, IEvent e) => Add(stream, ExpectedVersion.Any, e);

    private void Add(string stream, ExpectedVersion expected, IEvent e)
    {
        if (!_streams.TryGetValue(stream, out var pending)) _streams.Add(stream, pending = (expected, []));
        pending.Events.Add(e);
        Count++;
    }
}
