using EventSourced.Contracts;
using EventSourced.EventStore.Signals;
using EventSourced.ReadTables.Generations;
using EventSourced.ReadTables.Hosting;
using EventSourced.ReadTables.Operations;
using EventSourced.ReadTables.Runtime;
using EventSourced.ReadTables.Tests.Generations;
using EventSourced.ReadTables.Toys;
using EventSourced.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace EventSourced.ReadTables.Tests.Runtime;

/// <summary>Statements that take longer than the timeouts of Npgsql and the server, which are one second here.</summary>
public sealed class SlowStatementTests
{
    private const long Gate = 4711;
    private static readonly string[] s_manyNotes = [.. Enumerable.Range(0, 300).Select(n => $"{n}")];

    [Theory]
    [InlineData("DELETE")]
    [InlineData("INSERT")]
    public async Task A_page_with_a_slow_statement_completes_while_its_lease_is_renewed(string operation)
    {
        await using var world = await ToyWorld.CreateAsync("slow_page");
        await world.ProjectAsync(await world.AppendAsync(new NotesTaken("north", ["one"], false), new AccountOpened("south", "a", "ann")));
        await SlowDownAsync(world, operation);
        await using var gate = await CloseAsync(world);
        IEvent slow = operation == "DELETE" ? new BankClosed("north") : new NotesTaken("north", s_manyNotes, false);
        var last = await world.AppendAsync(slow, new MoneyMoved("south", "a", 5));
        await using var source = WithShortTimeouts(world);
        using var runtime = NewRuntime(world, source);
        await runtime.StartAsync(default);

        await UntilSlowAsync(world, "AND EXISTS (SELECT FROM es.lanes WHERE lane = 'toys' AND renewed_at > query_start + interval '1 second')");
        await gate.DisposeAsync();
        await world.WaitAsync(last);
        await runtime.StopAsync(default);

        Assert.Equal(0L, await world.ScalarAsync<long>($"SELECT count(*) FROM es.read_tables WHERE position < {last}"));
    }

    [Theory]
    [InlineData("DELETE")]
    [InlineData("INSERT")]
    public async Task The_loss_of_the_lease_cancels_a_slow_statement(string operation)
    {
        await using var world = await ToyWorld.CreateAsync("slow_lost");
        await world.ProjectAsync(await world.AppendAsync(new NotesTaken("north", ["one"], false)));
        await SlowDownAsync(world, operation);
        await using var gate = await CloseAsync(world);
        var last = await world.AppendAsync(operation == "DELETE" ? new BankClosed("north") : new NotesTaken("north", s_manyNotes, false));
        await using var source = WithShortTimeouts(world);
        using var runtime = NewRuntime(world, source);
        await runtime.StartAsync(default);
        var pid = await UntilSlowAsync(world);
        var begun = await world.ScalarAsync<DateTime>($"SELECT query_start FROM pg_stat_activity WHERE pid = {pid}");

        await world.ScalarAsync<bool>("SELECT pg_terminate_backend(backend_pid) FROM es.lanes WHERE lane = 'toys'");
        await UntilAsync(world, $"SELECT NOT EXISTS (SELECT FROM pg_stat_activity WHERE pid = {pid} AND state = 'active' AND query_start = '{begun:O}')");
        await gate.DisposeAsync();
        await world.WaitAsync(last);
        await runtime.StopAsync(default);

        Assert.Equal(operation == "DELETE" ? 0L : 1 + s_manyNotes.Length, await world.ScalarAsync<long>("SELECT count(*) FROM toys.notes"));
    }

    [Fact]
    public async Task A_rebuild_with_a_slow_statement_completes()
    {
        await using var world = await ToyWorld.CreateAsync("slow_build");
        await world.ProjectAsync(await world.AppendAsync(new NotesTaken("north", s_manyNotes, false)));
        await world.ExecuteAsync($"""
            {SlowFunction}
            CREATE FUNCTION public.slow_table() RETURNS event_trigger LANGUAGE plpgsql AS $$ declare t record; begin
                for t in select objid::regclass as name from pg_event_trigger_ddl_commands() where command_tag = 'CREATE TABLE' and object_identity like '%.notes' loop
                    execute format('CREATE TRIGGER slow BEFORE INSERT ON %s FOR EACH STATEMENT EXECUTE FUNCTION public.slow()', t.name);
                end loop;
            end $$;
            CREATE EVENT TRIGGER slow_table ON ddl_command_end EXECUTE FUNCTION public.slow_table();
            """);
        await using var gate = await CloseAsync(world);
        await using var source = WithShortTimeouts(world, server: false);
        using var runner = new OperationRunner(world.Catalog, world.Store, world.Codec, source, new BuildOptions(), new ProjectionOptions(), new StateChanges(new Notifications(source, NullLogger<Notifications>.Instance)), NullLogger<OperationRunner>.Instance);
        var asked = await world.Operations().CreateAsync(OperationKind.Rebuild, new OperationRequest { Tables = ["toys.notes"] }, "tester");
        await runner.StartAsync(default);

        await UntilSlowAsync(world);
        await gate.DisposeAsync();
        var ended = await world.EndOfAsync(asked.Id);
        await runner.StopAsync(default);

        Assert.Equal(("completed", null), (ended.State, ended.Error));
        Assert.Equal(1L, await world.ScalarAsync<long>($"SELECT epoch FROM es.operations WHERE id = '{asked.Id}'"));
    }

