using System.Linq.Expressions;
using EventSourced.Contracts;
using EventSourced.ReadTables.Definition;

namespace EventSourced.ReadTables;

/// <summary>Takes the definition of a read table.</summary>
/// <typeparam name="TRow">The row type.</typeparam>
public sealed class TableBuilder<TRow> where TRow : class, IReadTable<TRow>
{
    private readonly List<Func<Mapping<TRow>>> _mappings = [];

    internal TableBuilder(EventCatalog events) => Events = events;

    internal EventCatalog Events { get; }

    internal IReadOnlyList<Column<TRow>> Columns { get; } = ColumnFactory.Of<TRow>();

    internal IReadOnlyList<Column<TRow>> KeyColumns { get; private set; } = [];

    internal List<TableIndex> Indexes { get; } = [];

    internal int MeaningRevision { get; private set; } = 1;

    internal DerivedFrom<TRow>? Derivation { get; set; }

    internal IReadOnlyList<Mapping<TRow>> BuildMappings() => [.. _mappings.Select(m => m())];

    /// <summary>The documented key, in its documented order.</summary>
    /// <param name="columns">Columns that are never null.</param>
    public TableBuilder<TRow> Key(params Expression<Func<TRow, object?>>[] columns)
    {
        KeyColumns = [.. columns.Select(ColumnOf)];
        return this;
    }

    /// <summary>An index: what it serves can be filtered and ordered on at the query endpoint.</summary>
    /// <param name="name">Documented name.</param>
    /// <param name="columns">Columns in order.</param>
    public TableBuilder<TRow> Index(string name, params Expression<Func<TRow, object?>>[] columns)
    {
        Indexes.Add(new(name, [.. columns.Select(ColumnOf)], Unique: false));
        return this;
    }

    /// <summary>A number to raise when a method that a mapping calls has changed its meaning: the definition's text cannot show that.</summary>
    /// <param name="revision">From 1.</param>
    public TableBuilder<TRow> Revision(int revision)
    {
        MeaningRevision = revision;
        return this;
    }

    /// <summary>Begins what an event does.</summary>
    /// <param name="when">Only events for which this holds are mapped; null for all.</param>
    /// <typeparam name="TEvent">The event.</typeparam>
    public EventMapping<TRow, TEvent> On<TEvent>(Expression<Func<TEvent, bool>>? when = null) where TEvent : class => new(this, when);

    /// <summary>Makes this a derived table: one row per group of another table's rows, recomputed for the groups that a page touched.</summary>
    /// <typeparam name="TSource">The other table, of the same module.</typeparam>
    /// <param name="group">For each key column of this table, in order, the column of the other. These columns must never change within a row.</param>
    /// <param name="row">The row of a group from the group's rows in key order, or null for no row.</param>
    public void DerivedFrom<TSource>(IReadOnlyList<Expression<Func<TSource, object?>>> group, Expression<Func<IReadOnlyList<TSource>, TRow?>> row)
        where TSource : class, IReadTable<TSource> =>
        Derivation = new DerivedFrom<TRow, TSource>([.. group.Select(PropertyOf)], row);

    internal void Add(Func<Mapping<TRow>> mapping) => _mappings.Add(mapping);

    internal Column<TRow> ColumnOf(LambdaExpression column)
    {
        var property = PropertyOf(column);
        return Columns.FirstOrDefault(c => c.Property.Name == property)
            ?? throw new InvalidOperationException($"{typeof(TRow).Name}.{property} is not a column.");
    }

    private static string PropertyOf(LambdaExpression column)
    {
        var body = column.Body is UnaryExpression { NodeType: ExpressionType.Convert } convert ? convert.Operand : column.Body;
        return body is MemberExpression { Expression: ParameterExpression } member
            ? member.Member.Name
            : throw new InvalidOperationException($"{typeof(TRow).Name}: '{column}' must name a column, like r => r.Name.");
    }
}

/// <summary>An index of a read table.</summary>
/// <param name="Name">Documented name.</param>
/// <param name="Columns">Columns in order.</param>
/// <param name="Unique">Whether it forbids two equal rows.</param>
public sealed record TableIndex(string Name, IReadOnlyList<Column> Columns, bool Unique);

/// <summary>What an event does to a table.</summary>
/// <typeparam name="TRow">The row type.</typeparam>
/// <typeparam name="TEvent">The event.</typeparam>
public sealed class EventMapping<TRow, TEvent> where TRow : class, IReadTable<TRow> where TEvent : class
{
    private readonly TableBuilder<TRow> _table;
    private readonly Expression<Func<TEvent, bool>>? _when;

    internal EventMapping(TableBuilder<TRow> table, Expression<Func<TEvent, bool>>? when) => (_table, _when) = (table, when);

