using System.Linq.Expressions;
using System.Text.Json;
using EventSourced.ReadTables;
using EventSourced.ReadTables.Query;

namespace EventSourced.Api.Fastest;

/// <summary>Rows that a command has made.</summary>
internal static class NewRows
{
    /// <summary>The rows of the ids in a command's result, in their order. A row that was removed meanwhile is left out.</summary>
    public static async Task<IReadOnlyList<TRow>> RowsAsync<TRow>(this ReadTableReader tables, Expression<Func<TRow, string>> key, JsonElement ids, CancellationToken cancellationToken)
        where TRow : class, IReadTable<TRow>
    {
        List<TRow> rows = [];
        foreach (var id in ids.EnumerateArray())
            if (await tables.From<TRow>().Where(key, id.GetString()!).FirstAsync(cancellationToken) is { } row) rows.Add(row);
        return rows;
    }
}
