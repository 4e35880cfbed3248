namespace EventSourced.Commands.Pulse.Analysis;

/// <summary>
/// Counts the words of a day for the case that no theme of the dictionary is met: how many messages hold a word, and whether two
/// senders used it. At most 8192 words are kept: when they are more, the half seen in fewest messages goes (among equals the one
/// longest unseen), so a word that returns before 4096 new ones have come is never lost, however long the day.
/// </summary>
internal sealed class Vocabulary
{
    private const int Room = 8192;
    private const int LongestWord = 40;

    private readonly Dictionary<string, int> _indexes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _bySpan;
    private readonly List<Usage> _usages = [];

    public Vocabulary() => _bySpan = _indexes.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <param name="word">The word in lower case.</param>
    /// <param name="message">Number of the message: a word counts once in each.</param>
    /// <param name="sender">Index of the sender.</param>
    /// <param name="common">Whether it is written as a common word is; one that never is may be a name.</param>
    public void Add(ReadOnlySpan<char> word, long message, int sender, bool common)
    {
        if (word.Length > LongestWord) return;
        if (!_bySpan.TryGetValue(word, out var index))
        {
            if (_usages.Count == Room) DropRarest();
            index = _usages.Count;
            var text = word.ToString();
            _indexes.Add(text, index);
            _usages.Add(new Usage { Word = text, FirstSender = sender, LastMessage = -1 });
        }
        ref var usage = ref System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_usages)[index];
        if (usage.LastMessage != message) usage.Messages++;
        usage.LastMessage = message;
        usage.Shared |= usage.FirstSender != sender;
        usage.Common |= common;
    }

    /// <summary>The words used by two senders or more and written as common words, most messages first, equals by their letters.</summary>
    public IEnumerable<string> Shared() =>
        _usages
            .Where(usage => usage is { Shared: true, Common: true })
            .OrderByDescending(usage => usage.Messages)
            .ThenBy(usage => usage.Word, StringComparer.Ordinal)
            .Select(usage => usage.Word);

    private void DropRarest()
    {
        Usage[] kept = [.. _usages.OrderByDescending(usage => usage.Messages).ThenByDescending(usage => usage.LastMessage).Take(Room / 2)];
        _indexes.Clear();
        _usages.Clear();
        foreach (var usage in kept)
        {
            _indexes.Add(usage.Word, _usages.Count);
            _usages.Add(usage);
        }
    }

    private struct Usage
    {
        public string Word;
        public long Messages;
        public long LastMessage;
        public int FirstSender;
        public bool Shared;
        public bool Common;
    }
}
