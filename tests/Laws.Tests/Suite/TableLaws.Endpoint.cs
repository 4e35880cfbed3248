using System.Text.Json;
using EventSourced.Laws.Tests.Histories;
using EventSourced.Laws.Tests.Worlds;
using EventSourced.ReadTables;
using EventSourced.ReadTables.Query;
using EventSourced.ReadTables.Schema;

namespace EventSourced.Laws.Tests.Suite;

public abstract partial class TableLaws
{
    [Fact]
    public Task The_endpoint_returns_what_sql_returns() => CheckAsync(nameof(The_endpoint_returns_what_sql_returns), async (random, visited) =>
    {
        await using var host = await EndpointHost.StartAsync(Main);
        foreach (var table in Catalog.Tables)
        {
            IEnumerable<IReadOnlyList<Column>> paths = [table.Key, .. table.Indexes.Where(i => i.Where is null).Select(i => i.Columns)];
            foreach (var path in paths)
            {
                foreach (var order in Orders(path, random))
                {
                    await CompareAsync(host, table, null, order, random);
                    if (await ValueOfAsync(table, path[0], random) is { } value) await CompareAsync(host, table, (path[0], value), order, random);
                }
            }
            visited.Add(table);
        }
    });

    private static IEnumerable<IReadOnlyList<OrderTerm>> Orders(IReadOnlyList<Column> path, Random random) =>
    [
        [],
        [.. path.Select(c => new OrderTerm(c, false))],
        [.. path.Select(c => new OrderTerm(c, true))],
        [.. path.Take(random.Next(1, path.Count + 1)).Select(c => new OrderTerm(c, random.OneIn(2)))],
    ];

    private async Task CompareAsync(EndpointHost host, TableDefinition table, (Column Column, string Value)? filter, IReadOnlyList<OrderTerm> order, Random random)
    {
        var expected = await RowsBySqlAsync(table, filter, order);
        // Around the number of rows, because errors are likely at the end of the last page.
        int[] limits = [Math.Clamp(expected.Count - random.Next(3) + 1, 1, TableQuery.MaxLimit), Math.Clamp(expected.Count / random.Next(2, 30), 1, TableQuery.MaxLimit)];
        foreach (var limit in limits)
        {
            var query = $"limit={limit}"
                + (order.Count == 0 ? "" : $"&order={string.Join(',', order.Select(t => t.Column.Name + (t.Descending ? ".desc" : "")))}")
                + (filter is { } f ? $"&{f.Column.Name}={Uri.EscapeDataString(f.Value)}" : "");
            var what = $"{table.QualifiedName}?{query}";
            var rows = new List<JsonElement>();
            string? next = null;
            do
            {
                using var response = await host.Client.GetAsync($"/api/{table.Module}/{table.Name}?{query}{(next is null ? "" : $"&cursor={next}")}");
                var text = await response.Content.ReadAsStringAsync();
                Assert.True(response.IsSuccessStatusCode, $"{what}: {(int)response.StatusCode} {text}");
                var page = JsonSerializer.Deserialize<JsonElement>(text);
                var data = page.GetProperty("data");
                next = page.GetProperty("next").GetString();
                Assert.True(data.GetArrayLength() == (next is null ? expected.Count - rows.Count : limit), $"{what}: a page of {data.GetArrayLength()} after {rows.Count} of {expected.Count} rows");
                Assert.Equal(world.End, page.GetProperty("position").GetInt64());
                rows.AddRange(data.EnumerateArray());
                Assert.True(rows.Count <= expected.Count, $"{what}: {rows.Count} rows so far but only {expected.Count} exist: the pages overlap");
            }
            while (next is not null);
            for (var i = 0; i < expected.Count; i++)
            {
                Assert.Equal(table.Columns.Select(c => c.Name), rows[i].EnumerateObject().Select(p => p.Name));
                var wrong = table.Columns.Where(c => !JsonElement.DeepEquals(expected[i].GetProperty(c.Name), rows[i].GetProperty(c.Name))).ToList();
                Assert.True(wrong.Count == 0, $"{what}: in row {i} {string.Join("; ", wrong.Select(c => $"{c.Name} is {rows[i].GetProperty(c.Name)} instead of {expected[i].GetProperty(c.Name)}"))}");
            }
        }
    }

    /// <summary>The rows as JSON in the API's documented format, produced by the database.</summary>
    private async Task<IReadOnlyList<JsonElement>> RowsBySqlAsync(TableDefinition table, (Column Column, string Value)? filter, IReadOnlyList<OrderTerm> order)
    {
        // A column fixed by the filter does not affect the order. The key breaks ties, in the direction of the last remaining term.
        var given = order.Where(t => t.Column != filter?.Column).ToList();
        var down = given.Count > 0 && given[^1].Descending;
        var terms = given.Concat(table.Key.Where(k => given.All(t => t.Column != k)).Select(k => new OrderTerm(k, down)));
        await using var command = Main.Source.CreateCommand(
            $"""
            SELECT (SELECT to_jsonb(v) FROM (SELECT {string.Join(", ", table.Columns.Select(c => $"{Json(c)} AS {SqlNames.Quote(c.Name)}"))}) v)::text
            FROM {SqlNames.Of(table)} t WHERE {(filter is { } f ? $"t.{SqlNames.Quote(f.Column.Name)}::text = {SqlNames.Literal(f.Value)}" : "true")}
            ORDER BY {string.Join(", ", terms.Select(t => SqlNames.Quote(t.Column.Name) + (t.Descending ? " DESC" : "")))}
            """);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<JsonElement>();
        while (await reader.ReadAsync()) rows.Add(JsonSerializer.Deserialize<JsonElement>(reader.GetString(0)));
        return rows;
    }

    private static string Json(Column column)
    {
        var name = $"t.{SqlNames.Quote(column.Name)}";
        return column.SqlType switch
        {
            "bigint" when ColumnJson.IsRowId(column) => $"{name}::text",
            "date" => $"to_char({name}, 'YYYY-MM-DD')",
            // A fraction only when it is not zero, without trailing zeros.
            "timestamptz" => $"regexp_replace(to_char({name} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US'), '\\.?0*$', '') || 'Z'",
            _ => name,
        };
    }

    /// <summary>A value of some row, if the API and the database format its type in the same way.</summary>
    private async Task<string?> ValueOfAsync(TableDefinition table, Column column, Random random)
    {
        if (column.SqlType is not ("text" or "bigint" or "integer" or "boolean" or "date")) return null;
        await using var command = Main.Source.CreateCommand(
            $"SELECT {SqlNames.Quote(column.Name)}::text FROM {SqlNames.Of(table)} t WHERE {SqlNames.Quote(column.Name)} IS NOT NULL ORDER BY md5(t::text || {random.Next()}) LIMIT 1");
        return await command.ExecuteScalarAsync() as string;
    }
}
