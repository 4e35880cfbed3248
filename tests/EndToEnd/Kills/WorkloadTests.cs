using System.Text.Json.Nodes;
using EventSourced.Cli.Fastest;
using EventSourced.Cli.Fastest.Nemesis;
using EventSourced.Cli.Modules;
using EventSourced.Cli.Nemesis;
using EventSourced.Cli.Output;
using EventSourced.Cli.Pulse;
using EventSourced.Cli.Rabbit;
using EventSourced.Commands.Modules;
using EventSourced.EndToEnd.Cli;
using EventSourced.Garden;
using EventSourced.Projections;
using EventSourced.ReadTables;
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
        var nemesis = World(tables.Source, catalog);
        var workloads = tools.Workloads(nemesis);
        var garden = Assert.Single(workloads.All.OfType<GardenWorkload>());
        garden.Note(new SentPlants("north", 2, Completed("garden.plant_list", [])));
        garden.Note(new SentPlants("north", 1, Completed("garden.plant", [])));
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
        var workloads = EsProgram.Tools.Workloads(World(source));

        Assert.Equal(ModuleCatalog.Default.All.Select(m => m.Name), workloads.All.Select(w => w.Module));
        Assert.Equal(16, workloads.Promises.Count);
        Assert.Equal(workloads.Promises.Distinct(), workloads.Promises);
        Assert.All(workloads.Refused, row => Assert.NotNull(ReadTableSet.Catalog.Find(row.Table)));
        Assert.All(workloads.All.SelectMany(w => w.NeverRolledBack), table => Assert.False(workloads.MayRollBack(table)));
        Assert.Contains(ReadTableSet.Catalog.Tables, t => workloads.MayRollBack(t.QualifiedName));
    }

    [Fact]
    public async Task A_missing_turn_and_an_upload_without_its_export_are_violations()
    {
        await using var tables = await ProjectionWorld.CreateAsync("workloads", ReadTableSet.Catalog);
        var nemesis = World(tables.Source);
        var talk = new RabbitWorkload(nemesis);
        var chats = new PulseWorkload(nemesis);
        var cancellation = TestContext.Current.CancellationToken;
        await talk.CheckAsync(cancellation);
        await chats.CheckAsync(cancellation);
        Assert.All(talk.Promises.Concat(chats.Promises), promise => Assert.Empty(nemesis.Tally.Faults(promise)));

        var turn = Guid.NewGuid();
        talk.Note(new SentTurn(Guid.NewGuid(), turn, 4, Completed("rabbit.record_turn", [])));
        chats.Note(new ImportedChat("garden", "main", [new UploadedPart(Completed("pulse.register_export", new() { ["export_id"] = "e1" }), 9)]) { Messages = 9 });
        Assert.Equal("1 of 1 turns are not analysed", await talk.PendingAsync(cancellation));
        Assert.Equal("1 uploads are not in pulse.exports", await chats.PendingAsync(cancellation));
        await talk.CheckAsync(cancellation);
        await chats.CheckAsync(cancellation);

        Assert.Equal(
            [$"turn {turn} has 0 rows instead of 1", $"turn {turn} has 0 completed analyses instead of 1", $"turn {turn} has 0 words instead of 4"], nemesis.Tally.Faults(Assert.Single(talk.Promises)));
        Assert.Contains("its export e1 is not in pulse.exports", Assert.Single(nemesis.Tally.Faults(Assert.Single(chats.Promises))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_snapshot_and_a_wrong_drift_report_are_violations()
    {
        await using var tables = await ProjectionWorld.CreateAsync("tree_workload", ReadTableSet.Catalog);
        var nemesis = World(tables.Source);
        var trees = new FastestWorkload(nemesis);
        var cancellation = TestContext.Current.CancellationToken;
        await trees.CheckAsync(cancellation);
        Assert.All(trees.Promises, promise => Assert.Empty(nemesis.Tally.Faults(promise)));

        var first = new SentTree("tree-1", SentTree.Main, "0", new Dictionary<string, string> { ["a"] = "1" }, null, Completed("fastest.import_manifest", []));
        var second = new SentTree("tree-1", SentTree.Main, "1", new Dictionary<string, string> { ["b"] = "1" }, first, Completed("fastest.import_manifest", []));
        trees.Note(first);
        trees.Note(second);
        await trees.CheckAsync(cancellation);
        Assert.Equal(["(tree-1, main) has the snapshots  instead of 0 1", "tree 1 of tree-1/main has no drift report"], nemesis.Tally.Faults(trees.Promises[0]));
        Assert.Equal([["b"], ["a"], [], []], second.Drift);
    }

    [Fact]
    public async Task What_a_user_was_told_and_rows_without_their_project_are_violations()
    {
        await using var tables = await ProjectionWorld.CreateAsync("told_workload", ReadTableSet.Catalog);
        var nemesis = World(tables.Source);
        var stories = new FastestWorkload(nemesis);
        var cancellation = TestContext.Current.CancellationToken;
        await using (var insert = tables.Source.CreateCommand("""
            insert into fastest.users (id, email, created_at) values ('u1', 'ann@example.org', '');
            insert into fastest.projects (id, owner_user_id, name, created_at, updated_at) values ('p1', 'u1', 'Pond', '', ''), ('p2', 'u2', 'Lake', '', '');
            insert into fastest.project_env_vars (id, project_id, key, value, is_secret, created_at, updated_at) values ('v1', 'gone', 'DUCKS', '7', 0, '', '');
            """)) await insert.ExecuteNonQueryAsync(cancellation);

        stories.Told.Add(new("projects", [("id", "p1")])).With("name", "Pond");
        stories.Told.Add(new("projects", [("id", "p2")])).With("name", "Sea");
        stories.Told.Add(new("projects", [("id", "p3")]));
        stories.Told.Add(new("users", [("id", "u1")])).Count = 2;
        var command = Guid.NewGuid();
        stories.Told.Done(command, "POST v1/projects");
        await stories.CheckAsync(cancellation);

        Assert.Equal(
            [
                $"POST v1/projects was answered as done, and the ledger has no completed command {command}", "projects where id = p2: name is Lake instead of Sea",
                "projects where id = p3 has 0 rows instead of one or more", "users where id = u1 has 1 rows instead of 2",
            ], nemesis.Tally.Faults(ToldRows.Promise).Order(StringComparer.Ordinal));
        Assert.Equal(
            [
                "1 rows of fastest.project_env_vars refer to no row of fastest.projects, such as project_id = gone",
                "1 rows of fastest.projects refer to no row of fastest.users, such as owner_user_id = u2",
            ], nemesis.Tally.Faults(ReferenceCheck.Promise).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Rows_of_what_was_deleted_must_be_gone()
    {
        await using var tables = await ProjectionWorld.CreateAsync("told_deleted", ReadTableSet.Catalog);
        var nemesis = World(tables.Source);
        var stories = new FastestWorkload(nemesis);
        var (kept, deleted) = (new Place("p1"), new Place("p2") { Deletion = Guid.NewGuid() });
        var cancellation = TestContext.Current.CancellationToken;
        await using (var insert = tables.Source.CreateCommand($"""
            insert into es.commands (command_id, type, actor, status, accepted_at, position) values ('{deleted.Deletion}', 'fastest.delete_project', 'test', 'completed', now(), 1);
            insert into fastest.users (id, email, created_at) values ('u1', 'ann@example.org', '');
            insert into fastest.projects (id, owner_user_id, name, created_at, updated_at) values ('p1', 'u1', 'Pond', '', ''), ('p2', 'u1', 'Lake', '', '');
            """)) await insert.ExecuteNonQueryAsync(cancellation);

        foreach (var place in (Place[])[kept, deleted]) stories.Told.Add(new("projects", [("id", place.Id)], place));
        await stories.CheckAsync(cancellation);
        Assert.Equal(["projects where id = p2 has 1 rows of something deleted"], nemesis.Tally.Faults(ToldRows.Promise));
    }

    private static SentCommand Completed(string name, JsonObject result)
    {
        var command = new SentCommand(Guid.NewGuid(), name, [], () => new HttpRequestMessage());
        Assert.Null(command.Take(new JsonObject { ["status"] = "completed", ["position"] = 1L, ["result"] = result }));
        return command;
    }

    private static NemesisWorld World(NpgsqlDataSource source, ReadTableCatalog? tables = null) => new(source, null!, null!, tables ?? ReadTableSet.Catalog, new Tally(), 1);
}
