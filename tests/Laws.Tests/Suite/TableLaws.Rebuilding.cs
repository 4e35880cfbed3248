using EventSourced.Laws.Tests.Histories;
using EventSourced.Laws.Tests.Worlds;
using EventSourced.ReadTables;
using EventSourced.ReadTables.Generations;
using EventSourced.ReadTables.Operations;
using EventSourced.ReadTables.Query;
using EventSourced.ReadTables.Runtime;
using EventSourced.ReadTables.Schema;

namespace EventSourced.Laws.Tests.Suite;

public abstract partial class TableLaws
{
    [Fact]
    public Task Rebuilt_equals_kept_up_to_date() => CheckAsync(nameof(Rebuilt_equals_kept_up_to_date), async (_, visited) =>
    {
        await AssertVerifiedAsync();
        var before = await GenerationsAsync();
        await Main.RebuildAllAsync();
        // Numbers of abandoned builds are not reused, so the new number is greater but not always by one.
        Assert.All(await GenerationsAsync(), g => Assert.InRange(g.Value, before[g.Key] + 1, int.MaxValue));
        await AssertUnchangedAsync("after a rebuild", visited);
        await AssertVerifiedAsync();
        await Main.ReleaseAllAsync();
    });

    [Fact]
    public Task Any_memory_and_any_restart_of_a_rebuild_gives_the_same_rows() => CheckAsync(nameof(Any_memory_and_any_restart_of_a_rebuild_gives_the_same_rows), async (random, visited) =>
    {
        BuildOptions[] options =
        [
            new() { PageSize = random.Next(2, 20), CachedRows = 1, PendingRows = 1 },
            new() { PageSize = random.Next(20, 200), CachedRows = random.Next(5, 50), PendingRows = random.Next(5, 100) },
            new() { PageSize = 1, WriteEvery = TimeSpan.FromMilliseconds(20) },
        ];
        foreach (var option in options)
        {
            await Main.RebuildAllAsync(option, () => world.End / 3 + random.NextInt64(world.End));
            await AssertUnchangedAsync($"after a rebuild with {option}", visited);
            await Main.ReleaseAllAsync();
        }
    });

    [Fact]
    public Task A_part_rebuilt_leaves_everything_as_it_was() => CheckAsync(nameof(A_part_rebuilt_leaves_everything_as_it_was), async (random, visited) =>
    {
        await RebuildPartsAsync(random, visited);
        await AssertUnchangedAsync("after a rebuild of parts", visited);
        await AssertVerifiedAsync();
    });

    [Fact]
    public Task A_replay_equals_a_world_that_saw_no_more() => CheckAsync(nameof(A_replay_equals_a_world_that_saw_no_more), async (random, visited) =>
    {
        foreach (var share in new[] { 0.2 + 0.2 * random.NextDouble(), 0.5 + 0.5 * random.NextDouble() })
        {
            var to = Math.Max(1, (long)(world.End * share));
            await using var past = await world.NewWorldAsync("laws_past");
            // Positions are equal in both logs only if neither has gaps.
            Assert.Equal(to, await History.AppendAsync(past, world.History.First(to)));
            // Data forgotten later is missing from the replay as well.
            await past.Keys.DestroyAsync([.. world.History.Steps.Skip(world.History.First(to).Count()).SelectMany(s => s.Step.Forgets)]);
            await past.ProjectAsync(to, pageSize: random.Next(10, 500));
            var name = $"until{to}";
            await Main.RunAsync(
                OperationKind.Replay, new() { Tables = [.. Catalog.Tables.Select(t => t.QualifiedName)], To = to, Into = name }, new BuildOptions { PageSize = random.Next(3, 500) });
            (await TableRows.ReadAsync(Main, schemaOf: t => ReplayNames.SchemaOf(name, t.Module))).AssertEqual(await TableRows.ReadAsync(past), $"a replay to {to} of {world.End}");
            await new ReplayStore(Main.Source, Catalog).DropAsync(name);
        }
        visited.UnionWith(Catalog.Tables);
    });

    /// <summary>Deletes a row of each table and rebuilds the part it belonged to.</summary>
    private async Task RebuildPartsAsync(Random random, ISet<TableDefinition> visited)
    {
        foreach (var head in Catalog.Tables.Where(t => t.SourceRow is null))
        {
            var family = Catalog.FamilyOf(head);
            var first = head.Key[0];
            var value = await Main.ScalarAsync<string>($"SELECT {SqlNames.Quote(first.Name)}::text FROM {SqlNames.Of(head)} t ORDER BY md5(t::text || {random.Next()}) LIMIT 1");
            var request = new OperationRequest { Tables = [head.QualifiedName], Where = new Dictionary<string, string> { [first.Name] = value } };
            visited.UnionWith(family);
            try
            {
                DerivedScope.Check(Catalog, head, new RowScope(request.Where));
            }
            catch (QueryException e) when (e.Code == "not_grouped")
            {
                // A table derived across all values of the column cannot be rebuilt in part, and the engine must reject the request.
                Assert.Equal(e.Code, (await Assert.ThrowsAsync<QueryException>(() => Main.RunAsync(OperationKind.Rebuild, request))).Code);
                continue;
            }
            await PlantedFaults.DeleteRowAsync(Main, head, $"{SqlNames.Quote(first.Name)}::text = {SqlNames.Literal(value)}");
            await Main.RunAsync(OperationKind.Rebuild, request, new BuildOptions { PageSize = random.Next(3, 300) });
        }
    }

    private async Task AssertVerifiedAsync()
    {
        var verdict = await Main.VerifyAllAsync();
        Assert.True(verdict.GetProperty("holds").GetBoolean(), $"verify: {verdict}");
        Assert.Equal(Catalog.Tables.Select(t => t.QualifiedName).Order(StringComparer.Ordinal), verdict.GetProperty("tables").EnumerateArray().Select(t => t.GetProperty("table").GetString()!));
    }

    private async Task<Dictionary<string, int>> GenerationsAsync() =>
        (await new GenerationStore(Main.Source, Catalog).ListAsync()).Where(g => g.State == "live").ToDictionary(g => g.Table, g => g.Number);
}
