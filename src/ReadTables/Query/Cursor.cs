using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace EventSourced.ReadTables.Query;

/// <summary>
/// The end of a page: the last row's values of the order columns, with a hash over table, filters, order and values. The hash is not a secret: a cursor only
/// identifies a position, and its values are passed as parameters.
/// </summary>
internal static class Cursor
{
    private const int HashLength = 16;

    public static string ScopeOf(TableDefinition table, IReadOnlyList<ColumnFilter> filters, IReadOnlyList<OrderTerm> order) =>
        JsonSerializer.Serialize<string[][]>(
        [
            [table.QualifiedName],
            .. filters.OrderBy(f => f.Column.Name, StringComparer.Ordinal).ThenBy(f => f.Operator).Select(f =>
                (string[])[f.Column.Name, f.Operator.ToString(), .. f.Values.Select(ColumnText.Format).Order(StringComparer.Ordinal)]),
            [.. order.Select(t => t.Column.Name + (t.Descending ? " desc" : ""))],
        ]);

    public static string Write(string scope, IEnumerable<object?> last)
    {
        var values = JsonSerializer.SerializeToUtf8Bytes(last.Select(v => v is null ? null : ColumnText.Format(v)));
        return Base64Url.EncodeToString([.. Hash(scope, values), .. values]);
    }

    public static IReadOnlyList<object?> Read(string cursor, string scope, IReadOnlyList<OrderTerm> order)
    {
        try
        {
            var bytes = Base64Url.DecodeFromChars(cursor);
            // Encode again, because decoding ignores some bits.
            if (bytes.Length <= HashLength || Base64Url.EncodeToString(bytes) != cursor || !bytes.AsSpan(0, HashLength).SequenceEqual(Hash(scope, bytes.AsSpan(HashLength))))
                throw Malformed();
            var texts = JsonSerializer.Deserialize<string?[]>(bytes.AsSpan(HashLength));
            if (texts?.Length != order.Count) throw Malformed();
            return [.. texts.Zip(order, (text, term) => text is null && term.Column.Nullable ? null : ColumnText.Parse(term.Column, text ?? throw Malformed()) ?? throw Malformed())];
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            throw Malformed();
        }
    }

    private static QueryException Malformed() => QueryException.Bad(
        "malformed_cursor",
        "cursor is damaged or comes from another query. Pass the next of the previous page unchanged, with the same table, filters and order; leave cursor out for the first page.");

    private static byte[] Hash(string scope, ReadOnlySpan<byte> values)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(scope));
        hash.AppendData([0]);
        hash.AppendData(values);
        return hash.GetHashAndReset()[..HashLength];
    }
}
