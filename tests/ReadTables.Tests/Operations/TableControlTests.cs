using EventSourced.Contracts;
using EventSourced.Contracts.Operations;
using EventSourced.EventStore;
using EventSourced.ReadTables.Explain;
using EventSourced.ReadTables.Operations;
using EventSourced.ReadTables.Query;
using EventSourced.ReadTables.Tests.Generations;
using EventSourced.ReadTables.Tests.Runtime;
using EventSourced.ReadTables.Toys;
using EventSourced.Testing;

namespace EventSourced.ReadTables.Tests.Operations;

public sealed class TableControlTests
{
    [Fact]
    public async Task A_paused_table_and_those_derived_from_it_are_not_updated_while_the_others_are()
    {
        await using var world = await ToyWorld.CreateAsync("control_pause");
        await world.ProjectAsync(await world.AppendAsync(new MoneyMoved("north", "a", 5)));
        await using var store = Operations(world);
        await Control(world, store).PauseAsync(Table(world, "toys.accounts"), "eve", "the index is being built");
        Assert.Equal("paused,paused,running", await StatesAsync(world));
        Assert.Matches("^Paused by eve at .*Z: the index is being built$", await world.ScalarAsync<string>("SELECT DISTINCT error FROM es.read_tables WHERE state = 'paused'"));

        await world.ProjectAsync(await world.AppendAsync(new MoneyMoved("north", "a", 7)));
        Assert.Equal("(a,14)", await world.DumpAsync("toys.shares"));
        Assert.Equal(5L, await world.ScalarAsync<long>("SELECT balance FROM toys.accounts"));
        Assert.Equal("table_paused", (await RefusedAsync(() => Control(world, store).PauseAsync(Table(world, "toys.accounts"), "eve"))).Code);
        Assert.Equal("no_dead_letter", (await RefusedAsync(() => Control(world, store).RetryAsync(Table(world, "toys.accounts"), "eve"))).Code);

        await Control(world, store).ResumeAsync(Table(world, "toys.accounts"), "adam");
        await world.ProjectAsync(await store.ReadWatermarkAsync());
        Assert.Equal("running,running,running", await StatesAsync(world));
        Assert.Equal(12L, await world.ScalarAsync<long>("SELECT total FROM toys.bank_totals"));
        Assert.Equal(2L, await world.ScalarAsync<long>("SELECT incarnation FROM es.read_tables WHERE table_name = 'toys.bank_totals'"));
        Assert.Equal("table_running", (await RefusedAsync(() => Control(world, store).ResumeAsync(Table(world, "toys.accounts"), "eve"))).Code);
        Assert.Equal(
            ["eve: pause toys.accounts the index is being built", "adam: resume toys.accounts "],
            (await AuditAsync(store, OperationsStreams.Audit)).Select(a => a.Event is AdminActed e ? $"{a.Actor}: {e.Action} {string.Join(',', e.Targets)} {e.Detail}" : ""));
    }

    [Fact]
    public async Task A_table_retries_a_dead_letter_only_on_request()
    {
        await using var world = await ToyWorld.CreateAsync("control_retry");
        await world.ProjectAsync(await world.AppendAsync(new MoneyMoved("north", "a", 5), new MoneyMoved("north", "a", 0)));
        await using var store = Operations(world);
        var control = Control(world, store);
        Assert.Equal("dead_letter", (await RefusedAsync(() => control.ResumeAsync(Table(world, "toys.shares"), "eve"))).Code);
        Assert.Equal("paused", await StateAsync(world, "toys.shares"));

        // The cause is fixed.
        await world.ExecuteAsync("UPDATE log.mt_events SET data = jsonb_set(data, '{amount}', '50') WHERE seq_id = 2");
        Assert.Equal(2, await control.RetryAsync(Table(world, "toys.shares"), "eve"));
        Assert.Equal("running", await StateAsync(world, "toys.shares"));
        await world.ProjectAsync(2);
        Assert.Equal("(a,2)", await world.DumpAsync("toys.shares"));
        // The dead letter is settled.
        Assert.Empty((await ReportAsync(world)).Projections.SelectMany(p => p.DeadLetters));
        Assert.Equal("eve: retry", (await AuditAsync(store, OperationsStreams.Audit)).Select(a => $"{a.Actor}: {((AdminActed)a.Event).Action}").Single());
    }

