using EventSourced.Contracts;
using EventSourced.ReadTables.Generations;
using EventSourced.ReadTables.Operations;
using EventSourced.ReadTables.Query;
using EventSourced.ReadTables.Tests.Runtime;
using EventSourced.ReadTables.Toys;
using EventSourced.Testing;

namespace EventSourced.ReadTables.Tests.Generations;

public sealed class RebuildTests
{
    private static readonly string[] s_all = [.. ToyWorld.Catalog.Tables.Select(t => t.QualifiedName)];

    [Theory]
    [InlineData(250_000, 50_000)]
    [InlineData(20, 7)]
    public async Task Every_table_is_rebuilt_to_the_same_rows_even_with_a_small_cache(int cached, int pending)
    {
        await using var world = await FilledAsync("rebuild_same", 1_200);
        var before = await world.DumpAllAsync();

        var ended = await world.RunAsync(OperationKind.Rebuild, new() { Tables = s_all }, new BuildOptions { CachedRows = cached, PendingRows = pending, PageSize = 37 });

        Assert.Equal(("completed", null), (ended.State, ended.Error));
        Assert.Equal(before, await world.DumpAllAsync());
        Assert.All(await world.ListAsync("live"), g => Assert.Equal(2, g.Number));
        Assert.Equal("idx_accounts_holder", await world.ScalarAsync<string>("SELECT string_agg(indexname, ',') FROM pg_indexes WHERE schemaname = 'toys' AND tablename = 'accounts' AND indexname NOT LIKE '%pkey'"));
        Assert.Equal("What is in it.", await world.ScalarAsync<string>("SELECT col_description('toys.accounts'::regclass, attnum) FROM pg_attribute WHERE attrelid = 'toys.accounts'::regclass AND attname = 'balance'"));
        await world.ProjectAsync(await world.AppendAsync(new MoneyMoved("bank0", "account0", 11)));
        Assert.True((await world.VerifyAsync()).Holds());
    }

    [Fact]
    public async Task Readers_and_the_live_projection_continue_while_tables_are_rebuilt_and_swapped()
    {
        await using var world = await FilledAsync("rebuild_live", 500);
        using var runtime = world.NewRuntime(pageSize: 20);
        using var runner = world.NewRunner();
        await runtime.StartAsync(default);
        await runner.StartAsync(default);
        using var stop = new CancellationTokenSource();
        var random = new Random(7);
        var appended = 0;
        var writing = Task.Run(async () =>
        {
            for (; !stop.IsCancellationRequested; appended++) await world.AppendAsync(ToyHistory.Next(random));
        });
        var query = new TableQueryRunner(world.Source);
        var reading = Task.Run(async () =>
        {
            var positions = new List<long>();
            while (!stop.IsCancellationRequested)
            {
                using var buffer = new RowBuffer();
                positions.Add((await query.WriteAsync(TableQuery.Parse(world.Catalog.Find("toys.accounts")!, []), RowFormat.Json, buffer)).State.Position);
            }
            return positions;
        });
        for (var i = 0; i < 3; i++)
        {
            var requested = await world.Operations().CreateAsync(OperationKind.Rebuild, new() { Tables = s_all }, "tester");
            Assert.Equal(("completed", null), ((await world.EndOfAsync(requested.Id)) is var e ? (e.State, e.Error) : default));
        }
        await stop.CancelAsync();
        await writing;
        var seen = await reading;
        await runtime.StopAsync(default);
        await runner.StopAsync(default);

        Assert.True(appended > 0);
        Assert.Equal(seen.Order(), seen);
        Assert.True((await world.VerifyAsync()).Holds());
    }

    [Fact]
    public async Task A_rebuild_that_is_stopped_repeatedly_resumes_from_its_last_commit()
    {
        await using var world = await FilledAsync("rebuild_stopped", 1_500);
        var before = await world.DumpAllAsync();
        var options = new BuildOptions { PageSize = 10, PendingRows = 1 };
        var requested = await world.Operations().CreateAsync(OperationKind.Rebuild, new() { Tables = s_all }, "tester");
        var stops = 0;
        var reached = new List<long>();
        while (!(await world.Operations().FindAsync(requested.Id))!.IsFinal)
        {
            using var runner = world.NewRunner(options);
            await runner.StartAsync(default);
            var from = reached.LastOrDefault();
            // Stop as soon as it has advanced, far from the end the first times.
            while ((await world.Operations().FindAsync(requested.Id))! is { IsFinal: false } o && (o.Position < from + 150 || stops > 5)) await Task.Delay(2);
            await runner.StopAsync(default);
            reached.Add((await world.Operations().FindAsync(requested.Id))!.Position);
            stops++;
            Assert.Equal(before, await world.DumpAllAsync());
        }

        Assert.True(stops > 3, $"{stops} stops");
        Assert.Equal(reached.Order(), reached);
        Assert.Equal("completed", (await world.Operations().FindAsync(requested.Id))!.State);
        Assert.All(await world.ListAsync("live"), g => Assert.Equal(2, g.Number));
        Assert.Empty(await world.ListAsync("building"));
    }

