namespace EventSourced.Commands.Pulse.Analysis;

/// <summary>
/// Counts requests without a reply by another sender within the day's next 20 messages. Any message of another sender is a reply, media
/// too. So all open requests are those of the last sender, among that sender's last 20 messages. A request that is still open at the end
/// of the day is unresolved.
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
        // A request at position p expires at position p + 20 if all messages in between are from the same sender.
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
