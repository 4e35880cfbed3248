using EventSourced.Laws.Tests.Worlds;
using EventSourced.ReadTables;
using EventSourced.Testing;

namespace EventSourced.Laws.Tests.Suite;

/// <summary>Properties of every table of a catalog. A law records which tables it has checked and fails when it has not checked all of them.</summary>
/// <param name="world">A history and its expected rows.</param>
public abstract partial class TableLaws(LawWorld world)
{
    private ProjectionWorld Main => world.Main;

    private ReadTableCatalog Catalog => world.Catalog;

    [Fact]
    public Task Every_table_has_rows() => CheckAsync(nameof(Every_table_has_rows), (_, visited) =>
    {
        foreach (var table in Catalog.Tables)
        {
            // At least two: one to change and one to delete.
            Assert.True(world.Expected.Of(table).Count > 1, $"{table.QualifiedName} has {world.Expected.Of(table).Count} rows in the history. The generator of {table.Module} must produce more.");
            visited.Add(table);
        }
        return Task.CompletedTask;
    });

    /// <summary>Runs a law on correct rows and adds the seed to its failure.</summary>
    private async Task CheckAsync(string law, Func<Random, ISet<TableDefinition>, Task> check)
    {
        try
        {
            await world.RestoreAsync();
            var visited = new HashSet<TableDefinition>();
            await check(world.RandomFor(law), visited);
            Assert.True(visited.SetEquals(Catalog.Tables), $"Not checked: {string.Join(", ", Catalog.Tables.Except(visited).Select(t => t.QualifiedName))}");
        }
        catch (Exception e)
        {
            throw new LawException($"{law} does not hold for the history of LAWS_SEED={LawWorld.Seed}: {e.Message}", e);
        }
    }

    /// <summary>Compares all tables with the expected rows.</summary>
    private async Task AssertUnchangedAsync(string what, ISet<TableDefinition> visited)
    {
        Assert.Equal(0L, await Main.ScalarAsync<long>("SELECT count(*) FROM es.dead_letters"));
        (await TableRows.ReadAsync(Main)).AssertEqual(world.Expected, what);
        visited.UnionWith(Catalog.Tables);
    }

    private sealed class LawException(string message, Exception inner) : Exception(message, inner);
}
