using System.Text.Json.Nodes;
using EventSourced.ReadTables.Query;

namespace EventSourced.ReadTables.Explain;

/// <summary>The explanation of a row.</summary>
/// <param name="Table">Qualified name.</param>
/// <param name="Key">The row's key.</param>
/// <param name="State">State of the table when it was read: the events up to its position are included.</param>
/// <param name="Events">Every event that changed the row, in order, including deletions and creations. A derived row has none.</param>
/// <param name="Omitted">The number of first events that are omitted because too many events changed the row; usually 0.</param>
/// <param name="Source">For a derived row: the rows that it is computed from.</param>
/// <param name="Row">The row that follows from these events, or source rows; null when there is none.</param>
/// <param name="Live">The row of the live table; null when there is none.</param>
/// <param name="Differences">Columns in which the two differ: none, unless the table was modified by hand.</param>
public sealed record RowExplanation(
    string Table, JsonObject Key, TableState State, IReadOnlyList<RowChange> Events, long Omitted, RowSource? Source, JsonObject? Row, JsonObject? Live, IReadOnlyList<string> Differences);

/// <summary>The effect of an event on a row.</summary>
/// <param name="Event">The event.</param>
/// <param name="Effects">Its effects, in order: <c>fold</c>, <c>update</c>, <c>insert</c>, <c>delete</c>, <c>delete_where</c>, <c>set_null_where</c>, <c>replace_set</c>.</param>
/// <param name="Before">The row before it, or null.</param>
/// <param name="After">The row after it, or null.</param>
/// <param name="Changed">Columns that it changed; all columns when it created or removed the row.</param>
public sealed record RowChange(LoggedEvent Event, IReadOnlyList<string> Effects, JsonObject? Before, JsonObject? After, IReadOnlyList<string> Changed);

/// <summary>An event that changed a row, without its data.</summary>
/// <param name="Position">Its position.</param>
/// <param name="Type">Its type.</param>
/// <param name="Effects">Its effects: see <see cref="RowChange"/>.</param>
public sealed record RowEvent(long Position, string Type, IReadOnlyList<string> Effects);

/// <summary>The rows that a derived row is computed from.</summary>
/// <param name="Table">Qualified name of their table.</param>
/// <param name="Keys">The key of each row, in the order of the computation. Each can be explained in turn.</param>
public sealed record RowSource(string Table, IReadOnlyList<JsonObject> Keys);
