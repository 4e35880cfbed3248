using System.Linq.Expressions;
using EventSourced.ReadTables.Definition;

namespace EventSourced.ReadTables;

/// <summary>The effect of a reference when the other row is removed.</summary>
/// <remarks>
/// The effect follows from the event that removes the other row, not from the other table: a table remains a function of the log, whatever the checkpoint of the other.
/// </remarks>
/// <typeparam name="TRow">The row type.</typeparam>
/// <typeparam name="TParent">Row type of the other table.</typeparam>
public sealed class ReferenceBuilder<TRow, TParent> where TRow : class, IReadTable<TRow> where TParent : class, IReadTable<TParent>
{
    private readonly TableBuilder<TRow> _table;
    private readonly TableReference<TRow> _reference;

    internal ReferenceBuilder(TableBuilder<TRow> table, TableReference<TRow> reference) => (_table, _reference) = (table, reference);

    /// <summary>
    /// Declares that a column always has the value of the other row's column. An event that removes rows of the other table by that column then identifies the
    /// rows of this table that refer to them.
    /// </summary>
    /// <param name="column">Column of this table.</param>
    /// <param name="parent">Column of the other.</param>
    public ReferenceBuilder<TRow, TParent> Along(Expression<Func<TRow, object?>> column, Expression<Func<TParent, object?>> parent)
    {
        _table.Faults.Try(() => _reference.Along(_table.ColumnOf(column), TableBuilder<TParent>.PropertyOf(parent)));
        return this;
    }

    /// <summary>When the other row is removed, this row is removed too.</summary>
    public ReferenceBuilder<TRow, TParent> Cascade() => OnDelete(ReferenceAction.Cascade);

    /// <summary>When the other row is removed, the nullable referring columns become null.</summary>
    public ReferenceBuilder<TRow, TParent> SetNull() => OnDelete(ReferenceAction.SetNull);

    private ReferenceBuilder<TRow, TParent> OnDelete(ReferenceAction action)
    {
        _reference.OnDelete = action;
        return this;
    }
}
