using EventSourced.Contracts.Pulse;

namespace EventSourced.Commands.Pulse.Days;

/// <summary>One day as one export tells it: hashes and results, no names and no text.</summary>
internal sealed class DayRead(DateOnly date)
{
    private readonly List<HashKey> _contents = [];
    private readonly List<int> _senderIndexes = [];
    private readonly List<string> _senders = [];
    private readonly Dictionary<string, int> _indexes = new(StringComparer.Ordinal);
    private DayAnalysis? _analysis;

    public DateOnly Date { get; } = date;

    /// <summary>Messages of the day in the export.</summary>
    public int Count => _contents.Count;

    public DayAnalysis Analysis => _analysis ?? throw new InvalidOperationException($"Day {Date:O} is not complete.");

    public string Model { get; private set; } = "";

    public HashKey Content(int message) => _contents[message];

    public string Sender(int message) => _senders[_senderIndexes[message]];

    public void Add(HashKey content, string senderHash)
    {
        if (!_indexes.TryGetValue(senderHash, out var index))
        {
            _indexes.Add(senderHash, index = _senders.Count);
            _senders.Add(senderHash);
        }
        _contents.Add(content);
        _senderIndexes.Add(index);
    }

    public void Complete(DayAnalysis analysis, string model) => (_analysis, Model) = (analysis, model);
}
