using System.Buffers;
using System.Reflection;
using System.Text;
using EventSourced.Contracts;
using EventSourced.EventStore;
using EventSourced.ReadTables.Definition;

namespace EventSourced.ReadTables.Explain;

/// <summary>
/// Finds events that cannot affect some rows by a search in their bytes, without decoding them. It excludes an event only if every mapping of the event sets a
/// key column directly from a text field: the event's JSON must then contain the key's value literally.
/// </summary>
internal sealed class KeyFilter<TRow> where TRow : class, IReadTable<TRow>
{
    // Characters that JSON never escapes: with any other, the stored text may differ from the value.
    private static readonly SearchValues<char> s_plain = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.:@ ");

    // For more rows, decoding is cheaper than searching.
    private const int MaxKeys = 4;

    private readonly Dictionary<string, byte[][][]> _needles = [];

    public KeyFilter(TableDefinition<TRow> table, EventCodec codec, IReadOnlyList<TRow> keys)
    {
        if (keys.Count > MaxKeys) return;
        // An old version of an event may have other fields: only the newest version is filtered.
        foreach (var type in table.EventTypes)
        {
            if (keys.Select(k => Needles(table, type, k)).ToArray() is var needles && needles.All(n => n is not null))
                _needles[codec.Catalog.Of(type).Name] = needles!;
        }
    }

    /// <summary>Whether the event may affect one of the rows.</summary>
    public bool MayAffect(RecordedEvent e)
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

    /// <summary>For each mapping of the event the bytes that its JSON must contain to affect the row; null when they are unknown.</summary>
    private static byte[][]? Needles(TableDefinition<TRow> table, Type type, TRow key)
    {
        var needles = table.MappingsOf(type).Select(m => Needle(table, m, key)).ToList();
        return needles.Contains(null) ? null : [.. needles.OfType<byte[]>().DistinctBy(Convert.ToHexString)];
    }

    private static byte[]? Needle(TableDefinition<TRow> table, Mapping<TRow> mapping, TRow key)
    {
        // A key column must have exactly one source.
        foreach (var column in table.KeyColumns.Where(c => c.Property.PropertyType == typeof(string)))
        {
            var sources = mapping.Sources.Where(s => s.Column == column.Name).ToList();
            if (sources is not [{ Fields: [var field] } source] || !IsField(mapping.EventType, field, source.Expression)) continue;
            if (column.Property.GetValue(key) is string { Length: > 2 } text && text.AsSpan().IndexOfAnyExcept(s_plain) < 0) return Encoding.ASCII.GetBytes($"\"{text}\"");
        }
        return null;
    }

    // The expression must be the field itself, such as e.Bank, and the field must not be encrypted.
    private static bool IsField(Type type, string field, string expression) =>
        expression.StartsWith("e.", StringComparison.Ordinal)
        && type.GetProperty(expression[2..]) is { } property
        && property.PropertyType == typeof(string) && !property.IsDefined(typeof(PersonalAttribute)) && property.CustomAttributes.All(a => !a.AttributeType.Name.StartsWith("Json", StringComparison.Ordinal))
        && SnakeCase.Of(property.Name) == field;
}
