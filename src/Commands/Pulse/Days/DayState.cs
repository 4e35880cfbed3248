using EventSourced.Commands.Pulse.Communities;
using EventSourced.Contracts.Pulse;

namespace EventSourced.Commands.Pulse.Days;

/// <summary>What is known of a day: the messages of all exports so far, and its digest.</summary>
internal sealed class DayState
{
    private readonly Dictionary<HashKey, Guid> _messages = [];
    private readonly SortedSet<string> _senders = new(StringComparer.Ordinal);

    public long Version { get; private set; }

    public int MessageCount => _messages.Count;

    public IReadOnlyCollection<string> Senders => _senders;

    /// <summary>The digest, or null when there is none or it was cleared.</summary>
    public DayDigested? Digest { get; private set; }

    /// <summary>The export that brought a message, or null when it is not known.</summary>
    public Guid? BroughtBy(HashKey content) => _messages.TryGetValue(content, out var export) ? export : null;

    public static DayState Fold(IEnumerable<Fact> facts)
    {
        var state = new DayState();
        foreach (var fact in facts)
        {
            state.Apply(fact.Event);
            state.Version = fact.Version;
        }
        return state;
    }

    private void Apply(object e)
    {
        switch (e)
        {
            case DayMessagesRecorded recorded:
                _messages.EnsureCapacity(_messages.Count + recorded.ContentHashes.Count);
                foreach (var content in recorded.ContentHashes) _messages.TryAdd(HashKey.OfHex(content), recorded.ExportId);
                _senders.UnionWith(recorded.SenderHashes);
                break;
            case DayDigested digested:
                Digest = digested;
                break;
            case DayCleared cleared:
                Digest = null;
                if (!cleared.IncludeHashes) break;
                _messages.Clear();
                _senders.Clear();
                break;
        }
    }
}

/// <summary>What clearing and weeks need to know of a day, read without its hashes.</summary>
/// <param name="Digest">The digest, or null.</param>
/// <param name="HasMessages">Whether hashes of the day are kept.</param>
/// <param name="Version">Version of its stream: every recording of messages is followed by a digest, so the last of these events is the stream's last.</param>
internal readonly record struct DayDigestState(DayDigested? Digest, bool HasMessages, long Version)
{
    /// <summary>The types of events that it is folded from.</summary>
    public static IReadOnlyList<Type> Types { get; } = [typeof(DayDigested), typeof(DayCleared)];

    public static DayDigestState Fold(IEnumerable<Fact> facts)
    {
        var state = new DayDigestState();
        foreach (var fact in facts)
        {
            state = fact.Event switch
            {
                DayDigested digested => new(digested, true, fact.Version),
                DayCleared cleared => new(null, state.HasMessages && !cleared.IncludeHashes, fact.Version),
                _ => state,
            };
        }
        return state;
    }
}
