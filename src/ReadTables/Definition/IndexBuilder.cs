using System.Linq.Expressions;
using EventSourced.ReadTables.Definition;

namespace EventSourced.ReadTables;

/// <summary>Options of an index.</summary>
/// <typeparam name="TRow">The row type.</typeparam>
public sealed class IndexBuilder<TRow> where TRow : class, IReadTable<TRow>
{
    private readonly TableBuilder<TRow> _table;
    private bool _unique;
    private string? _where;
    private IReadOnlyList<Column> _whereColumns = [];

    internal IndexBuilder(TableBuilder<TRow> table, string name) => (_table, Name) = (table, name);

    internal string Name { get; }

    internal IReadOnlyList<Column<TRow>> Columns { get; set; } = [];

    /// <summary>No two rows may have equal values in all of its columns; null equals nothing. It is enforced after each page of events.</summary>
    public IndexBuilder<TRow> Unique()
    {
        _unique = true;
        return this;
    }

    /// <summary>Only rows that meet this condition are in the index. The query endpoint does not use it for filters.</summary>
    /// <param name="condition">Comparisons of columns with constants or null, combined with <c>&amp;&amp;</c>, <c>||</c> and <c>!</c>.</param>
    public IndexBuilder<TRow> Where(Expression<Func<TRow, bool>> condition)
    {
        _table.Faults.Try(() => (_where, _whereColumns) = IndexPredicate.Of(condition, _table.ColumnOf));
        return this;
    }

    internal TableIndex Build() => new(Name, Columns, _unique, _where) { WhereColumns = _whereColumns };
}

/// <summary>An index of a read table.</summary>
/// <param name="Name">Documented name.</param>
/// <param name="Columns">Columns in order.</param>
/// <param name="Unique">Whether it forbids rows with equal values.</param>
/// <param name="Where">Condition of a partial index as SQL, or null.</param>
public sealed record TableIndex(string Name, IReadOnlyList<Column> Columns, bool Unique, string? Where = null)
{
    /// <summary>Columns in <see cref="Where"/>.</summary>
    internal IReadOnlyList<Column> WhereColumns { get; init; } = [];
}
