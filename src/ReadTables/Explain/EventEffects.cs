using System.Text.Json;
using System.Text.Json.Nodes;

namespace EventSourced.ReadTables.Explain;

/// <summary>An event and its effects on the read tables.</summary>
/// <param name="Event">The event.</param>
/// <param name="Data">Its stored data.</param>
/// <param name="Tables">The tables that handle it, each with the affected rows, and the tables derived from them.</param>
public sealed record EventEffects(LoggedEvent Event, JsonElement Data, IReadOnlyList<TableEffects> Tables);

/// <summary>The effects of an event on one table.</summary>
/// <param name="Table">Qualified name.</param>
/// <param name="Projected">Whether the live table's checkpoint includes the event.</param>
/// <param name="Skipped">Whether an administrator skipped it for the table.</param>
/// <param name="Error">Why the table cannot apply it, or null.</param>
/// <param name="Rows">The rows that its mappings refer to, whether or not they existed; for a skipped event those that it would have affected.</param>
public sealed record TableEffects(string Table, bool Projected, bool Skipped, string? Error, IReadOnlyList<RowEffect> Rows);

/// <summary>The effect of an event on one row, or on all rows of a condition.</summary>
/// <param name="Effect"><c>fold</c>, <c>update</c>, <c>insert</c>, <c>delete</c>, <c>delete_where</c>, <c>set_null_where</c>, <c>replace_set</c> (the rows of a parent that are not in the event are removed); <c>recompute</c> for a derived row.</param>
/// <param name="Key">The row's key, or null for the rows of a condition.</param>
/// <param name="Where">
/// Columns and values of the condition; for <c>recompute</c> those of the source rows whose groups are recomputed. Otherwise null.
/// </param>
public sealed record RowEffect(string Effect, JsonObject? Key, JsonObject? Where);
