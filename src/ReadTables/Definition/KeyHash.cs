using System.Linq.Expressions;
using System.Runtime.InteropServices;

namespace EventSourced.ReadTables.Definition;

/// <summary>
/// Hashes rows by some of their columns to 64 bits, with compiled code. Two of a million keys have the same hash with a probability of one in ten millions; of the 32 bits of
/// <see cref="RowComparer{TRow}"/> hundreds of them do. A process may hash the same key differently than another one.
/// </summary>
internal static class KeyHash
{
    private const ulong Factor = 0x9E3779B97F4A7C15UL;

    /// <summary>Compiles the hash of a row type.</summary>
    /// <typeparam name="TRow">The row type.</typeparam>
    /// <param name="columns">The columns.</param>
    public static Func<TRow, long> Compile<TRow>(IReadOnlyList<Column> columns)
    {
        var row = Expression.Parameter(typeof(TRow), "row");
        Expression hash = Expression.Constant(0L);
        foreach (var column in columns)
        {
            var value = Expression.Property(row, column.Property);
            Expression part = value.Type == typeof(long) ? value
                : value.Type == typeof(string) ? Expression.Call(typeof(KeyHash), nameof(Of), null, value)
                : Expression.Convert(Expression.Call(value, value.Type.GetMethod(nameof(GetHashCode), Type.EmptyTypes)!), typeof(long));
            hash = Expression.Call(typeof(KeyHash), nameof(Combine), null, hash, part);
        }
        return Expression.Lambda<Func<TRow, long>>(hash, row).Compile();
    }

    /// <summary>The hash of a text.</summary>
    /// <param name="text">The text, or null.</param>
    internal static long Of(string? text)
    {
        if (text is null) return -1;
        var hash = (ulong)text.Length;
        var words = MemoryMarshal.Cast<char, ulong>(text.AsSpan());
        foreach (var word in words) hash = Step(hash, word);
        foreach (var character in text.AsSpan(words.Length * 4)) hash = Step(hash, character);
        return (long)hash;
    }

    /// <summary>A hash with the next part.</summary>
    internal static long Combine(long hash, long part) => (long)Step((ulong)hash, (ulong)part);

    private static ulong Step(ulong hash, ulong part)
    {
        var mixed = (hash ^ part) * Factor;
        return mixed ^ (mixed >> 32);
    }
}
