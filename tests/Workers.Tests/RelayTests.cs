using System.Collections.Concurrent;
using EventSourced.Commands.Bus;
using EventSourced.Commands.Modules;
using EventSourced.Contracts;
using EventSourced.EventStore;
using EventSourced.ReadTables.Runtime;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace EventSourced.Workers.Tests;

/// <summary>The way from an event to its reaction, and imports.</summary>
public sealed class RelayTests
{
    private static readonly EventMetadata Metadata = new(Guid.Empty, "tester", DateTimeOffset.UnixEpoch);

    [Fact]
    public async Task Every_event_triggers_its_reaction_across_restarts_and_one_worker_relays_at_a_time()
    {
        await using var world = await WorkersWorld.OpenAsync();
        ConcurrentBag<string> seen = [];
        var first = await world.StartWorkerAsync(React(seen));
        await world.StartWorkerAsync(React(seen));
        await AppendAsync(world, 1, 20);
        await world.UntilAsync(() => Task.FromResult(seen.Distinct().Count() == 20), "20 reactions");

        await world.StopAsync(first);
        await AppendAsync(world, 21, 40);

        await world.UntilAsync(() => Task.FromResult(seen.Distinct().Count() == 40), "40 reactions");
        var last = (await world.EventsAsync("toy-r40")).Single().Position;
        await world.UntilAsync(async () => await CheckpointAsync(world) >= last, "the checkpoint");
    }

    [Fact]
    public async Task A_worker_that_waits_for_a_lock_holds_no_snapshot_so_that_dead_rows_can_be_removed()
    {
        await using var world = await WorkersWorld.OpenAsync();
        ConcurrentBag<string> seen = [];
        // One of the two waits to relay.
        await world.StartWorkerAsync(React(seen));
        await world.StartWorkerAsync(React(seen));
        await AppendAsync(world, 1, 1);
        await world.UntilAsync(() => Task.FromResult(!seen.IsEmpty), "a reaction");
        await using var take = world.Database.DataSource.CreateCommand("select pg_current_xact_id()::text::bigint");
        var taken = (long)(await take.ExecuteScalarAsync())!;

        await world.UntilAsync(async () =>
        {
            await using var oldest = world.Database.DataSource.CreateCommand(
                "select count(*) from pg_stat_activity where datname = current_database() and backend_type = 'client backend' and backend_xmin is not null and age(backend_xmin) >= age($1::text::xid)");
            oldest.Parameters.Add(new Npgsql.NpgsqlParameter<string> { TypedValue = $"{taken % (1L << 32)}" });
            return (long)(await oldest.ExecuteScalarAsync())! == 0;
        }, "the sessions to release their snapshots", 30);
    }

    [Fact]
    public async Task A_reaction_that_was_sent_before_the_checkpoint_was_saved_is_sent_again()
    {
        await using var world = await WorkersWorld.OpenAsync();
        ConcurrentBag<string> seen = [];
        var first = await world.StartWorkerAsync(React(seen));
        await AppendAsync(world, 1, 3);
        await world.UntilAsync(async () => await CheckpointAsync(world) >= (await world.EventsAsync("toy-r3")).Single().Position && seen.Count == 3, "3 reactions");
        await world.UntilAsync(async () => await DoneAsync(world) == 3, "their outcomes");
        await world.StopAsync(first);
        // As if the process had died between sending and recording.
        await using (var command = world.Database.DataSource.CreateCommand("update es.relay_checkpoints set position = 0; update es.relay_reactions set position = 0"))
            await command.ExecuteNonQueryAsync();

        await world.StartWorkerAsync(React(seen));

        await world.UntilAsync(() => Task.FromResult(seen.Count == 6), "the same again");
    }

