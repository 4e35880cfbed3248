using System.Runtime.CompilerServices;
using EventSourced.Contracts;
using EventSourced.EventStore;

namespace EventSourced.Commands.Deciding;

/// <summary>Reads states from the log without a cache: for work that is no command, and for sweeps over many streams.</summary>
/// <param name="store">The log.</param>
/// <param name="codec">Reads its events.</param>
public sealed class StateReader(IEventStore store, EventCodec codec) : IStateSource
{
    /// <summary>The log.</summary>
    public IEventStore Store { get; } = store;

    /// <inheritdoc/>
    public async ValueTask<TState> LoadAsync<TState>(TState stream, CancellationToken cancellationToken) where TState : StreamState
    {
        foreach (var recorded in await Store.ReadTailAsync(stream.Stream, stream.Version, cancellationToken: cancellationToken))
            stream.Apply(Fact.Of(recorded, codec));
        return stream;
    }

    /// <summary>Loads several streams in one query.</summary>
    /// <param name="streams">The streams, as their states before the first event; these objects are filled.</param>
    /// <param name="types">The types of events that they fold; null for all.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <typeparam name="TState">Kind of state.</typeparam>
    public async Task<IReadOnlyList<TState>> LoadAllAsync<TState>(IReadOnlyList<TState> streams, IReadOnlyCollection<Type>? types, CancellationToken cancellationToken)
        where TState : StreamState
    {
        if (streams.Count == 0) return streams;
        var byStream = streams.ToDictionary(s => s.Stream);
        string[]? names = types is null ? null : [.. types.SelectMany(codec.NamesOf)];
        foreach (var recorded in await Store.ReadStreamsAsync(byStream.Keys, names, cancellationToken: cancellationToken))
            byStream[recorded.StreamId].Apply(Fact.Of(recorded, codec));
        return streams;
    }

    /// <summary>All events of a type after a position, up to the end of the log.</summary>
    /// <param name="position">The position.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <typeparam name="TEvent">The type.</typeparam>
    public async IAsyncEnumerable<TEvent> ReadAfterAsync<TEvent>(long position, [EnumeratorCancellation] CancellationToken cancellationToken) where TEvent : IEvent
    {
        while (true)
        {
            var page = await Store.ReadPageAsync(position, 1_000, types: codec.NamesOf(typeof(TEvent)), cancellationToken: cancellationToken);
            foreach (var recorded in page.Events) yield return (TEvent)codec.Decode(recorded);
            position = page.Position;
            if (position >= page.Watermark) yield break;
        }
    }

    /// <summary>Whether two events are equal. Compares their JSON as this build writes it, because the database reorders members.</summary>
    /// <param name="one">An event.</param>
    /// <param name="other">Another, or null.</param>
    public bool Same(IEvent one, IEvent? other) => codec.HasSameContent(one, other);
}
