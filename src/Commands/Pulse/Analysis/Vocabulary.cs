namespace EventSourced.Commands.Pulse.Analysis;

/// <summary>
/// Counts the words of a day in case no theme of the dictionary occurs: how many messages contain a word, and whether at least two
/// senders used it. It keeps at most 8192 words. When it is full it drops the half that occurs in the fewest messages (among equals the
/// least recently seen), so a word that returns before 4096 new ones is never lost.
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
    /// <param name="message">Number of the message: a word counts once per message.</param>
    /// <param name="sender">Index of the sender.</param>
    /// <param name="common">Whether it is written like a common word. A word that never is may be a name.</param>
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

    /// <summary>The words that two or more senders used and that were written like common words; most messages first, then alphabetically.</summary>
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
