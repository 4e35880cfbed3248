using EventSourced.EventStore.Signals;
using EventSourced.ReadTables.Hosting;
using EventSourced.ReadTables.Library;
using EventSourced.ReadTables.Runtime;
using EventSourced.ReadTables.Tests.Generations;
using EventSourced.ReadTables.Toys;
using Npgsql;

namespace EventSourced.ReadTables.Tests.Runtime;

public sealed class ProjectionRuntimeTests
{
    [Fact]
    public async Task Rows_follow_the_events_in_order()
    {
        await using var world = await ToyWorld.CreateAsync("rows_follow");
        var last = await world.AppendAsync(
            new AccountOpened("north", "a", "Ada"), new MoneyMoved("north", "a", 5), new MoneyMoved("north", "a", -3),
            new AccountOpened("north", "b", "Bob"), new AccountClosed("north", "b"),
            new MoneyMoved("south", "c", 7),
            new NotesTaken("north", ["one", "two"], Secret: false), new NotesTaken("north", ["hidden"], Secret: true));
        await world.ProjectAsync(last);

        Assert.Equal("(north,a,Ada,2,5,3)\n(south,c,,7,7,6)", await world.DumpAsync("toys.accounts"));
        Assert.Equal("(north,1,2)\n(south,1,7)", await world.DumpAsync("toys.bank_totals"));
        Assert.Equal("7:0:\"one\",7:1:\"two\"", await world.ScalarAsync<string>("SELECT string_agg(position || ':' || number || ':' || note, ',' ORDER BY number) FROM toys.notes"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    public async Task A_deletion_by_a_condition_removes_earlier_rows_but_not_later_ones(int pageSize)
    {
        await using var world = await ToyWorld.CreateAsync("bank_closes");
        var last = await world.AppendAsync(
            new AccountOpened("north", "a", "Ada"), new NotesTaken("north", ["old"], false), new MoneyMoved("south", "s", 1),
            new BankClosed("north"),
            new MoneyMoved("north", "a", 9), new NotesTaken("north", ["new"], false));
        await world.ProjectAsync(last, pageSize);

        Assert.Equal("(north,a,,9,9,5)\n(south,s,,1,1,3)", await world.DumpAsync("toys.accounts"));
        Assert.Equal("(north,1,9)\n(south,1,1)", await world.DumpAsync("toys.bank_totals"));
        Assert.Equal("\"new\"", await world.ScalarAsync<string>("SELECT string_agg(note::text, ',') FROM toys.notes"));
    }

    [Fact]
    public async Task Any_split_into_pages_and_any_restart_gives_the_same_rows()
    {
        var seed = Random.Shared.Next();
        TestContext.Current.SendDiagnosticMessage($"seed {seed}");
        var random = new Random(seed);
        var history = Enumerable.Range(0, 1_500).Select(_ => ToyHistory.Next(random)).ToArray();

        string? expected = null;
        foreach (var pageSize in new[] { 5_000, 1, 7, 300 })
        {
            await using var world = await ToyWorld.CreateAsync("any_split");
            // Restarts: every run of the runtime starts from the stored checkpoints with empty caches.
            foreach (var part in history.Chunk(pageSize == 1 ? 1_500 : random.Next(200, 900)))
                await world.ProjectAsync(await world.AppendAsync(part), pageSize);
            // The times of notes differ; everything else must be the same.
            await world.ExecuteAsync("UPDATE toys.notes SET taken_at = 'epoch'");
            var rows = await world.DumpAllAsync();
            Assert.True((expected ??= rows) == rows, $"page size {pageSize}, seed {seed}");
        }
        Assert.Contains("toys.accounts:\n(", expected);
    }

    [Fact]
    public async Task A_table_that_cannot_apply_an_event_is_paused_before_it_and_the_others_continue()
    {
        await using var world = await ToyWorld.CreateAsync("one_table_stops");
        var last = await world.AppendAsync(
            new MoneyMoved("north", "a", 5), new MoneyMoved("north", "b", 10), new MoneyMoved("north", "c", 0), new MoneyMoved("north", "d", 20));
        await world.ProjectAsync(last);

        Assert.Equal("(a,20)\n(b,10)", await world.DumpAsync("toys.shares"));
        Assert.Equal(4L, await world.ScalarAsync<long>("SELECT count(*) FROM toys.accounts"));
        Assert.Equal("paused", await world.ScalarAsync<string>("SELECT state FROM es.read_tables WHERE table_name = 'toys.shares'"));
        Assert.Equal(2L, await world.ScalarAsync<long>("SELECT position FROM es.read_tables WHERE table_name = 'toys.shares'"));
        Assert.Equal("3 toys.money_moved.v1 3", await world.ScalarAsync<string>("SELECT position || ' ' || event_type || ' ' || attempts FROM es.dead_letters WHERE table_name = 'toys.shares'"));
        Assert.Contains("position 3", await world.ScalarAsync<string>("SELECT error FROM es.dead_letters"));
    }

    [Fact]
    public async Task An_event_that_cannot_be_decoded_pauses_only_the_tables_that_handle_it()
    {
        await using var world = await ToyWorld.CreateAsync("unreadable");
        var last = await world.AppendAsync(new AccountOpened("north", "a", "Ada"), new MoneyMoved("north", "a", 5), new NotesTaken("north", ["one"], false));
        await world.ExecuteAsync("UPDATE log.mt_events SET data = '{\"bank\": 7}' WHERE seq_id = 2");
        await world.ProjectAsync(last);

        Assert.Equal("blue.blue_sums,green.green_sums,red.red_sums,toys.accounts,toys.shares", await world.ScalarAsync<string>("SELECT string_agg(table_name, ',' ORDER BY table_name) FROM es.dead_letters"));
        Assert.Equal(1L, await world.ScalarAsync<long>("SELECT count(*) FROM toys.notes"));
    }

    [Fact]
    public async Task A_table_that_is_behind_catches_up_and_joins_the_others()
    {
        await using var world = await ToyWorld.CreateAsync("catch_up");
        var last = await world.AppendAsync([.. Enumerable.Range(1, 50).Select(i => new MoneyMoved("north", $"a{i}", i))]);
        await world.ProjectAsync(last);
        var rows = await world.DumpAsync("toys.shares");
        await world.ExecuteAsync("TRUNCATE toys.shares; UPDATE es.read_tables SET position = 0 WHERE table_name = 'toys.shares'");
        last = await world.AppendAsync(new MoneyMoved("north", "a1", 1));
        await world.ProjectAsync(last, pageSize: 3);

        Assert.Equal(rows, await world.DumpAsync("toys.shares"));
        Assert.Equal(2L, await world.ScalarAsync<long>("SELECT balance FROM toys.accounts WHERE account = 'a1'"));
    }

    [Fact]
    public async Task An_owner_that_lost_its_lane_cannot_write()
    {
        await using var world = await ToyWorld.CreateAsync("fenced");
        await world.AppendAsync(new MoneyMoved("north", "a", 5));
        var page = await world.Store.ReadPageAsync(0, 10);
        var events = page.Events.Select(e => new ProjectedEvent(e, world.Codec)).ToList();

        await using var frozen = (await LaneLease.TryTakeAsync(world.Source, "toys", "frozen", default))!;
        await world.ExecuteAsync("SELECT pg_terminate_backend(pid, 10000) FROM pg_locks WHERE locktype = 'advisory' AND pid <> pg_backend_pid() AND database = (SELECT oid FROM pg_database WHERE datname = current_database())");
        await using var taker = (await LaneLease.TryTakeAsync(world.Source, "toys", "taker", default))!;

        await using var frozenPages = new PageProjector(world.Source, frozen, _ => 0);
        await Assert.ThrowsAsync<LaneLostException>(() => frozenPages.ProjectAsync([Accounts()], events, 0, page.Position, default));
        Assert.Equal(0L, await world.ScalarAsync<long>("SELECT count(*) FROM toys.accounts"));
        await using var pages = new PageProjector(world.Source, taker, _ => 0);
        await pages.ProjectAsync([Accounts()], events, 0, page.Position, default);
        Assert.Equal(1L, await world.ScalarAsync<long>("SELECT count(*) FROM toys.accounts"));

        ITableProjector Accounts()
        {
            var projector = ToyWorld.Catalog.Find("toys.accounts")!.CreateProjector();
            projector.AddDerived(ToyWorld.Catalog.Find("toys.bank_totals")!);
            return projector;
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    public async Task A_row_that_moves_to_another_group_and_is_deleted_is_in_neither_group(int pageSize)
    {
        await using var world = await ToyWorld.CreateAsync("groups");
        await world.ProjectAsync(await world.AppendAsync(new BooksBought("oak", ["Emma"])));
        await world.ProjectAsync(await world.AppendAsync(new BooksLost(["Emma"]), new BooksBought("ash", ["Emma"]), new BooksLost(["Emma"])), pageSize);
        Assert.Equal("", await world.DumpAsync("library.shelves"));
    }

    [Fact]
    public async Task A_page_that_is_delivered_twice_is_applied_once()
    {
        await using var world = await ToyWorld.CreateAsync("twice");
        await world.AppendAsync(new MoneyMoved("north", "a", 5), new NotesTaken("north", ["one"], Secret: false));
        var page = await world.Store.ReadPageAsync(0, 10);
        var tables = ToyWorld.Catalog.Tables.Where(t => t.SourceRow is null).ToList();
        await using var lease = (await LaneLease.TryTakeAsync(world.Source, "toys", "owner", default))!;
        await using var pages = new PageProjector(world.Source, lease, _ => 0);
        Task DeliverAsync() => pages.ProjectAsync(
            [.. tables.Select(t => t.CreateProjector())], [.. page.Events.Select(e => new ProjectedEvent(e, world.Codec))], 0, page.Position, default);

        await DeliverAsync();
        var once = await world.DumpAllAsync();
        await Assert.ThrowsAsync<TablesChangedException>(DeliverAsync);
        Assert.Equal(once, await world.DumpAllAsync());
    }

    [Fact]
    public async Task A_table_that_was_changed_since_the_attempt_is_not_paused()
    {
        await using var world = await ToyWorld.CreateAsync("not_paused");
        await world.AppendAsync(new NotesTaken("north", ["one"], Secret: false));
        await world.ExecuteAsync("UPDATE log.mt_events SET data = 'null'");
        var page = await world.Store.ReadPageAsync(0, 10);
        await using var lease = (await LaneLease.TryTakeAsync(world.Source, "toys", "owner", default))!;
        async Task<int> DeliverAsync(long incarnation)
        {
            await using var pages = new PageProjector(world.Source, lease, _ => incarnation);
            return (await pages.ProjectAsync(
                [ToyWorld.Catalog.Find("toys.notes")!.CreateProjector()], [.. page.Events.Select(e => new ProjectedEvent(e, world.Codec))], 0, page.Position, default)).Count;
        }

        // A swap in between: other rows, at another or the same position.
        await world.ExecuteAsync("UPDATE es.read_tables SET incarnation = 1 WHERE table_name = 'toys.notes'");
        await Assert.ThrowsAsync<TablesChangedException>(() => DeliverAsync(0));
        await world.ExecuteAsync("UPDATE es.read_tables SET position = 1 WHERE table_name = 'toys.notes'");
        await Assert.ThrowsAsync<TablesChangedException>(() => DeliverAsync(1));
        Assert.Equal("running", await world.ScalarAsync<string>("SELECT state FROM es.read_tables WHERE table_name = 'toys.notes'"));
        Assert.Equal(0L, await world.ScalarAsync<long>("SELECT count(*) FROM es.dead_letters"));

        await world.ExecuteAsync("UPDATE es.read_tables SET position = 0 WHERE table_name = 'toys.notes'");
        Assert.Equal(1, await DeliverAsync(1));
        Assert.Equal("paused", await world.ScalarAsync<string>("SELECT state FROM es.read_tables WHERE table_name = 'toys.notes'"));
    }

    [Fact]
    public async Task A_page_locks_checkpoints_in_the_order_of_names()
    {
        await using var world = await ToyWorld.CreateAsync("lock_order");
        // The first table by name is the last row in the heap.
        await world.ExecuteAsync("UPDATE es.read_tables SET updated_at = now() WHERE table_name = 'toys.accounts'");
        await using NpgsqlConnection holder = await world.Source.OpenConnectionAsync(), page = await world.Source.OpenConnectionAsync();
        await using var held = await holder.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using (var hold = new NpgsqlCommand("SELECT 1 FROM es.read_tables WHERE table_name = 'toys.accounts' FOR UPDATE", holder)) await hold.ExecuteScalarAsync(TestContext.Current.CancellationToken);
        await using var moving = await page.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var batch = new NpgsqlBatch(page) { BatchCommands = { TableCheckpoint.CreateAdvance([("toys.shares", 0), ("toys.notes", 0), ("toys.accounts", 0)], 0, 1) } };
        var advancing = batch.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        while (await world.ScalarAsync<long>($"SELECT count(*) FROM pg_locks WHERE NOT granted AND pid = {page.ProcessID}") == 0) await Task.Delay(5, TestContext.Current.CancellationToken);

        // It waits for the first row and has locked none of the others.
        Assert.Equal(2L, await world.ScalarAsync<long>("SELECT count(*) FROM (SELECT 1 FROM es.read_tables WHERE table_name IN ('toys.shares', 'toys.notes') FOR UPDATE SKIP LOCKED) free"));
        await held.RollbackAsync(TestContext.Current.CancellationToken);
        Assert.Equal(3, await advancing);
    }

    [Fact]
    public async Task Two_runtimes_apply_every_event_once()
    {
        await using var world = await ToyWorld.CreateAsync("two_runtimes");
        using ProjectionRuntime one = world.NewRuntime(pageSize: 5), two = world.NewRuntime(pageSize: 5);
        await one.StartAsync(default);
        await two.StartAsync(default);
        await world.WaitAsync(await world.AppendAsync([.. Enumerable.Range(0, 200).Select(_ => new MoneyMoved("north", "a", 1))]));
        await one.StopAsync(default);
        await world.WaitAsync(await world.AppendAsync([.. Enumerable.Range(0, 200).Select(_ => new MoneyMoved("north", "a", 1))]));
        await two.StopAsync(default);
        Assert.Equal(400L, await world.ScalarAsync<long>("SELECT balance FROM toys.accounts"));
    }

    [Fact]
    public async Task A_signal_wakes_the_lane_long_before_it_polls()
    {
        await using var world = await ToyWorld.CreateAsync("woken");
        var signal = new LogSignal();
        using var runtime = new ProjectionRuntime(
            ToyWorld.Catalog, world.Store, world.Codec, world.Source, signal, new StateChanges(new Notifications(world.Source, Microsoft.Extensions.Logging.Abstractions.NullLogger<Notifications>.Instance)), new ProjectionOptions { PollInterval = TimeSpan.FromHours(1) },
            Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance);
        world.Store.Appended += _ => signal.Raise();
        await runtime.StartAsync(default);
        await world.WaitAsync(await world.AppendAsync(new MoneyMoved("north", "a", 1)));
        await world.WaitAsync(await world.AppendAsync(new MoneyMoved("north", "a", 1)));
        await runtime.StopAsync(default);
        Assert.Equal(2L, await world.ScalarAsync<long>("SELECT balance FROM toys.accounts"));
    }
}
