using System.Linq.Expressions;
using EventSourced.ReadTables.Definition;

namespace EventSourced.ReadTables;

/// <summary>What an event does to a table.</summary>
/// <typeparam name="TRow">The row type.</typeparam>
/// <typeparam name="TEvent">The event.</typeparam>
public sealed class EventMapping<TRow, TEvent> where TRow : class, IReadTable<TRow> where TEvent : class
{
    private readonly TableBuilder<TRow> _table;
    private readonly Expression<Func<TEvent, bool>>? _when;
    private readonly int _line;

    internal EventMapping(TableBuilder<TRow> table, Expression<Func<TEvent, bool>>? when, int line) => (_table, _when, _line) = (table, when, line);

    /// <summary>Changes the row of this key, and creates it if it does not exist.</summary>
    /// <param name="key">For each key column, in order, its value.</param>
    public RowMapping<TRow, TEvent> Row(params Expression<Func<TEvent, object?>>[] key) => new(Add(MappingKind.Fold, key));

    /// <summary>Changes the row of this key if it exists. An event after the removal of the row has no effect.</summary>
    /// <param name="key">For each key column, in order, its value.</param>
    public RowMapping<TRow, TEvent> Existing(params Expression<Func<TEvent, object?>>[] key) => new(Add(MappingKind.Update, key));

    /// <summary>Adds a row that no later event changes: the fast path. Its key must be new by construction.</summary>
    public RowMapping<TRow, TEvent> Insert() => new(Add(MappingKind.Insert, []));

    /// <summary>Removes the row of this key, if there is one.</summary>
    /// <param name="key">For each key column, in order, its value.</param>
    public void Delete(params Expression<Func<TEvent, object?>>[] key) => Add(MappingKind.Delete, key);

    /// <summary>Removes every row whose columns have these values. More columns follow with <see cref="DeleteWhereMapping{TRow,TEvent}.And"/>.</summary>
    /// <param name="column">Column to compare; give it an index.</param>
    /// <param name="value">Its value. Null equals nothing.</param>
    public DeleteWhereMapping<TRow, TEvent> DeleteWhere<TValue>(Expression<Func<TRow, TValue>> column, Expression<Func<TEvent, TValue>> value) =>
        new DeleteWhereMapping<TRow, TEvent>(Add(MappingKind.DeleteWhere, [])).And(column, value);

    /// <summary>Maps each item of the event: one event changes many rows.</summary>
    /// <param name="items">The items, in order.</param>
    public EachMapping<TRow, TEvent, TItem> Each<TItem>(Func<TEvent, IEnumerable<TItem>> items) => new(_table, _when, items, _line);

    /// <summary>
    /// Replaces the rows of a parent: the rows of the event's items are created or changed, and all other rows of the parent are removed. The items follow with
    /// <see cref="ReplaceMapping{TRow,TEvent}.Each"/>. The mapping sets the parent's column. More columns follow with <see cref="ReplaceMapping{TRow,TEvent}.And"/>.
    /// </summary>
    /// <param name="column">Column that identifies the parent; it gets an index. It changes within a row only when another parent's set includes the row.</param>
    /// <param name="value">Its value.</param>
    public ReplaceMapping<TRow, TEvent> Replace<TValue>(Expression<Func<TRow, TValue>> column, Expression<Func<TEvent, TValue>> value) =>
        new ReplaceMapping<TRow, TEvent>(_table, _when, _line).And(column, value);

    private MappingSource<TRow, TEvent, NoItem> Add(MappingKind kind, IReadOnlyList<LambdaExpression> key)
    {
        var mapping = new MappingSource<TRow, TEvent, NoItem>(_table, kind, _when, _ => NoItem.One, _line);
        if (kind != MappingKind.DeleteWhere) mapping.Key(key);
        _table.Add(mapping);
        return mapping;
    }
}

/// <summary>The columns that a delete-where compares.</summary>
/// <typeparam name="TRow">The row type.</typeparam>
/// <typeparam name="TEvent">The event.</typeparam>
public sealed class DeleteWhereMapping<TRow, TEvent> where TRow : class, IReadTable<TRow> where TEvent : class
{
    private readonly MappingSource<TRow, TEvent, NoItem> _mapping;

    internal DeleteWhereMapping(MappingSource<TRow, TEvent, NoItem> mapping) => _mapping = mapping;

