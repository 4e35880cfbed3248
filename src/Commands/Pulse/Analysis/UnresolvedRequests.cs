namespace EventSourced.Commands.Pulse.Analysis;

/// <summary>
/// Counts requests without a reply by another sender within the day's next 20 messages. Any message of another sender is a reply,
/// a medium too. So the open requests are always those of whoever wrote last, among that sender's last 20 messages.
/// A request that is still open when the day ends is unresolved.
/// </summary>
internal sealed class UnresolvedRequests
{
    private const int Window = 20;

    private readonly Queue<long> _open = new(Window);
    private int _lastSender = -1;
    private long _position;
    private long _expired;

    public long Requests { get; private set; }

    public long Unresolved => _expired + _open.Count;

    public void Add(int sender, bool isRequest)
    {
        if (sender != _lastSender) _open.Clear();
        _lastSender = sender;
        // A request at position p has seen its 20 messages once position p + 20 was of the same sender too.
        while (_open.TryPeek(out var asked) && _position - asked >= Window)
        {
            _open.Dequeue();
            _expired++;
        }
        if (isRequest)
        {
            Requests++;
            _open.Enqueue(_position);
        }
        _position++;
    }
}