    [Fact]
    public async Task A_worker_that_lost_its_lease_writes_nothing()
    {
        await using var world = await FilledAsync("rebuild_fenced", 100);
        await world.Operations().CreateAsync(OperationKind.Rebuild, new() { Tables = s_all }, "tester");
        await using var frozen = (await OperationLease.TakeAsync(world.Source, world.Operations(), "frozen", default))!;
        await world.ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND pid <> pg_backend_pid() AND database = (SELECT oid FROM pg_database WHERE datname = current_database())");
        OperationLease? taken;
        // The server needs a moment to release the lock of the terminated session.
        while ((taken = await OperationLease.TakeAsync(world.Source, world.Operations(), "taker", default)) is null) await Task.Delay(10, TestContext.Current.CancellationToken);
        await using var taker = taken;

        var engine = new BuildEngine(world.Catalog, world.Store, world.Codec, world.Source, new BuildOptions());
        await Assert.ThrowsAsync<OperationLostException>(() => new Rebuild(engine, frozen).RunAsync(default));
        Assert.True((await new Rebuild(engine, taker).RunAsync(default)).Succeeded);
    }

    [Fact]
    public async Task A_changed_definition_is_rebuilt_automatically_if_configured()
    {
        await using var world = await FilledAsync("rebuild_on_change", 100);
        var before = await world.DumpAllAsync();
        await world.ExecuteAsync("UPDATE es.read_tables SET fingerprint = 'older' WHERE table_name = 'toys.notes'");
        using var runtime = world.NewRuntime(rebuildOnChange: true);
        using var runner = world.NewRunner();
        await runtime.StartAsync(default);
        await runner.StartAsync(default);
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        while ((await new TableStates(world.Source).ReadAsync(world.Catalog.Find("toys.notes")!)).State != TableState.Running) await Task.Delay(10, limit.Token);
        await runtime.StopAsync(default);
        await runner.StopAsync(default);

        Assert.Equal(before, await world.DumpAllAsync());
        Assert.Equal(2, (await world.ListAsync("live")).Single(g => g.Table == "toys.notes").Number);
        Assert.Equal(1, (await world.ListAsync("live")).Single(g => g.Table == "toys.accounts").Number);
    }

    [Fact]
    public async Task A_swap_can_be_rolled_back_until_the_previous_generation_is_released()
    {
        await using var world = await FilledAsync("rollback", 200);
        var accounts = world.Catalog.Find("toys.accounts")!;
        await world.ExecuteAsync("UPDATE toys.accounts SET balance = 4711");
        var before = await world.DumpAllAsync();
        await world.RebuildAsync("toys.accounts");
        Assert.NotEqual(before, await world.DumpAllAsync());

        await world.Generations().RollbackAsync(accounts, TimeSpan.FromSeconds(1));
        Assert.Equal(before, await world.DumpAllAsync());
        await world.Generations().RollbackAsync(accounts, TimeSpan.FromSeconds(1));
        Assert.True((await world.VerifyAsync()).Holds());

        Assert.Equal(2, await world.Generations().ReleaseAsync(accounts));
        Assert.Equal("no_previous_generation", (await Assert.ThrowsAsync<QueryException>(() => world.Generations().RollbackAsync(accounts, TimeSpan.FromSeconds(1)))).Code);
        Assert.Empty(await world.ListAsync("previous"));
        Assert.Equal(0L, await world.ScalarAsync<long>("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'inactive%'"));
    }

    [Fact]
    public async Task Objects_that_depend_on_a_previous_generation_are_not_dropped_and_grants_remain()
    {
        await using var world = await FilledAsync("dependents", 50);
        await world.ExecuteAsync("GRANT SELECT ON toys.accounts TO PUBLIC");
        await world.RebuildAsync("toys.accounts");
        await world.ExecuteAsync("CREATE VIEW rich AS SELECT * FROM inactive2_toys_accounts.accounts WHERE balance > 10");

        var refused = await Assert.ThrowsAsync<QueryException>(() => world.Generations().ReleaseAsync(world.Catalog.Find("toys.accounts")!));
        Assert.Equal("generation_in_use", refused.Code);
        Assert.Contains("rich", refused.Message);
        Assert.True(await world.ScalarAsync<bool>("SELECT has_table_privilege('pg_monitor', 'toys.accounts', 'SELECT')"));
    }

