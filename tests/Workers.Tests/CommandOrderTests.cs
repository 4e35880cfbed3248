using EventSourced.Commands.Bus;
using EventSourced.Contracts;
using EventSourced.EventStore;
using EventSourced.Workers.Consumers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace EventSourced.Workers.Tests;

/// <summary>Commands of one scope are handled in the order of their acceptance, over all workers.</summary>
public sealed class CommandOrderTests
{
    private const int Sessions = 200;
    private static readonly string[] s_partitions = ["--Bus:CommandPartitions=6"];

    [Fact]
    public async Task Sessions_that_are_created_used_twice_and_closed_back_to_back_over_three_workers_are_each_handled_in_order()
    {
        await using var place = await Workplace.OpenAsync();
        for (var i = 0; i < 3; i++) await place.StartWorkerAsync(null, s_partitions);
        var sender = await place.StartSenderAsync(s_partitions);

        var sessions = await Task.WhenAll(Enumerable.Range(0, Sessions).Select(i => SendSessionAsync(place, sender, $"session-{i}")));

        await AssertInOrderAsync(place, sessions);
    }

    [Fact]
    public async Task The_order_holds_while_a_worker_dies_connections_break_one_joins_and_one_is_stopped()
    {
        await using var place = await Workplace.OpenAsync();
        List<IHost> workers = [];
        for (var i = 0; i < 3; i++) workers.Add(await place.StartWorkerAsync(null, [.. s_partitions, "--Workers:ShutdownTimeout=00:00:03"]));
        var sender = await place.StartSenderAsync(s_partitions);
        await place.UntilAsync(() => Task.FromResult(workers.Sum(w => Keeper(w).Owned.Count) == 6 && workers.All(w => Keeper(w).Owned.Count == 2)), "shared partitions");

        var sent = 0;
        var sending = Enumerable.Range(0, Sessions).Select(i => SendSessionAsync(place, sender, $"session-{i}", () => Interlocked.Increment(ref sent))).ToList();
        await place.UntilAsync(() => Task.FromResult(Volatile.Read(ref sent) > Sessions), "a quarter of the commands");
        // A worker loses its partitions as one does that dies: its session of the database ends, and others take over.
        await EndLeaseAsync(place);
        await place.UntilAsync(() => Task.FromResult(Volatile.Read(ref sent) > 2 * Sessions), "half of the commands");
        await place.BreakConnectionsAsync();
        workers.Add(await place.StartWorkerAsync(null, s_partitions));
        await place.StopAsync(workers[0]);

        await AssertInOrderAsync(place, await Task.WhenAll(sending));
    }

    [Fact]
    public async Task A_command_in_the_middle_of_its_run_when_its_worker_loses_its_partition_is_finished_before_those_behind_it()
    {
        await using var place = await Workplace.OpenAsync();
        var worker = await place.StartWorkerAsync();
        var watch = worker.Services.GetRequiredService<Watch>();
        watch.Close();
        var sender = await place.StartSenderAsync();
        List<CommandEnvelope> commands = [];
        // In one scope, though their bodies name none.
        for (var i = 0; i < 20; i++)
        {
            commands.Add((await place.AcceptAsync(new Count("in-order"))) with { Scope = "one" });
            await sender.SendAsync(commands[^1]);
        }
        await watch.Arrived.Task.WaitAsync(TimeSpan.FromMinutes(3));

        var lost = place.UntilAsync(() => Task.FromResult(place.Log.Any(l => l.Contains("They are taken again", StringComparison.Ordinal))), "the loss");
        await EndLeaseAsync(place);
        await lost;
        watch.Open();

        foreach (var command in commands) Assert.Equal(CommandStatus.Completed, (await place.OutcomeAsync(command.CommandId)).Status);
        Assert.Equal(commands.Select(c => c.CommandId.ToString()), (await place.EventsAsync("in-order")).Select(e => e.CorrelationId));
        Assert.Equal(commands[0].CommandId, watch.Runs.First());
    }

