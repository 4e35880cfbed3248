using System.Linq.Expressions;

namespace EventSourced.ReadTables.Definition;

/// <summary>Compares rows by some of their columns, with compiled code: a row with only these columns set is a key to look up a row in a dictionary.</summary>
internal sealed class RowComparer<TRow> : IEqualityComparer<TRow>
{
    private readonly Func<TRow, TRow, bool> _equals;
    private readonly Func<TRow, int> _hash;
    private readonly bool _nullsMatch;

    /// <param name="columns">The columns.</param>
    /// <param name="nullsMatch">Whether null equals null; in SQL it does not.</param>
    public RowComparer(IReadOnlyList<Column> columns, bool nullsMatch = true)
    {
        _nullsMatch = nullsMatch;
        ParameterExpression x = Expression.Parameter(typeof(TRow), "x"), y = Expression.Parameter(typeof(TRow), "y");
        _equals = Expression.Lambda<Func<TRow, TRow, bool>>(
            columns.Select(c => Equal(Expression.Property(x, c.Property), Expression.Property(y, c.Property), nullsMatch))
                .Aggregate(Expression.AndAlso), x, y).Compile();
        _hash = Expression.Lambda<Func<TRow, int>>(
            columns.Select(c => Hash(Expression.Property(x, c.Property)))
                .Aggregate((a, b) => Expression.ExclusiveOr(Expression.Multiply(a, Expression.Constant(16777619)), b)), x).Compile();
    }

    public bool Equals(TRow? x, TRow? y) => (_nullsMatch && ReferenceEquals(x, y)) || (x is not null && y is not null && _equals(x, y));

    public int GetHashCode(TRow row) => _hash(row);

    private static Expression Equal(Expression x, Expression y, bool nullsMatch)
    {
        var equal = Expression.Equal(x, y);
        return nullsMatch || (x.Type.IsValueType && Nullable.GetUnderlyingType(x.Type) is null)
            ? equal
            : Expression.AndAlso(Expression.NotEqual(x, Expression.Constant(null, x.Type)), equal);
    }

    private static Expression Hash(Expression value)
    {
        Expression hash = Expression.Call(value, value.Type.GetMethod(nameof(GetHashCode), Type.EmptyTypes)!);
        return value.Type.IsValueType
            ? hash
            : Expression.Condition(Expression.ReferenceEqual(value, Expression.Constant(null, value.Type)), Expression.Constant(0), hash);
    }
}