    [Fact]
    public async Task Signals_during_a_long_read_do_not_overflow_the_relay()
    {
        await using var world = await WorkersWorld.OpenAsync();
        ConcurrentBag<string> seen = [];
        var worker = await world.StartWorkerAsync(React(seen));
        var signal = worker.Services.GetRequiredService<LogSignal>();
        // More than a page of 500 at once, so that it continues without waiting for a signal.
        await world.Store.BulkAppendAsync(new([new("toy-many", ExpectedVersion.NoStream, [.. Enumerable.Range(0, 5_000).Select(_ => new Made("many"))])], Metadata));
        var end = (await world.Store.ReadPageAsync(0, 1)).Watermark;

        while (await CheckpointAsync(world) < end)
            for (var i = 0; i < 1_000; i++) signal.Raise();

        await AppendAsync(world, 1, 1);
        await world.UntilAsync(() => Task.FromResult(seen.Contains("r1")), "a reaction to later news");
    }

    [Fact]
    public async Task Sources_are_imported_concurrently_and_each_one_at_a_time()
    {
        await using var world = await WorkersWorld.OpenAsync();
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        ConcurrentDictionary<string, int> running = [];
        ConcurrentBag<string> done = [];
        var most = 0;
        var worker = await world.StartWorkerAsync(Drain(async (work, token) =>
        {
            var source = work.SourceId;
            most = Math.Max(most, running.AddOrUpdate(source, 1, (_, n) => n + 1));
            if (running.Count == 2) all.TrySetResult();
            await all.Task.WaitAsync(token);
            running.AddOrUpdate(source, 0, (_, n) => n - 1);
            done.Add(source);
        }), "--Bus:JobConcurrency=2");
        var sender = worker.Services.GetRequiredService<IBusSender>();
        var queue = worker.Services.GetRequiredService<BusOptions>().Jobs;

        // Many messages of one source leave capacity for the other.
        for (var i = 0; i < 10; i++) await sender.SendAsync(queue, Job("c", "a"));
        await sender.SendAsync(queue, Job("c", "b"));

        await all.Task.WaitAsync(TimeSpan.FromMinutes(3));
        await world.UntilAsync(() => Task.FromResult(done.Contains("a") && done.Contains("b") && running.Values.All(n => n == 0)), "both sources");
        Assert.Equal(1, most);
    }

