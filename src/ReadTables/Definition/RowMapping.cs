using System.Linq.Expressions;
using EventSourced.ReadTables.Definition;

namespace EventSourced.ReadTables;

/// <summary>The columns that an event sets in its row.</summary>
/// <typeparam name="TRow">The row type.</typeparam>
/// <typeparam name="TEvent">The event.</typeparam>
public sealed class RowMapping<TRow, TEvent> where TRow : class, IReadTable<TRow> where TEvent : class
{
    private readonly MappingSource<TRow, TEvent, NoItem> _mapping;

    internal RowMapping(MappingSource<TRow, TEvent, NoItem> mapping) => _mapping = mapping;

    /// <summary>Sets a column from the event.</summary>
    public RowMapping<TRow, TEvent> Set<TValue>(Expression<Func<TRow, TValue>> column, Expression<Func<TEvent, TValue>> value) => Do(() => _mapping.Set(column, value));

    /// <summary>Sets a column from the event and its metadata.</summary>
    public RowMapping<TRow, TEvent> Set<TValue>(Expression<Func<TRow, TValue>> column, Expression<Func<TEvent, EventInfo, TValue>> value) => Do(() => _mapping.Set(column, value));

    /// <summary>Sets a column from the current row and the event.</summary>
    public RowMapping<TRow, TEvent> Change<TValue>(Expression<Func<TRow, TValue>> column, Expression<Func<TRow, TEvent, TValue>> value) => Do(() => _mapping.Set(column, value));

    /// <summary>Sets a column only when this event creates the row.</summary>
    public RowMapping<TRow, TEvent> SetOnCreate<TValue>(Expression<Func<TRow, TValue>> column, Expression<Func<TEvent, EventInfo, TValue>> value) => Do(() => _mapping.SetOnCreate(column, value));

    /// <summary>Adds to a column.</summary>
    public RowMapping<TRow, TEvent> Increment<TValue>(Expression<Func<TRow, TValue>> column, Expression<Func<TEvent, TValue>> by) => Do(() => _mapping.Increment(column, by));

    /// <summary>
    /// Sets columns from the event's members of the same name. A UUID is stored as text, a time as epoch milliseconds or timestamptz, a boolean as 0 or 1, an
    /// enum as its name.
    /// </summary>
    /// <param name="columns">The columns.</param>
    public RowMapping<TRow, TEvent> Copy(params Expression<Func<TRow, object?>>[] columns) => Do(() => _mapping.Copy(columns));

    /// <summary>As <see cref="Copy"/>, for every column except these, the key, the timestamps and those that the mapping sets explicitly. A column without a member of the same name is a fault.</summary>
    /// <param name="columns">Columns that are not copied.</param>
    public RowMapping<TRow, TEvent> CopyExcept(params Expression<Func<TRow, object?>>[] columns) => Do(() => _mapping.CopyExcept(columns));

    /// <summary>Sets the table's timestamps from a member of the event instead of its recording time.</summary>
    /// <param name="time">The member.</param>
    public RowMapping<TRow, TEvent> At(Expression<Func<TEvent, DateTimeOffset>> time) => Do(() => _mapping.At(time));

    /// <summary>Does not change the table's timestamps.</summary>
    public RowMapping<TRow, TEvent> KeepTimestamps() => Do(_mapping.KeepsTimestamps);

    private RowMapping<TRow, TEvent> Do(Action add)
    {
        add();
        return this;
    }
}
