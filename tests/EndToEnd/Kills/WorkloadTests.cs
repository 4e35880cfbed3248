using EventSourced.Cli.Modules;
using EventSourced.Cli.Nemesis;
using EventSourced.Cli.Output;
using EventSourced.Commands.Modules;
using EventSourced.EndToEnd.Cli;
using EventSourced.Garden;
using EventSourced.Projections;
using EventSourced.Testing;
using Npgsql;

namespace EventSourced.EndToEnd.Kills;

/// <summary>The workloads that modules bring to nemesis: found by walking the modules, and verified at the end.</summary>
public sealed class WorkloadTests
{
    [Fact]
    public async Task A_modules_workload_is_found_and_a_violated_invariant_fails_the_run()
    {
        var tools = ModuleTools.Of(GardenProgram.Modules);
        var catalog = ReadTableSet.Of(tools.Modules.Events, tools.Modules.Assemblies);
        await using var tables = await ProjectionWorld.CreateAsync("garden_workload", catalog);
        var nemesis = NemesisParts.World(tables.Source, catalog);
        var workloads = tools.Workloads(nemesis);
        var garden = Assert.Single(workloads.All.OfType<GardenWorkload>());
        garden.Note(new SentPlants("north", 2, NemesisParts.Completed("garden.plant_list", [])));
        garden.Note(new SentPlants("north", 1, NemesisParts.Completed("garden.plant", [])));
        var cancellation = TestContext.Current.CancellationToken;
        async Task<bool> HoldsAsync(string sql)
        {
            await using var change = tables.Source.CreateCommand(sql);
            await change.ExecuteNonQueryAsync(cancellation);
            await garden.CheckAsync(cancellation);
            return NemesisReport.Show(new Screen(), nemesis.Tally, workloads.Promises);
        }

        Assert.True(await HoldsAsync("insert into garden.beds (bed_id, plants, labels) values ('north', 3, 3); insert into garden.waterings (at, times) values ('2026-05-01 06:00:00Z', 1)"));
        Assert.Null(await garden.PendingAsync(cancellation));

        Assert.False(await HoldsAsync("update garden.beds set labels = 2; update garden.waterings set times = 2"));
        Assert.Equal("1 plants have no label", await garden.PendingAsync(cancellation));
        Assert.Equal(["north has 3 plants and 2 labels instead of 3"], nemesis.Tally.Faults(GardenWorkload.Plants));
        Assert.Equal(["2 times at 2026-05-01T06:00:00.0000000Z"], nemesis.Tally.Faults(GardenWorkload.Waterings));
    }

    [Fact]
    public void The_modules_of_this_build_add_their_invariants_to_the_general_ones()
    {
        using var source = NpgsqlDataSource.Create("Host=nowhere");
        var workloads = EsProgram.Tools.Workloads(NemesisParts.World(source));

        Assert.Equal(ModuleCatalog.Default.All.Select(m => m.Name), workloads.All.Select(w => w.Module));
        Assert.Equal(16, workloads.Promises.Count);
        Assert.Equal(workloads.Promises.Distinct(), workloads.Promises);
        Assert.All(workloads.Refused, row => Assert.NotNull(ReadTableSet.Catalog.Find(row.Table)));
        Assert.All(workloads.All.SelectMany(w => w.NeverRolledBack), table => Assert.False(workloads.MayRollBack(table)));
        Assert.Contains(ReadTableSet.Catalog.Tables, t => workloads.MayRollBack(t.QualifiedName));
    }
}