    [Fact]
    public async Task A_table_whose_statement_the_server_always_cancels_is_paused_and_the_others_continue()
    {
        await using var world = await ToyWorld.CreateAsync("slow_cancelled");
        await world.ProjectAsync(await world.AppendAsync(new NotesTaken("north", ["one"], false), new AccountOpened("south", "a", "ann")));
        await world.ExecuteAsync("""
            CREATE FUNCTION public.cancelled() RETURNS trigger LANGUAGE plpgsql AS $$ begin raise exception 'canceling statement due to statement timeout' using errcode = '57014'; end $$;
            CREATE TRIGGER cancelled BEFORE DELETE ON toys.notes FOR EACH STATEMENT EXECUTE FUNCTION public.cancelled();
            """);
        var last = await world.AppendAsync(new BankClosed("north"), new MoneyMoved("south", "a", 5));
        using var runtime = world.NewRuntime();
        await runtime.StartAsync(default);

        await UntilAsync(world, "SELECT EXISTS (SELECT FROM es.dead_letters WHERE table_name = 'toys.notes')");
        await world.WaitAsync(last);
        await runtime.StopAsync(default);

        Assert.Equal("paused", await world.ScalarAsync<string>("SELECT state FROM es.read_tables WHERE table_name = 'toys.notes'"));
        Assert.Equal(last, await world.ScalarAsync<long>("SELECT position FROM es.read_tables WHERE table_name = 'toys.accounts'"));
    }

    private static string SlowFunction =>
        $"CREATE FUNCTION public.slow() RETURNS trigger LANGUAGE plpgsql AS $$ begin perform pg_advisory_xact_lock_shared({Gate}); return null; end $$;";

    private static Task SlowDownAsync(ProjectionWorld world, string operation) => world.ExecuteAsync(
        $"{SlowFunction} CREATE TRIGGER slow BEFORE {operation} ON toys.notes FOR EACH STATEMENT EXECUTE FUNCTION public.slow()");

    /// <summary>Statements on the table are blocked until the result is disposed.</summary>
    private static async Task<IAsyncDisposable> CloseAsync(ProjectionWorld world)
    {
        var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(world.ConnectionString) { Pooling = false });
        var connection = await source.OpenConnectionAsync();
        await using var close = new NpgsqlCommand($"SELECT pg_advisory_lock({Gate})", connection);
        await close.ExecuteNonQueryAsync();
        return connection;
    }

    private static NpgsqlDataSource WithShortTimeouts(ProjectionWorld world, bool server = true) => NpgsqlDataSource.Create(
        new NpgsqlConnectionStringBuilder(world.ConnectionString) { CommandTimeout = 1, Options = server ? "-c statement_timeout=1000" : null });

    private static ProjectionRuntime NewRuntime(ProjectionWorld world, NpgsqlDataSource source) => new(
        world.Catalog, world.Store, world.Codec, source, new LogSignal(), new StateChanges(new Notifications(source, NullLogger<Notifications>.Instance)), new ProjectionOptions { PollInterval = TimeSpan.FromMilliseconds(20) }, NullLoggerFactory.Instance);

    /// <summary>Waits until a statement has run for longer than the timeouts. Returns its session.</summary>
    private static async Task<int> UntilSlowAsync(ProjectionWorld world, string condition = "")
    {
        var slow = $"""
            SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' AND wait_event = 'advisory'
            AND clock_timestamp() - query_start > interval '1500 milliseconds' {condition}
            """;
        await UntilAsync(world, $"SELECT EXISTS ({slow})");
        return await world.ScalarAsync<int>(slow);
    }

    private static async Task UntilAsync(ProjectionWorld world, string condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        while (!await world.ScalarAsync<bool>(condition)) await Task.Delay(10, limit.Token);
    }
}