    /// <summary>Touches the row of this key, created if absent.</summary>
    /// <param name="key">For each key column, in order, its value.</param>
    public RowMapping<TRow, TEvent> Row(params Expression<Func<TEvent, object?>>[] key) => new(_table, _when, MappingKind.Fold, key);

    /// <summary>Touches the row of this key if it is there: an event that comes after the row was removed does nothing.</summary>
    /// <param name="key">For each key column, in order, its value.</param>
    public RowMapping<TRow, TEvent> Existing(params Expression<Func<TEvent, object?>>[] key) => new(_table, _when, MappingKind.Update, key);

    /// <summary>Adds a row that no event changes later: the fast path. Its keys must be new by construction.</summary>
    public RowMapping<TRow, TEvent> Insert() => new(_table, _when, MappingKind.Insert, []);

    /// <summary>Removes the row of this key, if there is one.</summary>
    /// <param name="key">For each key column, in order, its value.</param>
    public void Delete(params Expression<Func<TEvent, object?>>[] key) => _ = new RowMapping<TRow, TEvent>(_table, _when, MappingKind.Delete, key);

    /// <summary>Removes every row whose columns have these values. More columns follow with <see cref="DeleteWhereMapping{TRow,TEvent}.And"/>.</summary>
    /// <param name="column">Column to compare; give it an index.</param>
    /// <param name="value">Its value.</param>
    public DeleteWhereMapping<TRow, TEvent> DeleteWhere<TValue>(Expression<Func<TRow, TValue>> column, Expression<Func<TEvent, TValue>> value) =>
        new DeleteWhereMapping<TRow, TEvent>(_table, _when).And(column, value);

    /// <summary>Goes through the items of an event: one event, many rows.</summary>
    /// <param name="items">The items, in order.</param>
    public EachMapping<TRow, TEvent, TItem> Each<TItem>(Func<TEvent, IEnumerable<TItem>> items) => new(_table, _when, items);
}

/// <summary>What an event sets in its row.</summary>
/// <typeparam name="TRow">The row type.</typeparam>
/// <typeparam name="TEvent">The event.</typeparam>
public sealed class RowMapping<TRow, TEvent> where TRow : class, IReadTable<TRow> where TEvent : class
{
    private readonly MappingCompiler<TRow, TEvent, NoItem> _parts;

    internal RowMapping(TableBuilder<TRow> table, Expression<Func<TEvent, bool>>? when, MappingKind kind, IReadOnlyList<LambdaExpression> key)
    {
        _parts = new(table);
        _parts.Key(table, kind, key);
        table.Add(() => _parts.Build(kind, when, _ => NoItem.One));
    }

    /// <summary>Sets a column from the event.</summary>
    public RowMapping<TRow, TEvent> Set<TValue>(Expression<Func<TRow, TValue>> column, Expression<Func<TEvent, TValue>> value) => Do(() => _parts.Set(column, value));

    /// <summary>Sets a column from the event and what the log knows of it.</summary>
    public RowMapping<TRow, TEvent> Set<TValue>(Expression<Func<TRow, TValue>> column, Expression<Func<TEvent, EventInfo, TValue>> value) => Do(() => _parts.Set(column, value));

    /// <summary>Sets a column from the row as it is and the event.</summary>
    public RowMapping<TRow, TEvent> Change<TValue>(Expression<Func<TRow, TValue>> column, Expression<Func<TRow, TEvent, TValue>> value) => Do(() => _parts.Set(column, value));

    /// <summary>Sets a column only when this event creates the row.</summary>
    public RowMapping<TRow, TEvent> SetOnCreate<TValue>(Expression<Func<TRow, TValue>> column, Expression<Func<TEvent, EventInfo, TValue>> value) => Do(() => _parts.SetOnCreate(column, value));

    /// <summary>Adds to a column.</summary>
    public RowMapping<TRow, TEvent> Increment<TValue>(Expression<Func<TRow, TValue>> column, Expression<Func<TEvent, TValue>> by) => Do(() => _parts.Increment(column, by));

    private RowMapping<TRow, TEvent> Do(Action add)
    {
        add();
        return this;
    }
}

/// <summary>The items of an event.</summary>
/// <typeparam name="TRow">The row type.</typeparam>
/// <typeparam name="TEvent">The event.</typeparam>
/// <typeparam name="TItem">One item.</typeparam>
public sealed class EachMapping<TRow, TEvent, TItem> where TRow : class, IReadTable<TRow> where TEvent : class
{
    private readonly TableBuilder<TRow> _table;
    private readonly Expression<Func<TEvent, bool>>? _when;
    private readonly Func<TEvent, IEnumerable<TItem>> _items;

    internal EachMapping(TableBuilder<TRow> table, Expression<Func<TEvent, bool>>? when, Func<TEvent, IEnumerable<TItem>> items) =>
        (_table, _when, _items) = (table, when, items);

