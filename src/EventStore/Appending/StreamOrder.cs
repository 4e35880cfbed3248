namespace EventSourced.EventStore.Appending;

/// <summary>
/// The order in which the streams of a group are written. Each stream is written once per group, and the log keeps the events of every append in the order
/// of its streams.
/// </summary>
internal sealed class StreamOrder
{
    private readonly LinkedList<(string Tenant, string Stream)> _order = [];
    private readonly Dictionary<(string Tenant, string Stream), LinkedListNode<(string Tenant, string Stream)>> _nodes = [];

    /// <summary>The streams in order.</summary>
    public IEnumerable<(string Tenant, string Stream)> Streams => _order;

    /// <summary>Adds an append; false when the order of its streams contradicts the order so far.</summary>
    public bool TryAdd(PendingAppend pending)
    {
        var streams = pending.Append.Streams;
        // Its streams that are in the order already must be in the append's order.
        LinkedListNode<(string, string)>? before = null;
        foreach (var stream in streams)
        {
            if (!_nodes.TryGetValue((pending.Tenant, stream.StreamId), out var node)) continue;
            if (before is not null && !Follows(node, before)) return false;
            before = node;
        }
        // A new stream is inserted right before the next one.
        LinkedListNode<(string, string)>? next = null;
        for (var i = streams.Count - 1; i >= 0; i--)
        {
            var key = (pending.Tenant, streams[i].StreamId);
            if (!_nodes.TryGetValue(key, out var node)) _nodes.Add(key, node = next is null ? _order.AddLast(key) : _order.AddBefore(next, key));
            next = node;
        }
        return true;
    }

    private static bool Follows(LinkedListNode<(string, string)> node, LinkedListNode<(string, string)> before)
    {
        for (var at = before.Next; at is not null; at = at.Next)
            if (at == node) return true;
        return false;
    }
}
