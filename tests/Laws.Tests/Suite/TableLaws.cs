using EventSourced.Laws.Tests.Worlds;
using EventSourced.ReadTables;
using EventSourced.Testing;

namespace EventSourced.Laws.Tests.Suite;

/// <summary>What holds for every table of a catalog. No law names a table; each says which ones it has looked at, and fails when it was not all of them.</summary>
/// <param name="world">A history and the rows that follow from it.</param>
public abstract partial class TableLaws(LawWorld world)
{
    private ProjectionWorld Main => world.Main;

    private ReadTableCatalog Catalog => world.Catalog;

    [Fact]
    public Task Every_table_has_rows() => HoldAsync(nameof(Every_table_has_rows), (_, visited) =>
    {
        foreach (var table in Catalog.Tables)
        {
            // Two at least: one to be damaged and one to be lost.
            Assert.True(world.Expected.Of(table).Count > 1, $"{table.QualifiedName} has {world.Expected.Of(table).Count} rows in the history: the generator of {table.Module} must bring more.");
            visited.Add(table);
        }
        return Task.CompletedTask;
    });

    /// <summary>Runs a law on the rows as they should be, and says with which seed it failed.</summary>
    private async Task HoldAsync(string law, Func<Random, ISet<TableDefinition>, Task> check)
    {
        try
        {
            await world.HealAsync();
            var visited = new HashSet<TableDefinition>();
            await check(world.RandomFor(law), visited);
            Assert.True(visited.SetEquals(Catalog.Tables), $"Not looked at: {string.Join(", ", Catalog.Tables.Except(visited).Select(t => t.QualifiedName))}");
        }
        catch (Exception e)
        {
            throw new LawException($"{law} does not hold for the history of LAWS_SEED={world.Seed}: {e.Message}", e);
        }
    }

    /// <summary>Compares all tables with the rows as they were kept up to date.</summary>
    private async Task AssertUnchangedAsync(string what, ISet<TableDefinition> visited)
    {
        Assert.Equal(0L, await Main.ScalarAsync<long>("SELECT count(*) FROM es.dead_letters"));
        (await TableRows.ReadAsync(Main)).AssertEqual(world.Expected, what);
        visited.UnionWith(Catalog.Tables);
    }

    private sealed class LawException(string message, Exception inner) : Exception(message, inner);
}
