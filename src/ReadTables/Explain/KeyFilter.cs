using System.Buffers;
using System.Reflection;
using System.Text;
using EventSourced.Contracts;
using EventSourced.EventStore;
using EventSourced.ReadTables.Definition;

namespace EventSourced.ReadTables.Explain;

/// <summary>
/// Tells by their bytes events that cannot touch some rows, so that they need not be decoded. It only ever says no when every mapping of the event takes a
/// key column straight from a text field of the event: the field's JSON must then hold the key's value letter by letter.
/// </summary>
internal sealed class KeyFilter<TRow> where TRow : class, IReadTable<TRow>
{
    // Letters that JSON never escapes: of any other, the stored text may have several forms.
    private static readonly SearchValues<char> s_plain = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.:@ ");

    // More rows than this are cheaper to decode for than to search for.
    private const int MostKeys = 4;

    private readonly Dictionary<string, byte[][][]> _needles = [];

    public KeyFilter(TableDefinition<TRow> table, EventCodec codec, IReadOnlyList<TRow> keys)
    {
        if (keys.Count > MostKeys) return;
        // An old version of an event may name its fields otherwise: only the newest version is filtered by its bytes.
        foreach (var type in table.EventTypes)
        {
            if (keys.Select(k => Needles(table, type, k)).ToArray() is var needles && needles.All(n => n is not null))
                _needles[codec.Catalog.Of(type).Name] = needles!;
        }
    }

    /// <summary>Whether the event may touch one of the rows.</summary>
    public bool MayTouch(RecordedEvent e)
    {
        if (!_needles.TryGetValue(e.Type, out var keys)) return true;
        foreach (var needles in keys)
        {
            foreach (var needle in needles)
            {
                if (e.Data.Span.IndexOf(needle) >= 0) return true;
            }
        }
        return false;
    }

    /// <summary>For each mapping of the event what its JSON must hold to touch the row, or null when that cannot be said.</summary>
    private static byte[][]? Needles(TableDefinition<TRow> table, Type type, TRow key)
    {
        var needles = table.Mappings[type].Select(m => Needle(table, m, key)).ToList();
        return needles.Contains(null) ? null : [.. needles.OfType<byte[]>().DistinctBy(Convert.ToHexString)];
    }

    private static byte[]? Needle(TableDefinition<TRow> table, Mapping<TRow> mapping, TRow key)
    {
        // The last source of a column is the one that counts; a key column has one.
        foreach (var column in table.KeyColumns.Where(c => c.Property.PropertyType == typeof(string)))
        {
            var sources = mapping.Sources.Where(s => s.Column == column.Name).ToList();
            if (sources is not [{ Fields: [var field] } source] || !IsField(mapping.EventType, field, source.Expression)) continue;
            if (column.Property.GetValue(key) is string { Length: > 2 } text && text.AsSpan().IndexOfAnyExcept(s_plain) < 0) return Encoding.ASCII.GetBytes($"\"{text}\"");
        }
        return null;
    }

    // The expression must be the bare field: e.Bank, and not a part or a change of it; nor is an encrypted one found by its letters.
    private static bool IsField(Type type, string field, string expression) =>
        expression.StartsWith("e.", StringComparison.Ordinal)
        && type.GetProperty(expression[2..]) is { } property
        && property.PropertyType == typeof(string) && !property.IsDefined(typeof(PersonalAttribute)) && property.CustomAttributes.All(a => !a.AttributeType.Name.StartsWith("Json", StringComparison.Ordinal))
        && SnakeCase.Of(property.Name) == field;
}
