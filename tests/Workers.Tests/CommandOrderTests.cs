using EventSourced.Commands.Bus;
using EventSourced.Contracts;
using EventSourced.EventStore;
using EventSourced.Workers.Consumers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace EventSourced.Workers.Tests;

/// <summary>Commands of one scope are handled in the order of their acceptance, across all workers.</summary>
public sealed class CommandOrderTests
{
    private const int Sessions = 200;
    private static readonly string[] s_partitions = ["--Bus:CommandPartitions=6"];

    [Fact]
    public async Task Sessions_created_used_twice_and_closed_back_to_back_over_three_workers_are_handled_in_order()
    {
        await using var world = await WorkersWorld.OpenAsync();
        for (var i = 0; i < 3; i++) await world.StartWorkerAsync(null, s_partitions);
        var sender = await world.StartSenderAsync(s_partitions);

        var sessions = await Task.WhenAll(Enumerable.Range(0, Sessions).Select(i => SendSessionAsync(world, sender, $"session-{i}")));

        await AssertInOrderAsync(world, sessions);
    }

    [Fact]
    public async Task The_order_holds_while_a_worker_dies_connections_break_one_joins_and_one_is_stopped()
    {
        await using var world = await WorkersWorld.OpenAsync();
        List<IHost> workers = [];
        for (var i = 0; i < 3; i++) workers.Add(await world.StartWorkerAsync(null, [.. s_partitions, "--Workers:ShutdownTimeout=00:00:03"]));
        var sender = await world.StartSenderAsync(s_partitions);
        await world.UntilAsync(() => Task.FromResult(workers.Sum(w => Keeper(w).Owned.Count) == 6 && workers.All(w => Keeper(w).Owned.Count == 2)), "shared partitions");

        var sent = 0;
        var sending = Enumerable.Range(0, Sessions).Select(i => SendSessionAsync(world, sender, $"session-{i}", () => Interlocked.Increment(ref sent))).ToList();
        await world.UntilAsync(() => Task.FromResult(Volatile.Read(ref sent) > Sessions), "a quarter of the commands");
        // A worker loses its partitions as if it had died: its database session ends, and others take over.
        await EndLeaseAsync(world);
        await world.UntilAsync(() => Task.FromResult(Volatile.Read(ref sent) > 2 * Sessions), "half of the commands");
        await world.BreakConnectionsAsync();
        workers.Add(await world.StartWorkerAsync(null, s_partitions));
        await world.StopAsync(workers[0]);

        await AssertInOrderAsync(world, await Task.WhenAll(sending));
    }

    [Fact]
    public async Task A_command_that_runs_while_its_worker_loses_the_partition_ends_before_the_next_ones_start()
    {
        await using var world = await WorkersWorld.OpenAsync();
        var worker = await world.StartWorkerAsync();
        var watch = worker.Services.GetRequiredService<Watch>();
        watch.Close();
        var sender = await world.StartSenderAsync();
        List<CommandEnvelope> commands = [];
        // In one scope, although their bodies do not name it.
        for (var i = 0; i < 20; i++)
        {
            commands.Add((await world.AcceptAsync(new Count("in-order"))) with { Scope = "one" });
            await sender.SendAsync(commands[^1]);
        }
        await watch.Arrived.Task.WaitAsync(TimeSpan.FromMinutes(3));

        var lost = world.UntilAsync(() => Task.FromResult(world.Log.Any(l => l.Contains("The process takes partitions again", StringComparison.Ordinal))), "the loss");
        await EndLeaseAsync(world);
        await lost;
        watch.Open();

        foreach (var command in commands) Assert.Equal(CommandStatus.Completed, (await world.OutcomeAsync(command.CommandId)).Status);
        Assert.Equal(commands.Select(c => c.CommandId.ToString()), (await world.EventsAsync("in-order")).Select(e => e.CorrelationId));
        Assert.Equal(commands[0].CommandId, watch.Runs.First());
    }

