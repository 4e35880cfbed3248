using System.Globalization;
using EventSourced.Contracts;

namespace EventSourced.Api.Rabbit;

/// <summary>Finds the place of a row in its turn. It is in no column: the row's id is computed from it, and found again by computing.</summary>
/// <param name="table">Documented name of the table.</param>
internal sealed class RowPlaces(string table)
{
    // More than a turn can hold; a row of another id comes last.
    private const int Max = 4096;
    private readonly Dictionary<string, List<long>> _turns = new(StringComparer.Ordinal);

    /// <summary>The place, from 0.</summary>
    public int Of(string turnId, long id)
    {
        if (!_turns.TryGetValue(turnId, out var ids)) _turns.Add(turnId, ids = []);
        for (var place = 0; place < Max; place++)
        {
            if (place == ids.Count) ids.Add(RowId.Of(table, turnId, place.ToString(CultureInfo.InvariantCulture)));
            if (ids[place] == id) return place;
        }
        return Max;
    }
}
