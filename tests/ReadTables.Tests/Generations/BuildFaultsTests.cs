using EventSourced.Contracts;
using EventSourced.EventStore;
using EventSourced.ReadTables.Operations;
using EventSourced.ReadTables.Toys;
using Npgsql;

namespace EventSourced.ReadTables.Tests.Generations;

/// <summary>What goes wrong, or is decided, while tables are built.</summary>
public sealed class BuildFaultsTests
{
    [Fact]
    public async Task A_table_that_fails_does_not_take_the_indexes_of_those_that_are_built_with_it()
    {
        await using var world = await OperationWorld.CreateAsync("fault_index");
        var random = new Random(1);
        // Too long for an index entry: the table of accounts cannot be built.
        var holder = string.Concat(Enumerable.Range(0, 20_000).Select(_ => (char)('a' + random.Next(26))));
        await world.AppendAsync(new NotesTaken("north", ["one", "two"], false), new BankClosed("south"), new AccountOpened("north", "a", holder));
        await world.ProjectAsync(await world.AppendAsync(new NotesTaken("north", ["three"], false), new BankClosed("south")));
        const string Indexes = "SELECT coalesce(string_agg(indexname, ',' ORDER BY indexname), '') FROM pg_indexes WHERE schemaname = 'toys' AND tablename = 'notes'";
        var before = await world.ScalarAsync<string>(Indexes);

        var ended = await world.RebuildAsync("toys.notes", "toys.accounts");

        Assert.Contains("toys.accounts keeps its generation", ended.Error, StringComparison.Ordinal);
        Assert.NotEqual("", before);
        Assert.Equal(before, await world.ScalarAsync<string>(Indexes));
    }

    [Fact]
    public async Task An_event_that_is_skipped_while_a_rebuild_waits_for_its_swap_is_left_out_by_it()
    {
        await using var world = await OperationWorld.CreateAsync("fault_skip");
        await world.ProjectAsync(await world.AppendAsync(new NotesTaken("north", ["one"], false)));
        var next = await world.ScalarAsync<long>("SELECT last_value + 1 FROM log.mt_events_sequence");
        // Somebody wrote into the table: the row of the next event meets it.
        await world.ExecuteAsync($"INSERT INTO toys.notes (position, number, bank, note, taken_at) VALUES ({next}, 0, 'x', '1', now())");
        var bad = await world.AppendAsync(new NotesTaken("north", ["two"], false));
        Assert.Equal(next, bad);
        await world.ProjectAsync(bad);
        Assert.Equal("paused", await world.ScalarAsync<string>("SELECT state FROM es.read_tables WHERE table_name = 'toys.notes'"));
        await using var operations = new PostgresEventStore(world.Source, new EventCodec(EventCatalog.Default, []));
        using var runner = world.NewRunner();
        Operation asked;
        // A reader keeps the swap waiting.
        await using (var connection = await world.Source.OpenConnectionAsync(TestContext.Current.CancellationToken))
        {
            await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
            await using (var read = new NpgsqlCommand("SELECT count(*) FROM toys.notes", connection, transaction)) await read.ExecuteScalarAsync(TestContext.Current.CancellationToken);
            await runner.StartAsync(default);
            asked = await world.Operations().CreateAsync(OperationKind.Rebuild, new() { Tables = ["toys.notes"] }, "tester");
            while ((await world.Operations().FindAsync(asked.Id))!.Phase != "swapping") await Task.Delay(10, TestContext.Current.CancellationToken);
            var control = new TableControl(world.Source, world.Catalog, new AuditLog(operations, TimeProvider.System), TimeProvider.System);
            await control.SkipAsync(world.Catalog.Find("toys.notes")!, bad, "made by a test", "tester", TestContext.Current.CancellationToken);
        }
        var ended = await world.EndOfAsync(asked.Id);
        await runner.StopAsync(default);

        Assert.Equal(("completed", null), (ended.State, ended.Error));
        Assert.Equal(0L, await world.ScalarAsync<long>($"SELECT count(*) FROM toys.notes WHERE position = {bad}"));
        Assert.True((await world.VerifyAsync("toys.notes")).Holds());
    }
}
