using System.Linq.Expressions;

namespace EventSourced.ReadTables.Definition;

/// <summary>Compares rows by some of their columns, with compiled code: a row with only these columns set is a key to look up a row in a dictionary.</summary>
/// <param name="columns">The columns.</param>
/// <param name="nullsMatch">Whether null equals null; in SQL it does not.</param>
internal sealed class RowComparer<TRow>(IReadOnlyList<Column> columns, bool nullsMatch = true) : IEqualityComparer<TRow>
{
    // Compiled at the first use, because a process has comparers of all tables and rows of few.
    private Func<TRow, TRow, bool> EqualsCode => field ??= CompileEquals();

    private Func<TRow, int> HashCode => field ??= CompileHash();

    public bool Equals(TRow? x, TRow? y) => (nullsMatch && ReferenceEquals(x, y)) || (x is not null && y is not null && EqualsCode(x, y));

    public int GetHashCode(TRow row) => HashCode(row);

    private Func<TRow, TRow, bool> CompileEquals()
    {
        ParameterExpression x = Expression.Parameter(typeof(TRow), "x"), y = Expression.Parameter(typeof(TRow), "y");
        return Expression.Lambda<Func<TRow, TRow, bool>>(
            columns.Select(c => Equal(Expression.Property(x, c.Property), Expression.Property(y, c.Property), nullsMatch)).Aggregate(Expression.AndAlso), x, y).Compile();
    }

    private Func<TRow, int> CompileHash()
    {
        var row = Expression.Parameter(typeof(TRow), "row");
        return Expression.Lambda<Func<TRow, int>>(
            columns.Select(c => Hash(Expression.Property(row, c.Property))).Aggregate((a, b) => Expression.ExclusiveOr(Expression.Multiply(a, Expression.Constant(16777619)), b)), row).Compile();
    }

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