    [Fact]
    public async Task A_slow_command_holds_up_no_other_scope()
    {
        await using var place = await Workplace.OpenAsync();
        var worker = await place.StartWorkerAsync();
        var watch = worker.Services.GetRequiredService<Watch>();
        watch.Close();
        var sender = await place.StartSenderAsync();
        var slow = (await place.AcceptAsync(new Count("slow"))) with { Scope = "slow" };
        await sender.SendAsync(slow);
        await watch.Arrived.Task.WaitAsync(TimeSpan.FromMinutes(3));

        var sessions = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => SendSessionAsync(place, sender, $"beside-{i}")));
        await AssertInOrderAsync(place, sessions);

        Assert.Equal(CommandStatus.Accepted, (await place.Ledger.FindAsync(slow.CommandId))!.Status);
        watch.Open();
        await place.OutcomeAsync(slow.CommandId);
    }

    [Fact]
    public async Task A_part_whose_thing_nobody_made_is_refused_at_its_only_run()
    {
        await using var place = await Workplace.OpenAsync();
        await place.StartWorkerAsync();
        var sender = await place.StartSenderAsync();
        // Accepted before, and never sent: nothing waits for it.
        await place.AcceptAsync(new Make("never-sent"));
        var part = await place.AcceptAsync(new AddPart("none", 1));
        await sender.SendAsync(part);

        Assert.Equal(CommandStatus.Rejected, (await place.OutcomeAsync(part.CommandId)).Status);
    }

    [Fact]
    public async Task Without_a_broker_the_order_holds_too()
    {
        await using var place = await Workplace.OpenAsync(memory: true);
        var worker = await place.StartWorkerAsync();
        var sender = worker.Services.GetRequiredService<ICommandSender>();

        await AssertInOrderAsync(place, await Task.WhenAll(Enumerable.Range(0, 50).Select(i => SendSessionAsync(place, sender, $"session-{i}"))));
    }

    [Fact]
    public async Task A_worker_that_joins_gets_its_share_of_the_partitions_and_leaves_it_to_the_others_when_it_stops()
    {
        await using var place = await Workplace.OpenAsync();
        var first = await place.StartWorkerAsync(null, s_partitions);
        await place.UntilAsync(() => Task.FromResult(Keeper(first).Owned.Count == 6), "all partitions at one worker");

        var second = await place.StartWorkerAsync(null, s_partitions);
        await place.UntilAsync(() => Task.FromResult(Keeper(first).Owned.Count == 3 && Keeper(second).Owned.Count == 3), "a share of three");
        Assert.Empty(Keeper(first).Owned.Intersect(Keeper(second).Owned));

        await place.StopAsync(first);
        await place.UntilAsync(() => Task.FromResult(Keeper(second).Owned.Count == 6), "all partitions at the other");
    }

    private static PartitionKeeper Keeper(IHost worker) => worker.Services.GetRequiredService<PartitionKeeper>();

    // As a caller does: one after another, each again under its id until the broker has confirmed it.
    private static async Task<List<CommandEnvelope>> SendSessionAsync(Workplace place, ICommandSender sender, string session, Action? sent = null)
    {
        List<CommandEnvelope> commands = [];
        foreach (var command in (ICommand[])[new Make(session), new AddPart(session, 1), new AddPart(session, 2), new Close(session)])
        {
            var envelope = await place.AcceptAsync(command);
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

    private static async Task AssertInOrderAsync(Workplace place, IReadOnlyList<List<CommandEnvelope>> sessions)
    {
        foreach (var session in sessions)
        {
            var outcomes = new List<CommandRecord>();
            foreach (var command in session) outcomes.Add(await place.OutcomeAsync(command.CommandId));
            Assert.All(outcomes, o => Assert.True(o.Status == CommandStatus.Completed, $"{o.Type}: {o.Status} {o.Result}"));
            Assert.Equal(outcomes.OrderBy(o => o.Position), outcomes);
        }
        if (!place.InMemory) Assert.Equal(0u, await place.CountAsync("commands_error"));
    }

    /// <summary>Ends the session that holds the most partitions of one worker.</summary>
    private static async Task EndLeaseAsync(Workplace place)
    {
        await using var end = place.Database.DataSource.CreateCommand("""
            select pg_terminate_backend(pid) from pg_locks
            where locktype = 'advisory' and granted and objsubid = 2 and classid::bigint = 1702060908 and database = (select oid from pg_database where datname = current_database())
            group by pid order by count(*) desc, pid limit 1
            """);
        Assert.True(await end.ExecuteScalarAsync() is true, "No worker holds a partition.");
    }
}