    /// <summary>Touches the row of this key, created if absent.</summary>
    /// <param name="key">For each key column, in order, its value.</param>
    public ItemMapping<TRow, TEvent, TItem> Row(params Expression<Func<TEvent, TItem, object?>>[] key) => new(_table, _when, _items, MappingKind.Fold, key);

    /// <summary>Touches the row of this key if it is there.</summary>
    /// <param name="key">For each key column, in order, its value.</param>
    public ItemMapping<TRow, TEvent, TItem> Existing(params Expression<Func<TEvent, TItem, object?>>[] key) => new(_table, _when, _items, MappingKind.Update, key);

    /// <summary>Adds a row per item that no event changes later: the fast path. Its keys must be new by construction.</summary>
    public ItemMapping<TRow, TEvent, TItem> Insert() => new(_table, _when, _items, MappingKind.Insert, []);

    /// <summary>Removes the row of this key, if there is one.</summary>
    /// <param name="key">For each key column, in order, its value.</param>
    public void Delete(params Expression<Func<TEvent, TItem, object?>>[] key) => _ = new ItemMapping<TRow, TEvent, TItem>(_table, _when, _items, MappingKind.Delete, key);
}

/// <summary>What an item of an event sets in its row.</summary>
/// <typeparam name="TRow">The row type.</typeparam>
/// <typeparam name="TEvent">The event.</typeparam>
/// <typeparam name="TItem">One item.</typeparam>
public sealed class ItemMapping<TRow, TEvent, TItem> where TRow : class, IReadTable<TRow> where TEvent : class
{
    private readonly MappingCompiler<TRow, TEvent, TItem> _parts;

    internal ItemMapping(
        TableBuilder<TRow> table, Expression<Func<TEvent, bool>>? when, Func<TEvent, IEnumerable<TItem>> items, MappingKind kind, IReadOnlyList<LambdaExpression> key)
    {
        _parts = new(table);
        _parts.Key(table, kind, key);
        table.Add(() => _parts.Build(kind, when, items));
    }

    /// <summary>Sets a column from the event and the item.</summary>
    public ItemMapping<TRow, TEvent, TItem> Set<TValue>(Expression<Func<TRow, TValue>> column, Expression<Func<TEvent, TItem, TValue>> value) => Do(() => _parts.Set(column, value));

    /// <summary>Sets a column from the event, the item and what the log knows of the event.</summary>
    public ItemMapping<TRow, TEvent, TItem> Set<TValue>(Expression<Func<TRow, TValue>> column, Expression<Func<TEvent, TItem, EventInfo, TValue>> value) => Do(() => _parts.Set(column, value));

    /// <summary>Sets a column from the row as it is, the event and the item.</summary>
    public ItemMapping<TRow, TEvent, TItem> Change<TValue>(Expression<Func<TRow, TValue>> column, Expression<Func<TRow, TEvent, TItem, TValue>> value) => Do(() => _parts.Set(column, value));

    /// <summary>Sets a column only when this item creates the row.</summary>
    public ItemMapping<TRow, TEvent, TItem> SetOnCreate<TValue>(Expression<Func<TRow, TValue>> column, Expression<Func<TEvent, TItem, EventInfo, TValue>> value) => Do(() => _parts.SetOnCreate(column, value));

    /// <summary>Adds to a column.</summary>
    public ItemMapping<TRow, TEvent, TItem> Increment<TValue>(Expression<Func<TRow, TValue>> column, Expression<Func<TEvent, TItem, TValue>> by) => Do(() => _parts.Increment(column, by));

    private ItemMapping<TRow, TEvent, TItem> Do(Action add)
    {
        add();
        return this;
    }
}

/// <summary>The columns that a delete-where compares.</summary>
/// <typeparam name="TRow">The row type.</typeparam>
/// <typeparam name="TEvent">The event.</typeparam>
public sealed class DeleteWhereMapping<TRow, TEvent> where TRow : class, IReadTable<TRow> where TEvent : class
{
    private readonly TableBuilder<TRow> _table;
    private readonly MappingCompiler<TRow, TEvent, NoItem> _parts;

    internal DeleteWhereMapping(TableBuilder<TRow> table, Expression<Func<TEvent, bool>>? when)
    {
        _table = table;
        _parts = new(table);
        table.Add(() => _parts.Build(MappingKind.DeleteWhere, when, _ => NoItem.One));
    }

    /// <summary>Compares one more column.</summary>
    /// <param name="column">Column to compare.</param>
    /// <param name="value">Its value.</param>
    public DeleteWhereMapping<TRow, TEvent> And<TValue>(Expression<Func<TRow, TValue>> column, Expression<Func<TEvent, TValue>> value)
    {
        _parts.Probe(_table.ColumnOf(column), value);
        return this;
    }
}
