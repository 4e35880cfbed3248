using EventSourced.Contracts;
using EventSourced.EventStore;
using EventSourced.ReadTables.Operations;
using EventSourced.ReadTables.Query;
using EventSourced.ReadTables.Toys;
using EventSourced.Testing;
using Npgsql;

namespace EventSourced.ReadTables.Tests.Generations;

/// <summary>Failures and administrators' actions during builds.</summary>
public sealed class BuildFaultsTests
{
    [Fact]
    public async Task A_table_that_fails_does_not_remove_the_indexes_of_other_tables_of_the_build()
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

        Assert.Contains("toys.accounts was not rebuilt", ended.Error, StringComparison.Ordinal);
        Assert.NotEqual("", before);
        Assert.Equal(before, await world.ScalarAsync<string>(Indexes));
    }

    [Theory]
    [InlineData(1)]
    // Written by COPY.
    [InlineData(300)]
    public async Task A_table_with_an_internal_error_of_the_server_fails_alone(int rows)
    {
        await using var world = await OperationWorld.CreateAsync($"fault_internal_{rows}");
        await world.ProjectAsync(await world.AppendAsync([new NotesTaken("north", ["one"], false), .. Enumerable.Range(0, rows).Select(i => new AccountOpened("north", $"{i}", "holder"))]));
        // As a damaged page would; Npgsql ends the connection.
        await world.ExecuteAsync("""
            CREATE FUNCTION damaged() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'invalid page in block 7' USING ERRCODE = 'XX001'; END $$;
            CREATE FUNCTION damage() RETURNS event_trigger LANGUAGE plpgsql AS $$
                DECLARE made record;
                BEGIN
                    FOR made IN SELECT object_identity AS name FROM pg_event_trigger_ddl_commands() WHERE command_tag = 'CREATE TABLE' AND object_identity LIKE 'inactive%.accounts' LOOP
                        EXECUTE format('CREATE TRIGGER damaged BEFORE INSERT ON %s FOR EACH ROW EXECUTE FUNCTION public.damaged()', made.name);
                    END LOOP;
                END $$;
            CREATE EVENT TRIGGER damage ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION damage();
            """);

        var ended = await world.RebuildAsync("toys.notes", "toys.accounts");

        Assert.Equal(("failed", "toys.accounts was not rebuilt: XX001: invalid page in block 7"), (ended.State, ended.Error?.ReplaceLineEndings("\n").Split('\n')[0]));
        Assert.Equal(["toys.notes"], ended.Result!.Value.GetProperty("swapped").EnumerateArray().Select(t => t.GetString()!));
        Assert.True((await world.VerifyAsync("toys.notes")).Holds());
        Assert.Equal((long)rows, await world.ScalarAsync<long>("SELECT count(*) FROM toys.accounts"));
    }

    [Fact]
    public async Task A_rebuild_skips_an_event_that_is_skipped_while_its_swap_waits()
    {
        await using var world = await OperationWorld.CreateAsync("fault_skip");
        var bad = await PausedAsync(world);
        using var runner = world.NewRunner();
        Operation requested;
        // A reader blocks the swap.
        await using (var connection = await world.Source.OpenConnectionAsync(TestContext.Current.CancellationToken))
        {
            await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
            await using (var read = new NpgsqlCommand("SELECT count(*) FROM toys.notes", connection, transaction)) await read.ExecuteScalarAsync(TestContext.Current.CancellationToken);
            await runner.StartAsync(default);
            requested = await world.Operations().CreateAsync(OperationKind.Rebuild, new() { Tables = ["toys.notes"] }, "tester");
            while ((await world.Operations().FindAsync(requested.Id))!.Phase != "swapping") await Task.Delay(10, TestContext.Current.CancellationToken);
            await SkipAsync(world, bad);
        }
        var ended = await world.EndOfAsync(requested.Id);
        await runner.StopAsync(default);

        Assert.Equal(("completed", null), (ended.State, ended.Error));
        Assert.Equal(0L, await world.ScalarAsync<long>($"SELECT count(*) FROM toys.notes WHERE position = {bad}"));
        Assert.True((await world.VerifyAsync("toys.notes")).Holds());
    }

    [Fact]
    public async Task A_replay_skips_an_event_that_is_skipped_while_it_is_built()
    {
        await using var world = await OperationWorld.CreateAsync("fault_skip_replay");
        var bad = await PausedAsync(world);
        var ended = await RunBlockedAsync(world, OperationKind.Replay, new() { Tables = ["toys.notes"], To = bad, Into = "then" }, "building indexes", true, _ => SkipAsync(world, bad));
        Assert.Equal(("completed", null), (ended.State, ended.Error));
        Assert.Equal(1L, await world.ScalarAsync<long>("SELECT count(*) FROM then_toys.notes"));
    }

    [Fact]
    public async Task A_verification_skips_an_event_that_is_skipped_while_it_is_built()
    {
        await using var world = await OperationWorld.CreateAsync("fault_skip_verify");
        var bad = await PausedAsync(world);
        // The row of the event is deleted: without the event, the table is correct.
        await world.ExecuteAsync($"DELETE FROM toys.notes WHERE position = {bad}");
        await world.ExecuteAsync($"UPDATE es.read_tables SET position = {bad} WHERE table_name = 'toys.notes'");
        var ended = await RunBlockedAsync(world, OperationKind.Verify, new() { Tables = ["toys.notes"] }, "comparing", false, _ => SkippedAsync(world, bad));
        Assert.True(ended.Holds());
        Assert.Equal(1, ended.Result!.Value.GetProperty("tables")[0].GetProperty("rows").GetInt64());
    }

    [Fact]
    public async Task A_partial_rebuild_skips_an_event_that_is_skipped_while_its_swap_waits()
    {
        await using var world = await OperationWorld.CreateAsync("fault_skip_part");
        var bad = await PausedAsync(world);
        await world.ExecuteAsync($"UPDATE es.read_tables SET position = {bad} WHERE table_name = 'toys.notes'");
        var request = new OperationRequest { Tables = ["toys.notes"], Where = new Dictionary<string, string> { ["position"] = $"{bad}" } };
        var ended = await RunBlockedAsync(world, OperationKind.Rebuild, request, "swapping", false, _ => SkippedAsync(world, bad));
        Assert.Equal(("completed", null), (ended.State, ended.Error));
        Assert.Equal(0L, await world.ScalarAsync<long>($"SELECT count(*) FROM toys.notes WHERE position = {bad}"));
        Assert.True((await world.VerifyAsync("toys.notes")).Holds());
    }

    [Fact]
    public async Task A_partial_rebuild_fails_if_another_definition_has_built_the_table_meanwhile()
    {
        await using var world = await OperationWorld.CreateAsync("fault_definition");
        await world.ProjectAsync(await world.AppendAsync(new NotesTaken("north", ["one"], false)));
        var position = await world.ScalarAsync<long>("SELECT min(position) FROM toys.notes");
        await world.ExecuteAsync("UPDATE toys.notes SET note = '\"as it was\"'");
        var request = new OperationRequest { Tables = ["toys.notes"], Where = new Dictionary<string, string> { ["position"] = $"{position}" } };

        var ended = await RunBlockedAsync(world, OperationKind.Rebuild, request, "swapping", false, async holder =>
        {
            await using var change = new NpgsqlCommand("UPDATE es.read_tables SET fingerprint = 'other', incarnation = incarnation + 1 WHERE table_name = 'toys.notes'", holder);
            await change.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        });

        Assert.Equal(("failed", "toys.notes was built by another definition, so a part of it cannot be rebuilt. Rebuild the whole table."), (ended.State, ended.Error));
        Assert.Equal("as it was", await world.ScalarAsync<string>("SELECT note #>> '{}' FROM toys.notes"));
        Assert.Equal(0L, await world.ScalarAsync<long>("SELECT count(*) FROM es.generations"));
    }

    [Fact]
    public async Task A_generation_that_includes_an_event_which_was_skipped_since_does_not_become_live_again()
    {
        await using var world = await OperationWorld.CreateAsync("fault_skip_rollback");
        var (notes, lockTimeout) = (world.Catalog.Find("toys.notes")!, TimeSpan.FromSeconds(1));
        await world.ProjectAsync(await world.AppendAsync(new NotesTaken("north", ["one"], false)));
        await world.RebuildAsync("toys.notes");
        var bad = await world.AppendAsync(new NotesTaken("north", ["two"], false));
        await world.ProjectAsync(bad);
        // The second generation has applied the event; the first, which is live again, cannot.
        await world.Generations().RollbackAsync(notes, lockTimeout);
        await world.ExecuteAsync($"INSERT INTO toys.notes (position, number, bank, note, taken_at) VALUES ({bad}, 0, 'x', '1', now())");
        await world.ProjectAsync(bad);
        await world.ExecuteAsync($"DELETE FROM toys.notes WHERE position = {bad}");
        await SkipAsync(world, bad);

        var refused = await Assert.ThrowsAsync<QueryException>(() => world.Generations().RollbackAsync(notes, lockTimeout));

        Assert.Equal((409, "generation_has_skipped_event"), (refused.Status, refused.Code));
        Assert.Contains($"Generation 2 of toys.notes includes the event at position {bad}", refused.Message, StringComparison.Ordinal);
        await world.ProjectAsync(bad);
        Assert.True((await world.VerifyAsync("toys.notes")).Holds());
        // The generation that was live when the event was skipped does not include it, and can become live again.
        await world.RebuildAsync("toys.notes");
        await world.Generations().RollbackAsync(notes, lockTimeout);
        Assert.True((await world.VerifyAsync("toys.notes")).Holds());
    }

    [Fact]
    public async Task A_rebuild_counts_events_and_not_positions()
    {
        await using var world = await OperationWorld.CreateAsync("fault_jump");
        await world.AppendAsync(new NotesTaken("north", ["one"], false), new NotesTaken("north", ["two"], false));
        await world.ExecuteAsync("SELECT setval('log.mt_events_sequence', 5000000)");
        await world.ProjectAsync(await world.AppendAsync(new NotesTaken("north", ["three"], false)));
        var result = (await world.RebuildAsync("toys.notes")).Result!.Value;
        Assert.Equal((5_000_001, 3), (result.GetProperty("position").GetInt64(), result.GetProperty("events").GetInt64()));
    }

    /// <summary>Runs an operation that is blocked in a phase, at the creation of indexes or at the live table's checkpoint, until an action has run. The action gets the connection that holds the checkpoint.</summary>
    private static async Task<Operation> RunBlockedAsync(ProjectionWorld world, string kind, OperationRequest request, string phase, bool atIndexes, Func<NpgsqlConnection, Task> meanwhile)
    {
        using var runner = world.NewRunner();
        var requested = await world.Operations().CreateAsync(kind, request, "tester");
        await using (var connection = await world.Source.OpenConnectionAsync(TestContext.Current.CancellationToken))
        {
            await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
            // The same lock as that of a page: the start of a build refers to the row, but does not wait for it.
            var hold = !atIndexes ? "SELECT 1 FROM es.read_tables WHERE table_name = 'toys.notes' FOR NO KEY UPDATE" : "SELECT pg_advisory_xact_lock(1)";
            await using (var held = new NpgsqlCommand(hold, connection, transaction)) await held.ExecuteScalarAsync(TestContext.Current.CancellationToken);
            if (atIndexes) await BlockIndexesAsync(world);
            await runner.StartAsync(default);
            while ((await world.Operations().FindAsync(requested.Id))! is { IsFinal: false } now && now.Phase != phase) await Task.Delay(5, TestContext.Current.CancellationToken);
            await meanwhile(connection);
            await transaction.CommitAsync(TestContext.Current.CancellationToken);
        }
        var ended = await world.EndOfAsync(requested.Id);
        await runner.StopAsync(default);
        return ended;
    }

    /// <summary>Every creation of an index waits for the advisory lock 1.</summary>
    private static Task BlockIndexesAsync(ProjectionWorld world) => world.ExecuteAsync("""
        CREATE FUNCTION hold() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_advisory_xact_lock_shared(1); END';
        CREATE EVENT TRIGGER hold ON ddl_command_start WHEN TAG IN ('CREATE INDEX', 'ALTER TABLE') EXECUTE FUNCTION hold()
        """);

    /// <summary>Pauses the table of notes at an event, whose row conflicts with a row that was inserted by hand.</summary>
    private static async Task<long> PausedAsync(ProjectionWorld world)
    {
        await world.ProjectAsync(await world.AppendAsync(new NotesTaken("north", ["one"], false)));
        var next = await world.ScalarAsync<long>("SELECT last_value + 1 FROM log.mt_events_sequence");
        await world.ExecuteAsync($"INSERT INTO toys.notes (position, number, bank, note, taken_at) VALUES ({next}, 0, 'x', '1', now())");
        var bad = await world.AppendAsync(new NotesTaken("north", ["two"], false));
        Assert.Equal(next, bad);
        await world.ProjectAsync(bad);
        Assert.Equal("paused", await world.ScalarAsync<string>("SELECT state FROM es.read_tables WHERE table_name = 'toys.notes'"));
        return bad;
    }

    private static async Task SkipAsync(ProjectionWorld world, long position)
    {
        await using var operations = new PostgresEventStore(world.Source, new EventCodec(EventCatalog.Default, []));
        var control = new TableControl(world.Source, world.Catalog, new AuditLog(operations, TimeProvider.System), TimeProvider.System);
        await control.SkipAsync(world.Catalog.Find("toys.notes")!, position, "made by a test", "tester", TestContext.Current.CancellationToken);
    }

    /// <summary>Records the skip, as SkipAsync does while it holds the lock of the checkpoint.</summary>
    private static async Task SkippedAsync(ProjectionWorld world, long position)
    {
        await using var operations = new PostgresEventStore(world.Source, new EventCodec(EventCatalog.Default, []));
        await new AuditLog(operations, TimeProvider.System).SkippedAsync(new("toys.notes", position, "made by a test"), "tester", TestContext.Current.CancellationToken);
    }
}