    [Fact]
    public async Task A_slow_command_does_not_block_other_scopes()
    {
        await using var world = await WorkersWorld.OpenAsync();
        var worker = await world.StartWorkerAsync();
        var watch = worker.Services.GetRequiredService<Watch>();
        watch.Close();
        var sender = await world.StartSenderAsync();
        var slow = (await world.AcceptAsync(new Count("slow"))) with { Scope = "slow" };
        await sender.SendAsync(slow);
        await watch.Arrived.Task.WaitAsync(TimeSpan.FromMinutes(3));

        var sessions = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => SendSessionAsync(world, sender, $"beside-{i}")));
        await AssertInOrderAsync(world, sessions);

        Assert.Equal(CommandStatus.Accepted, (await world.Ledger.FindAsync(slow.CommandId))!.Status);
        watch.Open();
        await world.OutcomeAsync(slow.CommandId);
    }

    [Fact]
    public async Task A_part_of_a_missing_thing_is_rejected_at_its_only_run()
    {
        await using var world = await WorkersWorld.OpenAsync();
        await world.StartWorkerAsync();
        var sender = await world.StartSenderAsync();
        // Accepted before, but never sent: nothing waits for it.
        await world.AcceptAsync(new Make("never-sent"));
        var part = await world.AcceptAsync(new AddPart("none", 1));
        await sender.SendAsync(part);

        Assert.Equal(CommandStatus.Rejected, (await world.OutcomeAsync(part.CommandId)).Status);
    }

    [Fact]
    public async Task The_order_also_holds_without_a_broker()
    {
        await using var world = await WorkersWorld.OpenAsync(memory: true);
        var worker = await world.StartWorkerAsync();
        var sender = worker.Services.GetRequiredService<ICommandSender>();

        await AssertInOrderAsync(world, await Task.WhenAll(Enumerable.Range(0, 50).Select(i => SendSessionAsync(world, sender, $"session-{i}"))));
    }

    [Fact]
    public async Task A_new_worker_gets_its_share_of_the_partitions_and_releases_it_when_it_stops()
    {
        await using var world = await WorkersWorld.OpenAsync();
        var first = await world.StartWorkerAsync(null, s_partitions);
        await world.UntilAsync(() => Task.FromResult(Keeper(first).Owned.Count == 6), "all partitions at one worker");

        var second = await world.StartWorkerAsync(null, s_partitions);
        await world.UntilAsync(() => Task.FromResult(Keeper(first).Owned.Count == 3 && Keeper(second).Owned.Count == 3), "a share of three");
        Assert.Empty(Keeper(first).Owned.Intersect(Keeper(second).Owned));

        await world.StopAsync(first);
        await world.UntilAsync(() => Task.FromResult(Keeper(second).Owned.Count == 6), "all partitions at the other");
    }

    [Fact]
    public async Task A_worker_that_gives_partitions_up_keeps_its_connection_to_the_broker()
    {
        await using var world = await WorkersWorld.OpenAsync();
        var worker = await world.StartWorkerAsync();
        await world.UntilAsync(() => Task.FromResult(Keeper(worker).Owned.Count == 2), "all partitions at the worker");
        var connections = await world.UntilAsync(async () => await world.BusConnectionsAsync() is { Count: 1 } names ? names : null, "the bus's connection");
        var partitions = worker.Services.GetRequiredService<CommandPartitions>();

        // Partitions beyond the configured ones: the worker does not take these itself. Several at a time, as when another worker joins.
        for (var i = 0; i < 25; i++)
        {
            var connected = await Task.WhenAll(Enumerable.Range(0, 6).Select(async n =>
            {
                var partition = partitions.Connect(10 + n);
                await partition.Ready.WaitAsync(TimeSpan.FromMinutes(1));
                return partition;
            }));
            await Task.WhenAll(connected.Select(p => p.StopAsync(TimeSpan.FromSeconds(10))));
        }

        Assert.Equal(connections, await world.BusConnectionsAsync());
    }

    private static PartitionKeeper Keeper(IHost worker) => worker.Services.GetRequiredService<PartitionKeeper>();

    // As a caller does: one after another, each repeated with its id until the broker has confirmed it.
    private static async Task<List<CommandEnvelope>> SendSessionAsync(WorkersWorld world, ICommandSender sender, string session, Action? sent = null)
    {
        List<CommandEnvelope> commands = [];
        foreach (var command in (ICommand[])[new Make(session), new AddPart(session, 1), new AddPart(session, 2), new Close(session)])
        {
            var envelope = await world.AcceptAsync(command);
            while (true)
            {
                try
                {
                    await sender.SendAsync(envelope);
                    break;
                }
                catch (BusUnavailableException)
                {
                    await Task.Delay(50);
                }
            }
            commands.Add(envelope);
            sent?.Invoke();
        }
        return commands;
    }

    private static async Task AssertInOrderAsync(WorkersWorld world, IReadOnlyList<List<CommandEnvelope>> sessions)
    {
        foreach (var session in sessions)
        {
            var outcomes = new List<CommandRecord>();
            foreach (var command in session) outcomes.Add(await world.OutcomeAsync(command.CommandId));
            Assert.All(outcomes, o => Assert.True(o.Status == CommandStatus.Completed, $"{o.Type}: {o.Status} {o.Result}"));
            Assert.Equal(outcomes.OrderBy(o => o.Position), outcomes);
        }
        if (!world.InMemory) Assert.Equal(0u, await world.CountAsync("commands_error"));
    }

    /// <summary>Ends the session that holds the most partitions of one worker.</summary>
    private static async Task EndLeaseAsync(WorkersWorld world)
    {
        await using var end = world.Database.DataSource.CreateCommand("""
            select pg_terminate_backend(pid) from pg_locks
            where locktype = 'advisory' and granted and objsubid = 2 and classid::bigint = 1702060908 and database = (select oid from pg_database where datname = current_database())
            group by pid order by count(*) desc, pid limit 1
            """);
        Assert.True(await end.ExecuteScalarAsync() is true, "No worker holds a partition.");
    }
}