    [Fact]
    public async Task A_table_that_fails_is_not_swapped_and_the_others_are()
    {
        await using var world = await FilledAsync("rebuild_fails", 50);
        var last = await world.AppendAsync(new MoneyMoved("north", "zero", 0), new MoneyMoved("north", "after", 5));
        await world.ProjectAsync(last);
        var shares = await world.DumpAsync("toys.shares");

        var ended = await world.RebuildAsync(s_all);

        Assert.Equal("failed", ended.State);
        Assert.Contains($"toys.shares was not rebuilt: toys.shares cannot apply event toys.money_moved.v1 at position {last - 1}", ended.Error);
        Assert.Equal(shares, await world.DumpAsync("toys.shares"));
        Assert.Equal(1, (await world.ListAsync("live")).Single(g => g.Table == "toys.shares").Number);
        Assert.Equal(2, (await world.ListAsync("live")).Single(g => g.Table == "toys.accounts").Number);
        Assert.Empty(await world.ListAsync("building"));
    }

    [Fact]
    public async Task A_part_of_a_table_is_rebuilt_and_the_rest_is_not_changed()
    {
        await using var world = await FilledAsync("rebuild_part", 400);
        var right = await world.DumpAllAsync();
        await world.ExecuteAsync("UPDATE toys.accounts SET balance = 4711 WHERE bank = 'bank1'; UPDATE toys.bank_totals SET accounts = 99 WHERE bank = 'bank1'; DELETE FROM toys.accounts WHERE bank = 'bank1' AND account = 'account2'");
        await world.ExecuteAsync("INSERT INTO toys.accounts (bank, account, balance, largest, last_position) VALUES ('bank1', 'nobody', 1, 1, 1)");

        var ended = await world.RunAsync(OperationKind.Rebuild, new() { Tables = ["toys.accounts"], Where = new Dictionary<string, string> { ["bank"] = "bank1" } });

        Assert.Equal(("completed", null), (ended.State, ended.Error));
        Assert.Equal(right, await world.DumpAllAsync());
        Assert.All(await world.ListAsync("live"), g => Assert.Equal(1, g.Number));
        await world.ProjectAsync(await world.AppendAsync(new MoneyMoved("bank1", "account2", 3)));
        Assert.True((await world.VerifyAsync()).Holds());
    }

    [Theory]
    [InlineData("toys.accounts", "account", "a", "not_leading_key")]
    [InlineData("toys.accounts", "nothing", "a", "unknown_column")]
    [InlineData("toys.nowhere", "bank", "a", "unknown_table")]
    public async Task An_invalid_condition_is_refused(string table, string column, string value, string code)
    {
        await using var world = await OperationWorld.CreateAsync("refused");
        var refused = await Assert.ThrowsAsync<QueryException>(() => world.Operations().CreateAsync(
            OperationKind.Rebuild, new() { Tables = [table], Where = new Dictionary<string, string> { [column] = value } }, "tester"));
        Assert.Equal(code, refused.Code);
    }

    [Fact]
    public async Task A_table_is_rebuilt_once_at_a_time_and_a_cancelled_rebuild_leaves_nothing_behind()
    {
        await using var world = await FilledAsync("cancelled", 50);
        var first = await world.Operations().CreateAsync(OperationKind.Rebuild, new() { Tables = ["toys.accounts"] }, "tester");
        Assert.Equal("rebuild_under_way", (await Assert.ThrowsAsync<QueryException>(() => world.RebuildAsync("toys.bank_totals"))).Code);

        Assert.True(await world.Operations().CancelAsync(first.Id));
        using var runner = world.NewRunner();
        await runner.StartAsync(default);
        Assert.Equal("cancelled", (await world.EndOfAsync(first.Id)).State);
        await runner.StopAsync(default);
        Assert.Equal(0L, await world.ScalarAsync<long>("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'inactive%'"));
        Assert.False(await world.Operations().CancelAsync(first.Id));
    }

    private static async Task<ProjectionWorld> FilledAsync(string name, int events)
    {
        var world = await OperationWorld.CreateAsync(name);
        var random = new Random(events);
        IEvent[] history = [.. Enumerable.Range(0, events).Select(_ => ToyHistory.Next(random))];
        await world.ProjectAsync(await world.AppendAsync(history));
        return world;
    }
}
