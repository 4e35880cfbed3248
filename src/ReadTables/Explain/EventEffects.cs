using System.Text.Json;
using System.Text.Json.Nodes;

namespace EventSourced.ReadTables.Explain;

/// <summary>An event and what it does to the read tables.</summary>
/// <param name="Event">The event.</param>
/// <param name="Data">Its data, as the log stores it.</param>
/// <param name="Tables">The tables that handle it, each with the rows that it touches, and those derived from them.</param>
public sealed record EventEffects(LoggedEvent Event, JsonElement Data, IReadOnlyList<TableEffects> Tables);

/// <summary>What an event does to one table.</summary>
/// <param name="Table">Qualified name.</param>
/// <param name="Projected">Whether the live table is past the event.</param>
/// <param name="Skipped">Whether an administrator let the table go on without it.</param>
/// <param name="Error">Why the table cannot take it, or null.</param>
/// <param name="Rows">The rows that its mappings name, whether or not a row of that key was there; for a skipped event those that it would have touched.</param>
public sealed record TableEffects(string Table, bool Projected, bool Skipped, string? Error, IReadOnlyList<RowEffect> Rows);

/// <summary>What an event does to one row, or to all rows of a condition.</summary>
/// <param name="Effect"><c>fold</c>, <c>update</c>, <c>insert</c>, <c>delete</c>, <c>delete_where</c>, <c>set_null_where</c>, <c>replace_set</c> (the rows of a parent that the event does not name are removed); <c>recompute</c> for a derived row.</param>
/// <param name="Key">The row's key, or null when a condition names the rows.</param>
/// <param name="Where">
/// Columns and values that the rows of a condition have; for <c>recompute</c> those of the source's rows whose groups are computed anew. Otherwise null.
/// </param>
public sealed record RowEffect(string Effect, JsonObject? Key, JsonObject? Where);
