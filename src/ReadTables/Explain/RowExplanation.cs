using System.Text.Json.Nodes;
using EventSourced.ReadTables.Query;

namespace EventSourced.ReadTables.Explain;

/// <summary>Where a row comes from.</summary>
/// <param name="Table">Qualified name.</param>
/// <param name="Key">The row's key.</param>
/// <param name="State">State of the table when it was looked at: the events up to its position are shown.</param>
/// <param name="Events">Every event that changed the row, in order, through all deletions and creations. A derived row has none of its own.</param>
/// <param name="Omitted">How many of the first events are left out, of a row that more events changed than an answer can hold; usually 0.</param>
/// <param name="Source">For a derived row: the rows that it is computed from.</param>
/// <param name="Row">The row as these events, or source rows, make it; null when they leave none.</param>
/// <param name="Live">The row as the table holds it; null when it holds none.</param>
/// <param name="Differences">Columns in which the two differ: none in a table that was not tampered with.</param>
public sealed record RowExplanation(
    string Table, JsonObject Key, TableState State, IReadOnlyList<RowChange> Events, long Omitted, RowSource? Source, JsonObject? Row, JsonObject? Live, IReadOnlyList<string> Differences);

/// <summary>What an event did to a row.</summary>
/// <param name="Event">The event.</param>
/// <param name="Effects">What it did, in order: <c>fold</c>, <c>update</c>, <c>insert</c>, <c>delete</c>, <c>delete_where</c>, <c>set_null_where</c>, <c>replace_set</c>.</param>
/// <param name="Before">The row before it, or null.</param>
/// <param name="After">The row after it, or null.</param>
/// <param name="Changed">Columns that it changed; all of them when it made or removed the row.</param>
public sealed record RowChange(LoggedEvent Event, IReadOnlyList<string> Effects, JsonObject? Before, JsonObject? After, IReadOnlyList<string> Changed);

/// <summary>An event that touched a row, in short.</summary>
/// <param name="Position">Its position.</param>
/// <param name="Type">Its type.</param>
/// <param name="Effects">What it did, see <see cref="RowChange"/>.</param>
public sealed record EventBehind(long Position, string Type, IReadOnlyList<string> Effects);

/// <summary>The rows that a derived row is computed from.</summary>
/// <param name="Table">Qualified name of their table.</param>
/// <param name="Keys">The key of each, in the order in which they are computed: each can be explained in turn.</param>
public sealed record RowSource(string Table, IReadOnlyList<JsonObject> Keys);
