using System.Linq.Expressions;
using EventSourced.ReadTables.Definition;

namespace EventSourced.ReadTables;

/// <summary>What follows from a reference when the other row is removed.</summary>
/// <remarks>
/// It follows from the event that removes the other row, not from the other table: a table stays a function of the log, wherever the other one stands.
/// </remarks>
/// <typeparam name="TRow">The row type.</typeparam>
/// <typeparam name="TParent">Row type of the other table.</typeparam>
public sealed class ReferenceBuilder<TRow, TParent> where TRow : class, IReadTable<TRow> where TParent : class, IReadTable<TParent>
{
    private readonly TableBuilder<TRow> _table;
    private readonly TableReference<TRow> _reference;

    internal ReferenceBuilder(TableBuilder<TRow> table, TableReference<TRow> reference) => (_table, _reference) = (table, reference);

    /// <summary>
    /// Says that a column always has the value of the other row's: an event that removes rows of the other table by that column tells then which rows of
    /// this one refer to them.
    /// </summary>
    /// <param name="column">Column of this table.</param>
    /// <param name="parent">Column of the other.</param>
    public ReferenceBuilder<TRow, TParent> Along(Expression<Func<TRow, object?>> column, Expression<Func<TParent, object?>> parent)
    {
        _table.Faults.Try(() => _reference.Along(_table.ColumnOf(column), TableBuilder<TParent>.PropertyOf(parent)));
        return this;
    }

    /// <summary>When the other row is removed, this one is too.</summary>
    public ReferenceBuilder<TRow, TParent> Cascade() => OnDelete(ReferenceAction.Cascade);

    /// <summary>When the other row is removed, the referring columns become null: those of them that can.</summary>
    public ReferenceBuilder<TRow, TParent> SetNull() => OnDelete(ReferenceAction.SetNull);

    private ReferenceBuilder<TRow, TParent> OnDelete(ReferenceAction action)
    {
        _reference.OnDelete = action;
        return this;
    }
}