    [Fact]
    public async Task Only_a_dead_letter_can_be_skipped_and_the_log_records_by_whom_and_why()
    {
        await using var world = await ToyWorld.CreateAsync("control_skip");
        await world.ProjectAsync(await world.AppendAsync(new MoneyMoved("north", "a", 5), new MoneyMoved("north", "a", 0)));
        await using var store = Operations(world);
        var control = Control(world, store);
        var refused = await RefusedAsync(() => control.SkipAsync(Table(world, "toys.shares"), 1, "why not", "eve"));
        Assert.Equal(("not_a_dead_letter", true), (refused.Code, refused.Message.Contains("its dead letter is 2", StringComparison.Ordinal)));
        Assert.Equal("not_a_dead_letter", (await RefusedAsync(() => control.SkipAsync(Table(world, "toys.accounts"), 2, "why not", "eve"))).Code);
        Assert.Equal("derived_table", (await RefusedAsync(() => control.SkipAsync(Table(world, "toys.bank_totals"), 2, "why not", "eve"))).Code);
        Assert.Empty(await AuditAsync(store, OperationsStreams.Skips));

        await control.SkipAsync(Table(world, "toys.shares"), 2, "nobody owes nothing", "eve");
        Assert.Equal("running", await StateAsync(world, "toys.shares"));
        Assert.Equal(0L, await world.ScalarAsync<long>("SELECT count(*) FROM es.dead_letters"));
        var (actor, e) = Assert.Single(await AuditAsync(store, OperationsStreams.Skips));
        Assert.Equal(("eve", new EventSkipped("toys.shares", 2, "nobody owes nothing")), (actor, e));

        await world.ProjectAsync(await world.AppendAsync(new MoneyMoved("north", "a", 4)));
        Assert.Equal("(a,25)", await world.DumpAsync("toys.shares"));
        Assert.Equal(("completed", null), (await world.RebuildAsync("toys.shares")) is var rebuilt ? (rebuilt.State, rebuilt.Error) : default);
        Assert.Equal("(a,25)", await world.DumpAsync("toys.shares"));
    }

    [Fact]
    public async Task A_change_is_not_committed_if_its_audit_event_cannot_be_written()
    {
        await using var world = await ToyWorld.CreateAsync("control_unaudited");
        // This store does not know the events of operations.
        await Assert.ThrowsAnyAsync<Exception>(() => Control(world, world.Store).PauseAsync(Table(world, "toys.accounts"), "eve"));
        Assert.Equal("running,running,running", await StatesAsync(world));
    }

    [Fact]
    public async Task The_report_counts_the_events_that_a_table_is_behind()
    {
        await using var world = await ToyWorld.CreateAsync("control_report");
        await world.ProjectAsync(await world.AppendAsync(new MoneyMoved("north", "a", 5)));
        await world.AppendAsync(new NotesTaken("north", ["x"], false), new MoneyMoved("north", "a", 0), new MoneyMoved("north", "a", 2), new WeatherNoticed("rain"));
        await world.ExecuteAsync("UPDATE log.mt_events SET timestamp = now() - interval '1 hour' WHERE seq_id = 3");
        var report = await ReportAsync(world);
        Assert.Equal(5, report.Watermark);
        ProjectionStatus Of(string table) => report.Projections.Single(p => p.Table == table);
        Assert.Equal((1L, 2L, "events", "running", "toys"), (Of("toys.accounts").Position, Of("toys.accounts").LagEvents, Of("toys.accounts").LagUnit, Of("toys.accounts").State, Of("toys.accounts").Lane));
        Assert.Equal(2, Of("toys.bank_totals").LagEvents);
        Assert.Equal((1L, true), (Of("toys.notes").LagEvents, Of("toys.notes").LagSeconds < 60));
        Assert.InRange(Of("toys.accounts").LagSeconds!.Value, 3_500, 3_700);
        Assert.Equal((0L, null), (Of("library.books").LagEvents, Of("library.books").LagSeconds));

        await world.ProjectAsync(5);
        report = await ReportAsync(world);
        Assert.Equal("paused", Of("toys.shares").State);
        Assert.Equal((3L, "toys.money_moved.v1", 3), (Of("toys.shares").DeadLetters[0].Position, Of("toys.shares").DeadLetters[0].EventType, Of("toys.shares").DeadLetters[0].Attempts));
        Assert.Equal((0L, null), (Of("toys.accounts").LagEvents, Of("toys.accounts").LagSeconds));
    }

    private static TableControl Control(ProjectionWorld world, IEventStore store) => new(world.Source, world.Catalog, new AuditLog(store, TimeProvider.System), TimeProvider.System);

    private static TableDefinition Table(ProjectionWorld world, string name) => world.Catalog.Find(name)!;

    /// <summary>The log of the same database, with the events of operations.</summary>
    private static PostgresEventStore Operations(ProjectionWorld world) => new(world.Source, new EventCodec(EventCatalog.Default, []));

    private static Task<ProjectionReport> ReportAsync(ProjectionWorld world) =>
        new ProjectionReader(world.Source, world.Catalog, world.Store, world.Codec, new LogBacklog(world.Source, new EventStoreOptions()), TimeProvider.System).ReadAsync();

    private static Task<QueryException> RefusedAsync(Func<Task> action) => Assert.ThrowsAsync<QueryException>(action);

    private static Task<string> StateAsync(ProjectionWorld world, string table) => world.ScalarAsync<string>($"SELECT state FROM es.read_tables WHERE table_name = '{table}'");

    private static Task<string> StatesAsync(ProjectionWorld world) =>
        world.ScalarAsync<string>("SELECT string_agg(state, ',' ORDER BY table_name) FROM es.read_tables WHERE table_name IN ('toys.accounts', 'toys.bank_totals', 'toys.shares')");

    private static async Task<List<(string? Actor, IEvent Event)>> AuditAsync(PostgresEventStore store, string stream)
    {
        var codec = new EventCodec(EventCatalog.Default, []);
        var events = new List<(string?, IEvent)>();
        await foreach (var e in store.ReadStreamAsync(stream)) events.Add((LoggedEvent.Of(e).Actor, (IEvent)codec.Decode(e)));
        return events;
    }
}