    [Fact]
    public async Task Work_that_is_queued_while_a_source_is_processed_is_processed_too()
    {
        await using var world = await WorkersWorld.OpenAsync();
        var (looks, began, go) = (0, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        var worker = await world.StartWorkerAsync(Drain(async (_, token) =>
        {
            Interlocked.Increment(ref looks);
            began.TrySetResult();
            await go.Task.WaitAsync(token);
        }), "--Bus:JobConcurrency=2");
        var sender = worker.Services.GetRequiredService<IBusSender>();
        var queue = worker.Services.GetRequiredService<BusOptions>().Jobs;
        await sender.SendAsync(queue, Job("c", "s"));
        await began.Task.WaitAsync(TimeSpan.FromMinutes(3));

        await sender.SendAsync(queue, Job("c", "s"));
        await sender.SendAsync(queue, Job("c", "other"));
        await world.UntilAsync(() => Task.FromResult(Volatile.Read(ref looks) == 2), "the other source, and so the message before it");
        go.SetResult();

        await world.UntilAsync(() => Task.FromResult(Volatile.Read(ref looks) == 3), "a second look");
    }

    [Fact]
    public async Task The_running_import_of_a_stopped_worker_continues_in_another()
    {
        await using var world = await WorkersWorld.OpenAsync();
        var began = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = await world.StartWorkerAsync(Drain(async (_, token) =>
        {
            began.TrySetResult();
            await Task.Delay(Timeout.Infinite, token);
        }));
        await first.Services.GetRequiredService<IBusSender>().SendAsync(first.Services.GetRequiredService<BusOptions>().Jobs, Job("c", "s"));
        await began.Task.WaitAsync(TimeSpan.FromMinutes(3));
        await world.StopAsync(first);

        var finished = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await world.StartWorkerAsync(Drain((_, _) =>
        {
            finished.TrySetResult();
            return Task.CompletedTask;
        }));

        // Either the other worker takes it, or it ended here, which is wrong.
        await world.UntilAsync(async () => finished.Task.IsCompleted || await world.CountAsync("jobs_error") > 0, "the other worker to take the import", seconds: 120);
        Assert.Equal(0u, await world.CountAsync("jobs_error"));
    }

    [Fact]
    public async Task A_slowly_stopping_worker_does_not_receive_the_import_repeatedly()
    {
        await using var world = await WorkersWorld.OpenAsync();
        var (looks, began) = (0, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        var drain = Drain(async (_, token) =>
        {
            Interlocked.Increment(ref looks);
            began.TrySetResult();
            await Task.Delay(Timeout.Infinite, token);
        });
        var worker = await world.StartWorkerAsync(drain);
        await worker.Services.GetRequiredService<IBusSender>().SendAsync(worker.Services.GetRequiredService<BusOptions>().Jobs, Job("c", "s"));
        await began.Task.WaitAsync(TimeSpan.FromMinutes(3));

        // The host is told to stop a while before its bus is.
        worker.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        await world.StopAsync(worker);

        Assert.Equal(1, Volatile.Read(ref looks));
        await world.UntilAsync(async () => await world.CountAsync("jobs") == 1, "the message in its queue again");
        Assert.Equal(0u, await world.CountAsync("jobs_error"));
    }

    [Fact]
    public async Task The_message_of_a_long_import_is_replaced_and_the_import_continues()
    {
        await using var world = await WorkersWorld.OpenAsync();
        var (runs, go) = (0, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        var worker = await world.StartWorkerAsync(Drain(async (_, token) =>
        {
            Interlocked.Increment(ref runs);
            await go.Task.WaitAsync(token);
        }), "--Bus:JobHold=00:00:00.2");
        await worker.Services.GetRequiredService<IBusSender>().SendAsync(worker.Services.GetRequiredService<BusOptions>().Jobs, Job("c", "s"));

        await world.UntilAsync(() => Task.FromResult(world.Log.Count(n => n.Contains("its message was replaced by a copy")) >= 3), "three hand-overs");
        Assert.Equal(1, Volatile.Read(ref runs));
        go.SetResult();

        await world.UntilAsync(async () => await world.CountAsync("jobs") == 0 && Volatile.Read(ref runs) >= 2, "the last message's own look");
    }

    [Fact]
    public async Task An_import_that_fails_ends_in_the_error_queue()
    {
        await using var world = await WorkersWorld.OpenAsync();
        var worker = await world.StartWorkerAsync(Drain((_, _) => throw new InvalidOperationException("no such thing")));
        await worker.Services.GetRequiredService<IBusSender>().SendAsync(worker.Services.GetRequiredService<BusOptions>().Jobs, Job("c", "s"));

        var message = await world.TakeAsync("jobs_error");

        Assert.Contains("InvalidOperationException", System.Text.Encoding.UTF8.GetString((byte[])message.BasicProperties.Headers!["MT-Fault-Message"]!));
    }

    [Fact]
    public async Task A_permanently_failed_follow_up_is_replaced_by_the_command_of_its_reaction()
    {
        await using var world = await WorkersWorld.OpenAsync();
        await world.StartWorkerAsync(services => services
            .AddSingleton(ReactionCatalog.Of(on => on.Event<Made>().Send(e => new WorkOff(e.CommunityId, "s")).OnGivenUp((work, failure) => new Count($"{work.CommunityId} {failure.Describe("It")}"))))
            .AddSingleton<WorkOffHandler.Work>((_, _) => throw new InvalidOperationException("secret")));

        await AppendAsync(world, 1, 1);

        await world.UntilAsync(async () => (await world.EventsAsync("r1 It failed 3 times, most recently with InvalidOperationException.")).Count == 1, "what is done instead");
        Assert.Equal(0u, await world.CountAsync("followups_error"));
        Assert.DoesNotContain(world.Log, line => line.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_permanently_failed_follow_up_without_a_replacement_ends_in_the_error_queue_without_its_message()
    {
        await using var world = await WorkersWorld.OpenAsync();
        var worker = await world.StartWorkerAsync(services => services
            .AddSingleton(ReactionCatalog.Of(on => on.Event<Made>().Send(e => new WorkOff(e.CommunityId, "s"))))
            .AddSingleton<WorkOffHandler.Work>((_, _) => throw new InvalidOperationException("secret")));

        await worker.Services.GetRequiredService<BrokerLink>().WaitUntilUpAsync(TestContext.Current.CancellationToken);
        await AppendAsync(world, 1, 1);

        var message = await world.TakeAsync("followups_error");
        Assert.Contains("failed 3 times, most recently with InvalidOperationException", System.Text.Encoding.UTF8.GetString((byte[])message.BasicProperties.Headers!["MT-Fault-Message"]!));
    }

    [Fact]
    public async Task Messages_in_queues_of_an_earlier_version_are_moved_to_the_new_ones()
    {
        await using var world = await WorkersWorld.OpenAsync();
        ConcurrentBag<string> seen = [];
        var sender = await world.StartSenderAsync();
        var make = await world.AcceptAsync(new Make("former"));
        var part = await world.AcceptAsync(new AddPart("former", 1));
        await sender.SendAsync(WorkersWorld.Envelope(new Make("declares-the-queues")));
        foreach (var queue in (string[])["commands", "commands.2", "imports"]) await world.DeclareFormerQueueAsync(queue);
        await world.PublishRawAsync("commands", Message(make), "application/vnd.masstransit+json");
        await world.PublishRawAsync("commands.2", Message(part), "application/vnd.masstransit+json");
        await world.PublishRawAsync("imports", Message(new { communityId = "c", sourceId = "s" }), "application/vnd.masstransit+json");

        await world.StartWorkerAsync(services => services
            .AddSingleton(ReactionCatalog.Of(on =>
            {
                on.Event<Made>().SendJob(_ => (WorkOff?)null);
                on.FormerQueue("imports", m => new WorkOff(m.GetProperty("communityId").GetString()!, m.GetProperty("sourceId").GetString()!));
            }))
            .AddSingleton<WorkOffHandler.Work>((work, _) =>
            {
                seen.Add(work.ToString());
                return Task.CompletedTask;
            }));

        Assert.Equal(CommandStatus.Completed, (await world.OutcomeAsync(make.CommandId)).Status);
        Assert.Equal(CommandStatus.Completed, (await world.OutcomeAsync(part.CommandId)).Status);
        await world.UntilAsync(() => Task.FromResult(seen.Contains(new WorkOff("c", "s").ToString())), "the follow-up");
    }

    [Fact]
    public async Task A_worker_of_an_earlier_version_that_still_consumes_its_queue_does_not_delay_the_other_former_queues()
    {
        await using var world = await WorkersWorld.OpenAsync();
        ConcurrentBag<string> seen = [];
        var sender = await world.StartSenderAsync();
        await sender.SendAsync(WorkersWorld.Envelope(new Make("declares-the-queues")));
        foreach (var queue in (string[])["commands.2", "imports"]) await world.DeclareFormerQueueAsync(queue);
        // The earlier worker runs the first message; only it receives the second.
        await using var earlier = await world.ConsumeOneAsync("commands.2");
        foreach (var _ in (int[])[1, 2]) await world.PublishRawAsync("commands.2", Message(await world.AcceptAsync(new Make("earlier"))), "application/vnd.masstransit+json");
        await world.PublishRawAsync("imports", Message(new { communityId = "c", sourceId = "s" }), "application/vnd.masstransit+json");
        await world.UntilAsync(async () => await world.CountAsync("commands.2") == 1, "a message in work and one ready");

        await world.StartWorkerAsync(services => services
            .AddSingleton(ReactionCatalog.Of(on =>
            {
                on.Event<Made>().SendJob(_ => (WorkOff?)null);
                on.FormerQueue("imports", m => new WorkOff(m.GetProperty("communityId").GetString()!, m.GetProperty("sourceId").GetString()!));
            }))
            .AddSingleton<WorkOffHandler.Work>((work, _) =>
            {
                seen.Add(work.ToString());
                return Task.CompletedTask;
            }));

        await world.UntilAsync(() => Task.FromResult(seen.Contains(new WorkOff("c", "s").ToString())), "the follow-up");
    }

    [Fact]
    public async Task A_reaction_that_the_relaying_build_does_not_have_is_sent_by_the_next_build_that_has_it()
    {
        await using var world = await WorkersWorld.OpenAsync();
        ConcurrentBag<string> seen = [];
        var earlier = await world.StartWorkerAsync(services => services.AddSingleton(ReactionCatalog.Of(on => on.Event<Closed>().Send(e => new WorkOff("toys", e.CommunityId)))));
        await world.UntilAsync(() => Task.FromResult(world.Log.Any(n => n.Contains(": This process relays", StringComparison.Ordinal))), "the relay of the earlier build");
        await AppendAsync(world, 1, 1);
        await CloseAsync(world, "before");
        // A new reaction begins at the checkpoint.
        var before = (await world.EventsAsync("toy-before")).Single().Position;
        await world.UntilAsync(async () => await CheckpointAsync(world) >= before, "the first checkpoint");
        await world.StartWorkerAsync(React(seen));
        await world.UntilAsync(async () => await CountAsync(world, "select count(*) from es.relay_reactions where reaction = 'toy.made.v1 toy.work_off'") == 1, "the new reaction");

        // Relayed by the earlier build, which has no reaction to Made.
        await AppendAsync(world, 2, 4);
        await CloseAsync(world, "after");
        var relayed = (await world.EventsAsync("toy-after")).Single().Position;
        await world.UntilAsync(async () => await CheckpointAsync(world) >= relayed, "the checkpoint");
        await world.StopAsync(earlier);

        // Either build handles the commands that the earlier one sends for Closed.
        IEnumerable<string> Made() => seen.Except(["before", "after"]).Order();
        await world.UntilAsync(() => Task.FromResult(Made().Count() >= 3), "the new reaction to the events that the earlier build relayed");
        // The first event is older than the new build.
        Assert.Equal(["r2", "r3", "r4"], Made());
    }

    private static Task CloseAsync(WorkersWorld world, string thing) => world.Store.AppendAsync(new([new($"toy-{thing}", ExpectedVersion.NoStream, [new Closed(thing)])], Metadata));

    private static CommandEnvelope Job(string community, string source) => FollowUps.Envelope(new WorkOff(community, source), Guid.NewGuid().ToString(), DateTimeOffset.UtcNow);

    private static Action<IServiceCollection> Drain(WorkOffHandler.Work work) => services => services.AddSingleton(work);

    private static Action<IServiceCollection> React(ConcurrentBag<string> seen) => services => services
        .AddSingleton(ReactionCatalog.Of(on => on.Event<Made>().SendJob(e => new WorkOff("toys", e.CommunityId))))
        .AddSingleton<WorkOffHandler.Work>((work, _) =>
        {
            seen.Add(work.SourceId);
            return Task.CompletedTask;
        });

    private static async Task AppendAsync(WorkersWorld world, int from, int to)
    {
        for (var i = from; i <= to; i++)
            await world.Store.AppendAsync(new([new($"toy-r{i}", ExpectedVersion.NoStream, [new Made($"r{i}")])], Metadata));
    }

    private static Task<long> DoneAsync(WorkersWorld world) => CountAsync(world, "select count(*) from es.commands where status = 'completed'");

    private static async Task<long> CountAsync(WorkersWorld world, string sql)
    {
        await using var command = world.Database.DataSource.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static async Task<long> CheckpointAsync(WorkersWorld world)
    {
        await using var command = world.Database.DataSource.CreateCommand("select coalesce(max(position), 0) from es.relay_checkpoints");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>A message as MassTransit's senders of an earlier version wrote it.</summary>
    private static byte[] Message(object message) => System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(new { message }, System.Text.Json.JsonSerializerOptions.Web);
}
