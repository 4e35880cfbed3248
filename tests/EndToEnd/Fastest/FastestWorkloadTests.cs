using EventSourced.Cli.Fastest;
using EventSourced.Cli.Fastest.Nemesis;
using EventSourced.EndToEnd.Kills;
using EventSourced.Projections;
using EventSourced.Testing;

namespace EventSourced.EndToEnd.Fastest;

/// <summary>What the workload of Fastest finds at the end of a run.</summary>
public sealed class FastestWorkloadTests
{
    [Fact]
    public async Task A_missing_snapshot_and_a_wrong_drift_report_are_violations()
    {
        await using var tables = await ProjectionWorld.CreateAsync("tree_workload", ReadTableSet.Catalog);
        var nemesis = NemesisParts.World(tables.Source);
        var trees = new FastestWorkload(nemesis);
        var cancellation = TestContext.Current.CancellationToken;
        await trees.CheckAsync(cancellation);
        Assert.All(trees.Promises, promise => Assert.Empty(nemesis.Tally.Faults(promise)));

        var first = new SentTree("tree-1", SentTree.Main, "0", new Dictionary<string, string> { ["a"] = "1" }, null, NemesisParts.Completed("fastest.import_manifest", []));
        var second = new SentTree("tree-1", SentTree.Main, "1", new Dictionary<string, string> { ["b"] = "1" }, first, NemesisParts.Completed("fastest.import_manifest", []));
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
        var nemesis = NemesisParts.World(tables.Source);
        var stories = new FastestWorkload(nemesis);
        var cancellation = TestContext.Current.CancellationToken;
        await using (var insert = tables.Source.CreateCommand("""
            insert into fastest.users (id, email, created_at) values ('u1', 'ann@example.org', '');
            insert into fastest.projects (id, owner_user_id, name, created_at, updated_at) values ('p1', 'u1', 'Pond', '', ''), ('p2', 'u2', 'Lake', '', '');
            insert into fastest.project_env_vars (id, project_id, key, value, is_secret, created_at, updated_at) values ('v1', 'gone', 'DUCKS', '7', 0, '', '');
            """)) await insert.ExecuteNonQueryAsync(cancellation);

        stories.Acknowledged.Add(new("projects", [("id", "p1")])).With("name", "Pond");
        stories.Acknowledged.Add(new("projects", [("id", "p2")])).With("name", "Sea");
        stories.Acknowledged.Add(new("projects", [("id", "p3")]));
        stories.Acknowledged.Add(new("users", [("id", "u1")])).Count = 2;
        var command = Guid.NewGuid();
        stories.Acknowledged.Done(command, "POST v1/projects");
        await stories.CheckAsync(cancellation);

        Assert.Equal(
            [
                $"POST v1/projects was answered as done, and the ledger has no completed command {command}", "projects where id = p2: name is Lake instead of Sea",
                "projects where id = p3 has 0 rows instead of one or more", "users where id = u1 has 1 rows instead of 2",
            ], nemesis.Tally.Faults(AcknowledgedRows.Promise).Order(StringComparer.Ordinal));
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
        var nemesis = NemesisParts.World(tables.Source);
        var stories = new FastestWorkload(nemesis);
        var (kept, deleted) = (new Place("p1"), new Place("p2") { Deletion = Guid.NewGuid() });
        var cancellation = TestContext.Current.CancellationToken;
        await using (var insert = tables.Source.CreateCommand($"""
            insert into es.commands (command_id, type, actor, status, accepted_at, position) values ('{deleted.Deletion}', 'fastest.delete_project', 'test', 'completed', now(), 1);
            insert into fastest.users (id, email, created_at) values ('u1', 'ann@example.org', '');
            insert into fastest.projects (id, owner_user_id, name, created_at, updated_at) values ('p1', 'u1', 'Pond', '', ''), ('p2', 'u1', 'Lake', '', '');
            """)) await insert.ExecuteNonQueryAsync(cancellation);

        foreach (var place in (Place[])[kept, deleted]) stories.Acknowledged.Add(new("projects", [("id", place.Id)], place));
        await stories.CheckAsync(cancellation);
        Assert.Equal(["projects where id = p2 has 1 rows of something deleted"], nemesis.Tally.Faults(AcknowledgedRows.Promise));
    }
}
