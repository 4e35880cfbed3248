using EventSourced.Contracts.Pulse;

namespace EventSourced.Commands.Pulse.Days;

/// <summary>One day as one export contains it: hashes, minutes and results, but no names and no text.</summary>
/// <param name="date">The day.</param>
/// <param name="begins">Whether the export begins on this day, so that earlier messages of the day may be missing.</param>
/// <param name="ends">Whether the export ends on this day, so that later messages of the day may be missing.</param>
/// <param name="hashOf">Content hash of the n-th message of a group, beyond the number of messages in the export. Used only for days on which the export begins or ends.</param>
internal sealed class ImportedDay(DateOnly date, bool begins = false, bool ends = false, Func<int, int, HashKey>? hashOf = null)
{
    private const int None = -1;
    private readonly List<HashKey> _contents = [];
    private readonly List<int> _senderIndexes = [];
    private readonly List<short> _minutes = [];
    private readonly List<MessageForm> _forms = [];
    // Identical messages form a linked list from the first to the last.
    private readonly List<int> _nextAlike = [];
    private readonly List<(int First, int Last)> _groups = [];
    private readonly List<string> _senders = [];
    private readonly Dictionary<string, int> _indexes = new(StringComparer.Ordinal);
    private DayAnalysis? _analysis;
    private int _latest;

    public DateOnly Date { get; } = date;

    /// <summary>Messages of the day in the export.</summary>
    public int Count => _contents.Count;

    /// <summary>Groups of identical messages of one sender, numbered from 0.</summary>
    public int Groups => _groups.Count;

    /// <summary>The part of the day that the export covers.</summary>
    public DaySpan Span => new(begins ? _minutes[0] : null, ends ? _minutes[^1] : null);

    public DayAnalysis Analysis => _analysis ?? throw new InvalidOperationException($"Day {Date:O} is not complete.");

    public string Model { get; private set; } = "";

    public HashKey Content(int message) => _contents[message];

    public string Sender(int message) => _senders[_senderIndexes[message]];

    /// <summary>Minute of the day of a message. <see cref="DaySpan.ClockSetBack"/> is added if the file has a later minute before it.</summary>
    public short Minute(int message) => _minutes[message];

    /// <summary>How the text of a message may differ between exports.</summary>
    public MessageForm Form(int message) => _forms[message];

    /// <summary>The messages of a group, in file order.</summary>
    public IEnumerable<int> Members(int group)
    {
        for (var message = _groups[group].First; message != None; message = _nextAlike[message]) yield return message;
    }

    /// <summary>Content hash of the n-th message of a group, from 1.</summary>
    public HashKey HashOf(int group, int ordinal) =>
        (hashOf ?? throw new InvalidOperationException($"The texts of {Date:O} were not kept: the export neither begins nor ends on this day."))(group, ordinal);

    /// <summary>Adds the next message of the file.</summary>
    /// <param name="group">Which group of identical messages it belongs to; a new group has the next number.</param>
    /// <param name="content">Its content hash.</param>
    /// <param name="senderHash">Hash of its sender.</param>
    /// <param name="minute">Its minute of the day.</param>
    /// <param name="form">How its text may differ between exports.</param>
    public void Add(int group, HashKey content, string senderHash, int minute, MessageForm form = MessageForm.Plain)
    {
        if (!_indexes.TryGetValue(senderHash, out var index))
        {
            _indexes.Add(senderHash, index = _senders.Count);
            _senders.Add(senderHash);
        }
        var message = _contents.Count;
        if (group == _groups.Count)
        {
            _groups.Add((message, message));
        }
        else
        {
            _nextAlike[_groups[group].Last] = message;
            _groups[group] = (_groups[group].First, message);
        }
        _contents.Add(content);
        _senderIndexes.Add(index);
        _forms.Add(form);
        // The phone's clock was set back, or the message arrived late.
        if (minute < _latest) minute += DaySpan.ClockSetBack;
        else _latest = minute;
        _minutes.Add((short)minute);
        _nextAlike.Add(None);
    }

    /// <summary>Must be called before the first message of another export in the same file.</summary>
    public void BeginExport() => _latest = 0;

    public void Complete(DayAnalysis analysis, string model) => (_analysis, Model) = (analysis, model);
}
