using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pulse.Communities;
using EventSourced.Contracts.Pulse;

namespace EventSourced.Commands.Pulse.Days;

/// <summary>A message of a day.</summary>
/// <param name="Export">Index of the export that it came from.</param>
/// <param name="Sender">Index of its sender.</param>
/// <param name="Minute">Minute of the day, or <see cref="DuplicateMatcher.UnknownMinute"/>.</param>
/// <param name="Form">How its text may differ between exports.</param>
internal readonly record struct KnownMessage(int Export, int Sender, short Minute, MessageForm Form);

/// <summary>The known messages of a day from all exports so far, and the day's digest.</summary>
internal sealed class DayState(SourceScope source, DateOnly date) : StreamState(source.Day(date))
{
    private readonly Dictionary<HashKey, KnownMessage> _messages = [];
    private readonly List<Guid> _exports = [];
    // Older events do not record what their export covers.
    private readonly List<DaySpan?> _spans = [];
    private readonly List<string> _senders = [];
    private readonly Dictionary<string, int> _senderNumbers = new(StringComparer.Ordinal);

    public SourceScope Source { get; } = source;

    public DateOnly Date { get; } = date;

    public int MessageCount => _messages.Count;

    /// <summary>The senders of the known messages.</summary>
    public IEnumerable<string> Senders => _senders;

    /// <summary>The digest, or null when there is none or it was cleared.</summary>
    public DayDigested? Digest { get; private set; }

    /// <summary>All messages.</summary>
    public IEnumerable<KeyValuePair<HashKey, KnownMessage>> Messages => _messages;

    public bool Knows(HashKey content) => _messages.ContainsKey(content);

    /// <summary>A message, or null when it is not known.</summary>
    public KnownMessage? Find(HashKey content) => _messages.TryGetValue(content, out var message) ? message : null;

    /// <summary>Whether the earlier exports contain every message of a minute.</summary>
    /// <param name="minute">The minute.</param>
    /// <param name="except">An export that does not count.</param>
    public bool HoldsAllOf(int minute, Guid? except = null)
    {
        for (var i = 0; i < _spans.Count; i++)
            if (_spans[i]?.HoldsAllOf(minute) == true && _exports[i] != except) return true;
        return false;
    }

    public Guid ExportOf(KnownMessage message) => _exports[message.Export];

    public string SenderOf(KnownMessage message) => _senders[message.Sender];

    /// <summary>The part of the day that an export covers; null if unknown.</summary>
    public DaySpan? SpanOf(Guid export) => _exports.IndexOf(export) is >= 0 and var number ? _spans[number] : null;

    /// <summary>Index of an export in <see cref="KnownMessage.Export"/>; -1 if no message comes from it.</summary>
    public int IndexOf(Guid export) => _exports.IndexOf(export);

    /// <summary>Number of the day's messages that come from an export.</summary>
    public int CountOf(Guid export)
    {
        if (IndexOf(export) is not (>= 0 and var number)) return 0;
        return _messages.Values.Count(m => m.Export == number);
    }

    protected override void When(Fact fact)
    {
        switch (fact.Event)
        {
            case DayMessagesRecorded recorded:
                Add(recorded);
                break;
            case DayMessagesWithdrawn withdrawn:
                Remove(withdrawn.ExportId);
                break;
            case DayDigested digested:
                Digest = digested;
                break;
            case DayCleared cleared:
                Digest = null;
                if (!cleared.IncludeHashes) break;
                _messages.Clear();
                _exports.Clear();
                _spans.Clear();
                _senders.Clear();
                _senderNumbers.Clear();
                break;
        }
    }

    private void Add(DayMessagesRecorded recorded)
    {
        _messages.EnsureCapacity(_messages.Count + recorded.ContentHashes.Count);
        var export = _exports.IndexOf(recorded.ExportId);
        if (export < 0)
        {
            export = _exports.Count;
            _exports.Add(recorded.ExportId);
            _spans.Add(null);
        }
        if (recorded.Minutes is not null) _spans[export] = new DaySpan(recorded.CoveredFrom, recorded.CoveredTo);
        int[] senders = [.. recorded.SenderHashes.Select(NumberOf)];
        for (var i = 0; i < recorded.ContentHashes.Count; i++)
            _messages.TryAdd(HashKey.OfHex(recorded.ContentHashes[i]), new(export, senders[recorded.SenderIndexes[i]], (short?)recorded.Minutes?[i] ?? DuplicateMatcher.UnknownMinute, (MessageForm)(recorded.Forms?[i] ?? 0)));
    }

    private void Remove(Guid exportId)
    {
        var export = _exports.IndexOf(exportId);
        if (export < 0) return;
        foreach (var (content, message) in _messages)
            if (message.Export == export) _messages.Remove(content);
        _spans[export] = null;
        // Senders without messages are removed, and the others are renumbered.
        string[] senders = [.. _senders];
        _senders.Clear();
        _senderNumbers.Clear();
        foreach (var content in _messages.Keys.ToList())
            _messages[content] = _messages[content] with { Sender = NumberOf(senders[_messages[content].Sender]) };
    }

    private int NumberOf(string sender)
    {
        if (_senderNumbers.TryGetValue(sender, out var number)) return number;
        _senderNumbers.Add(sender, number = _senders.Count);
        _senders.Add(sender);
        return number;
    }
}

/// <summary>
/// The part of a day's state that clearing and weeks need, loaded without the hashes. Its version is still that of the day's stream, because every recording or
/// withdrawal of messages is followed by a digest: the last of these events is the last of the stream.
/// </summary>
internal sealed class DayDigestState(SourceScope source, DateOnly date) : StreamState(source.Day(date))
{
    /// <summary>The event types that it is folded from.</summary>
    public static IReadOnlyList<Type> Types { get; } = [typeof(DayDigested), typeof(DayCleared)];

    public SourceScope Source { get; } = source;

    public DateOnly Date { get; } = date;

    /// <summary>The digest, or null.</summary>
    public DayDigested? Digest { get; private set; }

    /// <summary>Whether hashes of the day are stored.</summary>
    public bool HasMessages { get; private set; }

    protected override void When(Fact fact) => (Digest, HasMessages) = fact.Event switch
    {
        DayDigested digested => (digested, true),
        DayCleared cleared => (null, HasMessages && !cleared.IncludeHashes),
        _ => (Digest, HasMessages),
    };
}
