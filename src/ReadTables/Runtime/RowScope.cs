using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using EventSourced.ReadTables.Definition;
using EventSourced.ReadTables.Query;
using EventSourced.ReadTables.Schema;
using Npgsql;

namespace EventSourced.ReadTables.Runtime;

/// <summary>
/// A part of the rows: those whose first key columns have given values, and of them a sample by a hash of the key. Both depend on the key alone, and are
/// computed in the same way here and in the database.
/// </summary>
/// <param name="Where">Values by column name, as text.</param>
/// <param name="PerMyriad">Size of the sample, in rows per 10,000; null for all rows.</param>
internal sealed record RowScope(IReadOnlyDictionary<string, string> Where, int? PerMyriad = null)
{
    private static readonly HashSet<string> s_hashed = ["text", "bigint", "integer", "date", "boolean"];

    /// <summary>The parsed values of the key columns.</summary>
    /// <exception cref="QueryException">The columns are not the first of the key, or a value is invalid.</exception>
    public IReadOnlyList<(Column Column, object Value)> ValuesOf(TableDefinition table)
    {
        if (Where.Keys.FirstOrDefault(name => table.Columns.All(c => c.Name != name)) is { } unknown)
            throw QueryException.Bad("unknown_column", $"{table.QualifiedName} has no column \"{unknown}\". Its key: {string.Join(", ", table.Key.Select(c => c.Name))}.");
        var leading = table.Key.Take(Where.Count).ToList();
        if (leading.Count < Where.Count || leading.Any(c => !Where.ContainsKey(c.Name)))
            throw QueryException.Bad("not_leading_key", $"{table.QualifiedName}: {string.Join(", ", Where.Keys)} must be the first columns of the key ({string.Join(", ", table.Key.Select(c => c.Name))}).");
        return [.. leading.Select(c => (c, ColumnText.Parse(c, Where[c.Name])
            ?? throw QueryException.Bad("invalid_value", $"{c.Name} is \"{Where[c.Name]}\"; expected {ColumnText.Describe(c)}.")))];
    }

    /// <summary>A predicate that checks by a row's key whether it is in the scope.</summary>
    public Func<TRow, bool> Predicate<TRow>(TableDefinition<TRow> table) where TRow : class, IReadTable<TRow>
    {
        var values = ValuesOf(table);
        var probe = Activator.CreateInstance<TRow>();
        foreach (var (column, value) in values)
            column.Property.SetValue(probe, value is DateTime time ? new DateTimeOffset(time) : value);
        var comparer = values.Count == 0 ? null : new RowComparer<TRow>([.. values.Select(v => v.Column)]);
        var hashed = PerMyriad is null ? [] : Hashed(table);
        return (comparer, PerMyriad) switch
        {
            (null, null) => _ => true,
            (null, { } share) => row => Hash(row, hashed) < share,
            (_, null) => row => comparer.Equals(row, probe),
            (_, { } share) => row => comparer.Equals(row, probe) && Hash(row, hashed) < share,
        };
    }

    /// <summary>The scope as an SQL condition on a table with an alias; empty for all rows.</summary>
    public string Condition(TableDefinition table, string alias, NpgsqlParameterCollection parameters)
    {
        var terms = new List<string>();
        foreach (var (column, value) in ValuesOf(table))
        {
            parameters.Add(new NpgsqlParameter { NpgsqlDbType = column.DbType, Value = value });
            terms.Add($"{alias}.{SqlNames.Quote(column.Name)} = ${parameters.Count}");
        }
        if (PerMyriad is { } share)
        {
            var text = string.Join(" || '|' || ", Hashed(table).Select(c => $"{alias}.{SqlNames.Quote(c.Name)}::text"));
            terms.Add($"('x' || left(md5({text}), 7))::bit(28)::int % 10000 < {share.ToString(CultureInfo.InvariantCulture)}");
        }
        return string.Join(" AND ", terms);
    }

    // Only types with the same text here and in PostgreSQL.
    private static List<Column> Hashed(TableDefinition table) =>
        table.Key.Where(c => s_hashed.Contains(c.SqlType)).ToList() is { Count: > 0 } some
            ? some
            : throw QueryException.Bad("not_sampled", $"The key of {table.QualifiedName} cannot be sampled: verify the whole table.");

    [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5351", Justification = "Samples rows; PostgreSQL has the same function.")]
    private static int Hash<TRow>(TRow row, List<Column> columns)
    {
        var text = string.Join('|', columns.Select(c => c.Property.GetValue(row) switch
        {
            bool flag => flag ? "true" : "false",
            DateOnly date => ColumnText.Format(date),
            var value => Convert.ToString(value, CultureInfo.InvariantCulture),
        }));
        Span<byte> hash = stackalloc byte[16];
        MD5.HashData(Encoding.UTF8.GetBytes(text), hash);
        return (int)(System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(hash) >> 4) % 10_000;
    }
}
