using System.Linq.Expressions;

namespace EventSourced.ReadTables.Definition;

/// <summary>The source of a derived table, and how its rows are computed.</summary>
internal abstract class DerivedFrom<TRow>(Type sourceRow, IReadOnlyList<string> groupProperties, string canonical)
{
    public Type SourceRow { get; } = sourceRow;

    /// <summary>Properties of the source's row, one for each key column of the derived table.</summary>
    public IReadOnlyList<string> GroupProperties { get; } = groupProperties;

    public string Canonical { get; } = canonical;
}

internal sealed class DerivedFrom<TRow, TSource>(IReadOnlyList<string> group, Expression<Func<IReadOnlyList<TSource>, TRow?>> row)
    : DerivedFrom<TRow>(typeof(TSource), group, $"derived {typeof(TSource).Name} [{string.Join(",", group)}] {row}")
{
    public Func<IReadOnlyList<TSource>, TRow?> Row => field ??= row.Compile();
}
