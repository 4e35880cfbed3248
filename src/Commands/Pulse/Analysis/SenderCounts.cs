namespace EventSourced.Commands.Pulse.Analysis;

/// <summary>Messages per sender of one day. Above 100 000 senders, which only a forged file has, all further ones count as one more
/// sender, so that memory stays bounded.</summary>
internal sealed class SenderCounts
{
    private const int MaxSenders = 100_000;

    private readonly Dictionary<string, int> _indexes = new(StringComparer.Ordinal);
    private readonly List<long> _messages = [];

    public int Count => _messages.Count;

    public long Top { get; private set; }

    public bool Overflowed => _messages.Count > MaxSenders;

    public IEnumerable<string> Keys => _indexes.Keys;

    /// <summary>Counts a message and returns the sender's index.</summary>
    public int Add(string sender)
    {
        if (!_indexes.TryGetValue(sender, out var index))
        {
            index = Math.Min(_messages.Count, MaxSenders);
            if (index < MaxSenders) _indexes.Add(sender, index);
            if (index == _messages.Count) _messages.Add(0);
        }
        var messages = ++System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_messages)[index];
        Top = Math.Max(Top, messages);
        return index;
    }
}
