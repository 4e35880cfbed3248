using System.Text.Json;
using EventSourced.Contracts;
using EventSourced.EventStore;

namespace EventSourced.Commands.Pulse.Communities;

/// <summary>Reads streams of the log as facts.</summary>
/// <param name="store">The log.</param>
/// <param name="codec">How its events are read.</param>
internal sealed class PulseLog(IEventStore store, EventCodec codec)
{
    public IEventStore Store { get; } = store;

    public async Task<List<Fact>> ReadAsync(string stream, CancellationToken cancellationToken)
    {
        List<Fact> facts = [];
        await foreach (var recorded in Store.ReadStreamAsync(stream, cancellationToken: cancellationToken))
            facts.Add(Decode(recorded));
        return facts;
    }

    /// <summary>The facts of each stream; a stream without any has an empty list.</summary>
    public async Task<Dictionary<string, List<Fact>>> ReadAsync(IReadOnlyCollection<string> streams, IReadOnlyCollection<Type>? types, CancellationToken cancellationToken)
    {
        var facts = streams.ToDictionary(s => s, _ => new List<Fact>());
        if (streams.Count == 0) return facts;
        string[]? names = types is null ? null : [.. types.SelectMany(codec.NamesOf)];
        foreach (var recorded in await Store.ReadStreamsAsync(streams, names, cancellationToken: cancellationToken))
            facts[recorded.StreamId].Add(Decode(recorded));
        return facts;
    }

    /// <summary>All events of a type after a position, up to the end of the log.</summary>
    public async IAsyncEnumerable<T> ReadAfterAsync<T>(long position, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken) where T : IEvent
    {
        while (true)
        {
            var page = await Store.ReadPageAsync(position, 1_000, types: codec.NamesOf(typeof(T)), cancellationToken: cancellationToken);
            foreach (var recorded in page.Events) yield return (T)codec.Decode(recorded);
            position = page.Position;
            if (position >= page.Watermark) yield break;
        }
    }

    public async Task<CommunityState> CommunityAsync(string communityId, CancellationToken cancellationToken) =>
        CommunityState.Fold(communityId, await ReadAsync(PulseStreams.Community(communityId), cancellationToken));

    /// <summary>Whether two events say the same: compared as this build would write them, because the database reorders members.</summary>
    public bool Same(IEvent one, IEvent? other) => codec.Same(one, other);

    private Fact Decode(RecordedEvent recorded) =>
        new((IEvent)codec.Decode(recorded), recorded.Version, recorded.Position, recorded.RecordedAt, CommandOf(recorded));

    private static Guid CommandOf(RecordedEvent recorded)
    {
        if (recorded.Headers.IsEmpty) return default;
        var reader = new Utf8JsonReader(recorded.Headers.Span);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth != 1) continue;
            var wanted = reader.ValueTextEquals("command_id"u8);
            reader.Read();
            if (wanted) return reader.TryGetGuid(out var id) ? id : default;
            reader.Skip();
        }
        return default;
    }
}