    /// <summary>Compares one more column.</summary>
    /// <param name="column">Column to compare.</param>
    /// <param name="value">Its value.</param>
    public DeleteWhereMapping<TRow, TEvent> And<TValue>(Expression<Func<TRow, TValue>> column, Expression<Func<TEvent, TValue>> value)
    {
        _mapping.Probe(column, value);
        return this;
    }
}

/// <summary>The parent whose rows an event replaces.</summary>
/// <typeparam name="TRow">The row type.</typeparam>
/// <typeparam name="TEvent">The event.</typeparam>
public sealed class ReplaceMapping<TRow, TEvent> where TRow : class, IReadTable<TRow> where TEvent : class
{
    private readonly TableBuilder<TRow> _table;
    private readonly Expression<Func<TEvent, bool>>? _when;
    private readonly int _line;
    private readonly List<(LambdaExpression Column, LambdaExpression Value)> _parent = [];
    private readonly List<Type> _newOn = [];

    internal ReplaceMapping(TableBuilder<TRow> table, Expression<Func<TEvent, bool>>? when, int line) => (_table, _when, _line) = (table, when, line);

    /// <summary>Identifies the parent by one more column.</summary>
    /// <param name="column">The column.</param>
    /// <param name="value">Its value.</param>
    public ReplaceMapping<TRow, TEvent> And<TValue>(Expression<Func<TRow, TValue>> column, Expression<Func<TEvent, TValue>> value)
    {
        _parent.Add((column, value));
        return this;
    }

    /// <summary>Declares that one of the events creates the parent: the parent has no rows yet, so none are looked up.</summary>
    /// <typeparam name="TFirst">The event.</typeparam>
    public ReplaceMapping<TRow, TEvent> NewOn<TFirst>() where TFirst : class, TEvent
    {
        _newOn.Add(typeof(TFirst));
        return this;
    }

    /// <summary>The items, one for each row of the parent.</summary>
    /// <param name="items">The items, in order.</param>
    public ReplaceItems<TRow, TEvent, TItem> Each<TItem>(Func<TEvent, IEnumerable<TItem>> items) => new(_table, _when, items, _line, _parent, _newOn);
}

/// <summary>The items of a set that an event replaces.</summary>
/// <typeparam name="TRow">The row type.</typeparam>
/// <typeparam name="TEvent">The event.</typeparam>
/// <typeparam name="TItem">One item.</typeparam>
public sealed class ReplaceItems<TRow, TEvent, TItem> where TRow : class, IReadTable<TRow> where TEvent : class
{
    private readonly TableBuilder<TRow> _table;
    private readonly Expression<Func<TEvent, bool>>? _when;
    private readonly Func<TEvent, IEnumerable<TItem>> _items;
    private readonly int _line;
    private readonly IReadOnlyList<(LambdaExpression Column, LambdaExpression Value)> _parent;
    private readonly IReadOnlyCollection<Type> _newOn;

    internal ReplaceItems(
        TableBuilder<TRow> table, Expression<Func<TEvent, bool>>? when, Func<TEvent, IEnumerable<TItem>> items, int line,
        IReadOnlyList<(LambdaExpression Column, LambdaExpression Value)> parent, IReadOnlyCollection<Type> newOn) =>
        (_table, _when, _items, _line, _parent, _newOn) = (table, when, items, line, parent, newOn);

    /// <summary>The row of this key, created if it does not exist. An existing row keeps the columns that the mapping does not set.</summary>
    /// <param name="key">For each key column, in order, its value.</param>
    public ItemMapping<TRow, TEvent, TItem> Row(params Expression<Func<TEvent, TItem, object?>>[] key)
    {
        var rows = new MappingSource<TRow, TEvent, TItem>(_table, MappingKind.Fold, _when, _items, _line) { KeepsSet = true };
        var sweep = new MappingSource<TRow, TEvent, NoItem>(_table, MappingKind.ReplaceSet, _when, _ => NoItem.One, _line) { ExceptEvents = _newOn };
        _table.Faults.Try(() => _table.ReplaceBy([.. _parent.Select(p => _table.ColumnOf(p.Column))], _line), _line);
        rows.Key(key);
        foreach (var (column, value) in _parent)
        {
            sweep.Probe(column, value);
            // The key sets its own columns.
            if (!_table.KeyColumns.Any(k => k.Property.Name == TableBuilder<TRow>.PropertyOf(column))) rows.Set(column, value);
        }
        _table.Add(rows);
        // After the rows: it removes the rows that none of them has set.
        _table.Add(sweep);
        return new ItemMapping<TRow, TEvent, TItem>(rows);
    }
}
