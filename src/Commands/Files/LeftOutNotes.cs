namespace EventSourced.Commands.Files;

/// <summary>What a reader leaves out, by reason: how many, and the first places. Nothing is left out in silence.</summary>
public sealed class LeftOutNotes
{
    private const int MostPlaces = 20;

    private readonly SortedDictionary<string, (long Count, List<long> Places)> _byReason = new(StringComparer.Ordinal);

    /// <summary>A record for each reason, by name.</summary>
    /// <param name="record">Makes it of the reason, its count and the first places, from 1.</param>
    public IReadOnlyList<T> ToList<T>(Func<string, long, IReadOnlyList<long>, T> record) => [.. _byReason.Select(r => record(r.Key, r.Value.Count, r.Value.Places))];

    /// <summary>Counts an entry that is left out.</summary>
    /// <param name="reason">Stable reason.</param>
    /// <param name="place">Its line or number, from 1.</param>
    /// <param name="count">How many entries at this place.</param>
    public void Add(string reason, long place, long count = 1)
    {
        var (before, places) = _byReason.TryGetValue(reason, out var known) ? known : (0, []);
        if (places.Count < MostPlaces) places.Add(place);
        _byReason[reason] = (before + count, places);
    }
}
