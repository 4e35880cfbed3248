using System.Linq.Expressions;
using EventSourced.ReadTables.Definition;

namespace EventSourced.ReadTables;

/// <summary>The items of an event.</summary>
/// <typeparam name="TRow">The row type.</typeparam>
/// <typeparam name="TEvent">The event.</typeparam>
/// <typeparam name="TItem">One item.</typeparam>
public sealed class EachMapping<TRow, TEvent, TItem> where TRow : class, IReadTable<TRow> where TEvent : class
{
    private readonly TableBuilder<TRow> _table;
    private readonly Expression<Func<TEvent, bool>>? _when;
    private readonly Func<TEvent, IEnumerable<TItem>> _items;
    private readonly int _line;

    internal EachMapping(TableBuilder<TRow> table, Expression<Func<TEvent, bool>>? when, Func<TEvent, IEnumerable<TItem>> items, int line) =>
        (_table, _when, _items, _line) = (table, when, items, line);

    /// <summary>Changes the row of this key, and creates it if it does not exist.</summary>
    /// <param name="key">For each key column, in order, its value.</param>
    public ItemMapping<TRow, TEvent, TItem> Row(params Expression<Func<TEvent, TItem, object?>>[] key) => new(Add(MappingKind.Fold, key));

    /// <summary>Changes the row of this key if it exists.</summary>
    /// <param name="key">For each key column, in order, its value.</param>
    public ItemMapping<TRow, TEvent, TItem> Existing(params Expression<Func<TEvent, TItem, object?>>[] key) => new(Add(MappingKind.Update, key));

    /// <summary>Adds a row per item that no later event changes: the fast path. Their keys must be new by construction.</summary>
    public ItemMapping<TRow, TEvent, TItem> Insert() => new(Add(MappingKind.Insert, []));

    /// <summary>Removes the row of this key, if there is one.</summary>
    /// <param name="key">For each key column, in order, its value.</param>
    public void Delete(params Expression<Func<TEvent, TItem, object?>>[] key) => Add(MappingKind.Delete, key);

    private MappingSource<TRow, TEvent, TItem> Add(MappingKind kind, IReadOnlyList<LambdaExpression> key)
    {
        var mapping = new MappingSource<TRow, TEvent, TItem>(_table, kind, _when, _items, _line);
        mapping.Key(key);
        _table.Add(mapping);
        return mapping;
    }
}

/// <summary>The columns that an item of an event sets in its row.</summary>
/// <typeparam name="TRow">The row type.</typeparam>
/// <typeparam name="TEvent">The event.</typeparam>
/// <typeparam name="TItem">One item.</typeparam>
public sealed class ItemMapping<TRow, TEvent, TItem> where TRow : class, IReadTable<TRow> where TEvent : class
{
    private readonly MappingSource<TRow, TEvent, TItem> _mapping;

    internal ItemMapping(MappingSource<TRow, TEvent, TItem> mapping) => _mapping = mapping;

    /// <summary>Sets a column from the event and the item.</summary>
    public ItemMapping<TRow, TEvent, TItem> Set<TValue>(Expression<Func<TRow, TValue>> column, Expression<Func<TEvent, TItem, TValue>> value) => Do(() => _mapping.Set(column, value));

    /// <summary>Sets a column from the event, the item and the event's metadata.</summary>
    public ItemMapping<TRow, TEvent, TItem> Set<TValue>(Expression<Func<TRow, TValue>> column, Expression<Func<TEvent, TItem, EventInfo, TValue>> value) => Do(() => _mapping.Set(column, value));

    /// <summary>Sets a column from the current row, the event and the item.</summary>
    public ItemMapping<TRow, TEvent, TItem> Change<TValue>(Expression<Func<TRow, TValue>> column, Expression<Func<TRow, TEvent, TItem, TValue>> value) => Do(() => _mapping.Set(column, value));

    /// <summary>Sets a column only when this item creates the row.</summary>
    public ItemMapping<TRow, TEvent, TItem> SetOnCreate<TValue>(Expression<Func<TRow, TValue>> column, Expression<Func<TEvent, TItem, EventInfo, TValue>> value) => Do(() => _mapping.SetOnCreate(column, value));

    /// <summary>Adds to a column.</summary>
    public ItemMapping<TRow, TEvent, TItem> Increment<TValue>(Expression<Func<TRow, TValue>> column, Expression<Func<TEvent, TItem, TValue>> by) => Do(() => _mapping.Increment(column, by));

    /// <summary>As <see cref="RowMapping{TRow,TEvent}.Copy"/>, from the item, or from the event if only the event has the member.</summary>
    /// <param name="columns">The columns.</param>
    public ItemMapping<TRow, TEvent, TItem> Copy(params Expression<Func<TRow, object?>>[] columns) => Do(() => _mapping.Copy(columns));

    /// <summary>As <see cref="Copy"/>, for every column except these, the key, the timestamps and those that the mapping sets explicitly. A column without a member of the same name is a fault.</summary>
    /// <param name="columns">Columns that are not copied.</param>
    public ItemMapping<TRow, TEvent, TItem> CopyExcept(params Expression<Func<TRow, object?>>[] columns) => Do(() => _mapping.CopyExcept(columns));

    /// <summary>Sets the table's timestamps from a member of the event or the item instead of the event's recording time.</summary>
    /// <param name="time">The member.</param>
    public ItemMapping<TRow, TEvent, TItem> At(Expression<Func<TEvent, TItem, DateTimeOffset>> time) => Do(() => _mapping.At(time));

    /// <summary>Does not change the table's timestamps.</summary>
    public ItemMapping<TRow, TEvent, TItem> KeepTimestamps() => Do(_mapping.KeepsTimestamps);

    private ItemMapping<TRow, TEvent, TItem> Do(Action add)
    {
        add();
        return this;
    }
}
