using EventSourced.EventStore;
using EventSourced.EventStore.Signals;
using EventSourced.ReadTables.Operations;
using EventSourced.ReadTables.Runtime;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace EventSourced.ReadTables.Tests.Runtime;

public sealed class StateChangesTests
{
    private static readonly TimeSpan s_deaf = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Each_change_that_a_worker_looks_for_is_notified()
    {
        await using var world = await ToyWorld.CreateAsync("changes");
        using var notifications = new Notifications(world.Source, NullLogger<Notifications>.Instance);
        var changes = await ListenAsync(notifications);

        await AssertNotifiesAsync(changes, StateChanges.Operations, () => new OperationStore(world.Source, world.Catalog).CreateAsync(OperationKind.Rebuild, new OperationRequest { Tables = ["toys.accounts"] }, "eve", default));
        await AssertNotifiesAsync(changes, StateChanges.ReadTables, () => world.ExecuteAsync("UPDATE es.read_tables SET state = 'paused', incarnation = incarnation + 1 WHERE table_name = 'toys.accounts'"));
        await AssertNotifiesAsync(changes, StateChanges.Forgettings, async () =>
        {
            await using var connection = await world.Source.OpenConnectionAsync();
            await using var batch = new NpgsqlBatch(connection) { BatchCommands = { ForgettingRecords.Insert(["toys.accounts"], [1]) } };
            await batch.ExecuteNonQueryAsync();
        });
        WorkerPresence? presence = null;
        await AssertNotifiesAsync(changes, StateChanges.Workers, async () => presence = await WorkerPresence.AnnounceAsync(world.Source, "two", default));
        await AssertNotifiesAsync(changes, StateChanges.Workers, async () => await presence!.DisposeAsync());
        await notifications.StopAsync(default);
    }

    [Fact]
    public async Task Checkpoints_and_renewals_are_not_notified()
    {
        await using var world = await ToyWorld.CreateAsync("changes_silent");
        await using var presence = await WorkerPresence.AnnounceAsync(world.Source, "one", default);
        using var notifications = new Notifications(world.Source, NullLogger<Notifications>.Instance);
        var changes = await ListenAsync(notifications);
        var (workers, tables) = (changes.NextOf(StateChanges.Workers), changes.NextOf(StateChanges.ReadTables));

        await presence.RenewAsync(TimeSpan.Zero, default);
        await world.ExecuteAsync("UPDATE es.read_tables SET position = position + 1, updated_at = now()");

        // Notifications of one database arrive in order.
        await AssertNotifiesAsync(changes, StateChanges.Operations, () => world.ExecuteAsync("INSERT INTO es.operations (id, kind, request, actor) VALUES (gen_random_uuid(), 'verify', '{}', 'eve')"));
        Assert.False(workers.IsCompleted);
        Assert.False(tables.IsCompleted);
        await notifications.StopAsync(default);
    }

    [Fact]
    public async Task A_lost_connection_wakes_everybody_and_shortens_their_intervals_until_it_listens_again()
    {
        await using var world = await ToyWorld.CreateAsync("changes_lost");
        using var notifications = new Notifications(world.Source, NullLogger<Notifications>.Instance);
        var changes = await ListenAsync(notifications);
        Assert.True(changes.Interval(s_deaf) > s_deaf);
        Assert.Equal(TimeSpan.FromHours(1), changes.Interval(TimeSpan.FromHours(1)));

        var next = changes.NextOf(StateChanges.Workers);
        await world.ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query ILIKE 'listen %'");
        await next;
        await UntilListeningAsync(changes);
        await AssertNotifiesAsync(changes, StateChanges.Operations, () => world.ExecuteAsync("INSERT INTO es.operations (id, kind, request, actor) VALUES (gen_random_uuid(), 'verify', '{}', 'eve')"));
        await notifications.StopAsync(default);
    }

    [Fact]
    public async Task Nobody_listens_where_sessions_have_no_state()
    {
        await using var world = await ToyWorld.CreateAsync("changes_pooled");
        await using var source = NpgsqlDataSource.Create(world.ConnectionString + ";Max Auto Prepare=0");
        Assert.False(ServerSessions.AllowState(source.ConnectionString));
        using var notifications = new Notifications(source, NullLogger<Notifications>.Instance);
        var changes = new StateChanges(notifications);
        await notifications.StartAsync(default);
        await notifications.ExecuteTask!;
        Assert.Equal(s_deaf, changes.Interval(s_deaf));
    }

    private static async Task<StateChanges> ListenAsync(Notifications notifications)
    {
        var changes = new StateChanges(notifications);
        await notifications.StartAsync(default);
        await UntilListeningAsync(changes);
        return changes;
    }

    private static async Task UntilListeningAsync(StateChanges changes)
    {
        while (changes.Interval(s_deaf) == s_deaf) await Task.Delay(10, TestContext.Current.CancellationToken);
    }

    private static async Task AssertNotifiesAsync(StateChanges changes, string table, Func<Task> change)
    {
        var next = changes.NextOf(table);
        await change();
        await next.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }
}
