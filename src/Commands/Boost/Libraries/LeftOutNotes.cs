namespace EventSourced.Commands.Boost.Libraries;

/// <summary>What a reader leaves out, by reason: how many, and the first places. Nothing is left out in silence.</summary>
public sealed class LeftOutNotes
{
    private const int MostPlaces = 20;

    private readonly SortedDictionary<string, (long Count, List<long> Places)> _byReason = new(StringComparer.Ordinal);

    /// <summary>Reasons with their counts and the first places, from 1.</summary>
    public IEnumerable<(string Reason, long Count, IReadOnlyList<long> Places)> All => _byReason.Select(r => (r.Key, r.Value.Count, (IReadOnlyList<long>)r.Value.Places));

    /// <summary>Counts an entry that is left out.</summary>
    /// <param name="reason">Stable reason.</param>
    /// <param name="place">Its line or number, from 1.</param>
    public void Add(string reason, long place)
    {
        var (count, places) = _byReason.TryGetValue(reason, out var before) ? before : (0, []);
        if (places.Count < MostPlaces) places.Add(place);
        _byReason[reason] = (count + 1, places);
    }
}
