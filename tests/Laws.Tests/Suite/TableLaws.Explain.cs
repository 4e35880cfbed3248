using System.Text.Json.Nodes;
using EventSourced.ReadTables;
using EventSourced.ReadTables.Explain;
using EventSourced.ReadTables.Query;
using EventSourced.ReadTables.Schema;

namespace EventSourced.Laws.Tests.Suite;

public abstract partial class TableLaws
{
    [Fact]
    public Task Explain_makes_of_the_events_what_the_table_holds() => CheckAsync(nameof(Explain_makes_of_the_events_what_the_table_holds), async (random, visited) =>
    {
        var explainer = new RowExplainer(Main.Source, Catalog, Main.Store, Main.Codec);
        foreach (var table in Catalog.Tables)
        {
            foreach (var key in await SomeKeysAsync(table, random))
            {
                var explained = await ExplainAsync(explainer, table, key);
                Assert.True(explained?.Row is not null, $"{table.QualifiedName} {key}: no event created the row");
            }
            visited.Add(table);
        }
        // Rows affected by random events, including rows that have been deleted since.
        foreach (var position in Enumerable.Range(0, 25).Select(_ => random.NextInt64(1, world.End + 1)))
        {
            var effects = await explainer.EffectsAsync(position);
            foreach (var (table, row) in effects.Tables.SelectMany(t => t.Rows.Where(r => r.Key is not null).Take(2).Select(r => (t.Table, r))))
                await ExplainAsync(explainer, Catalog.Find(table)!, row.Key!);
        }
    });

    /// <summary>Explains a row and compares it with the table. Null when no event created it.</summary>
    private static async Task<RowExplanation?> ExplainAsync(RowExplainer explainer, TableDefinition table, JsonObject key)
    {
        try
        {
            var explained = await explainer.ExplainAsync(table, key.Select(k => KeyValuePair.Create(k.Key, k.Value!.ToString())));
            Assert.True(explained.Differences.Count == 0, $"{table.QualifiedName} {key.ToJsonString()}: the events give {explained.Row?.ToJsonString()}, the table contains {explained.Live?.ToJsonString()}");
            return explained;
        }
        catch (QueryException e) when (e.Code == "row_unknown")
        {
            return null;
        }
    }

    private async Task<IReadOnlyList<JsonObject>> SomeKeysAsync(TableDefinition table, Random random)
    {
        var key = string.Join(", ", table.Key.Select(c => $"{SqlNames.Literal(c.Name)}, {SqlNames.Quote(c.Name)}::text"));
        await using var command = Main.Source.CreateCommand($"SELECT json_build_object({key})::text FROM {SqlNames.Of(table)} t ORDER BY md5(t::text || {random.Next()}) LIMIT 4");
        await using var reader = await command.ExecuteReaderAsync();
        var keys = new List<JsonObject>();
        while (await reader.ReadAsync()) keys.Add((JsonObject)JsonNode.Parse(reader.GetString(0))!);
        return keys;
    }
}
