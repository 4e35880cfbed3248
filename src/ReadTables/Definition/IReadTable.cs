namespace EventSourced.ReadTables;

/// <summary>
/// A read table: the row type with its documented columns, and in <see cref="Define"/> the effect of each event on a row. DDL, writes, the query endpoint,
/// OpenAPI and lineage all follow from it. The schema is the module (the third part of the namespace, or its last if it has fewer), the table's name is that
/// of the type in snake_case, and the summaries become comments.
/// </summary>
/// <typeparam name="TRow">The row type itself.</typeparam>
public interface IReadTable<TRow> where TRow : class, IReadTable<TRow>
{
    /// <summary>Defines keys, indexes and mappings. Called once. It must be pure: no clock, random value, I/O or captured variable.</summary>
    /// <param name="table">Takes the definition.</param>
    static abstract void Define(TableBuilder<TRow> table);
}

/// <summary>Declares that no table of the module handles an event, and why. Without it, an unhandled event is a fault in the module's definitions.</summary>
/// <param name="eventType">The event record.</param>
/// <param name="reason">Why no table needs it.</param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class IgnoredEventAttribute(Type eventType, string reason) : Attribute
{
    /// <summary>The event record.</summary>
    public Type EventType { get; } = eventType;

    /// <summary>Why no table needs it.</summary>
    public string Reason { get; } = reason;
}

/// <summary>Metadata of an event that a mapping may use.</summary>
/// <param name="Position">Position in the log.</param>
/// <param name="StreamId">The stream.</param>
/// <param name="Version">Version in the stream.</param>
/// <param name="RecordedAt">When it was decided.</param>
/// <param name="Tenant">The tenant.</param>
public sealed record EventInfo(long Position, string StreamId, long Version, DateTimeOffset RecordedAt, string Tenant);
