using System.Text.Json;
using EventSourced.Laws.Tests.Worlds;
using EventSourced.ReadTables;

namespace EventSourced.Laws.Tests.Suite;

public abstract partial class TableLaws
{
    [Fact]
    public Task Verify_names_every_planted_fault() => CheckAsync(nameof(Verify_names_every_planted_fault), async (random, visited) =>
    {
        var planted = new Dictionary<TableDefinition, PlantedFaults>();
        foreach (var table in Catalog.Tables) planted[table] = await PlantedFaults.PlantAsync(Main, table, random);

        var verdict = await Main.VerifyAllAsync();
        Assert.False(verdict.GetProperty("holds").GetBoolean());
        foreach (var found in verdict.GetProperty("tables").EnumerateArray())
        {
            var table = Catalog.Find(found.GetProperty("table").GetString()!)!;
            AssertNamed(table, planted[table], found);
            visited.Add(table);
        }

        await Main.RebuildAllAsync();
        await AssertUnchangedAsync("after a rebuild that repairs the planted faults", visited);
        await AssertVerifiedAsync();
        await Main.ReleaseAllAsync();
    });

    private static void AssertNamed(TableDefinition table, PlantedFaults planted, JsonElement found)
    {
        var differences = found.GetProperty("differences").EnumerateArray().ToLookup(d => d.GetProperty("kind").GetString());
        var counts = (found.GetProperty("different").GetInt64(), found.GetProperty("missing").GetInt64(), found.GetProperty("extra").GetInt64());
        Assert.True(counts == (planted.Changed.Count, 1, 1), $"{table.QualifiedName}: {planted.Changed.Count} rows were changed, one deleted, one added; verify counts {counts}.");
        Assert.True(JsonElement.DeepEquals(planted.Lost, differences["missing"].Single().GetProperty("key")), $"{table.QualifiedName}: {planted.Lost} is missing, verify names {differences["missing"].Single()}");
        Assert.True(JsonElement.DeepEquals(planted.Added, differences["extra"].Single().GetProperty("key")), $"{table.QualifiedName}: {planted.Added} is extra, verify names {differences["extra"].Single()}");
        foreach (var (key, columns) in planted.Changed)
        {
            var named = differences["different"].Where(d => JsonElement.DeepEquals(key, d.GetProperty("key"))).ToList();
            Assert.True(named.Count == 1, $"{table.QualifiedName}: row {key} was changed, and verify names it {named.Count} times");
            Assert.True(columns.SetEquals(named[0].GetProperty("columns").EnumerateObject().Select(c => c.Name)),
                $"{table.QualifiedName}: of row {key} these columns were changed: {string.Join(", ", columns)}; verify names {named[0].GetProperty("columns")}");
        }
    }
}
