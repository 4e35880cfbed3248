using System.Collections.Concurrent;
using EventSourced.Commands.Bus;
using EventSourced.Commands.Modules;
using EventSourced.Contracts;
using EventSourced.EventStore;
using EventSourced.Workers.Relaying;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace EventSourced.Workers.Tests;

/// <summary>The way from an event to its reaction, and imports.</summary>
public sealed class RelayTests
{
    private static readonly EventMetadata Metadata = new(Guid.Empty, "tester", DateTimeOffset.UnixEpoch);

    [Fact]
    public async Task Every_event_with_a_reaction_is_reacted_to_across_restarts_and_by_one_worker_at_a_time()
    {
        await using var place = await Workplace.OpenAsync();
        ConcurrentBag<string> seen = [];
        var first = await place.StartWorkerAsync(React(seen));
        await place.StartWorkerAsync(React(seen));
        await AppendAsync(place, 1, 20);
        await place.UntilAsync(() => Task.FromResult(seen.Distinct().Count() == 20), "20 reactions");

        await place.StopAsync(first);
        await AppendAsync(place, 21, 40);

        await place.UntilAsync(() => Task.FromResult(seen.Distinct().Count() == 40), "40 reactions");
        var last = (await place.EventsAsync("toy-r40")).Single().Position;
        await place.UntilAsync(async () => await CheckpointAsync(place) >= last, "the checkpoint");
    }

    [Fact]
    public async Task A_reaction_that_was_sent_but_not_noted_is_sent_again()
    {
        await using var place = await Workplace.OpenAsync();
        ConcurrentBag<string> seen = [];
        var first = await place.StartWorkerAsync(React(seen));
        await AppendAsync(place, 1, 3);
        await place.UntilAsync(async () => await CheckpointAsync(place) >= (await place.EventsAsync("toy-r3")).Single().Position && seen.Count == 3, "3 reactions");
        await place.UntilAsync(async () => await DoneAsync(place) == 3, "their outcomes");
        await place.StopAsync(first);
        // As if the process had died between sending and noting.
        await using (var command = place.Database.DataSource.CreateCommand("update es.relay_checkpoints set position = 0"))
            await command.ExecuteNonQueryAsync();

        await place.StartWorkerAsync(React(seen));

        await place.UntilAsync(() => Task.FromResult(seen.Count == 6), "the same again");
    }

    [Fact]
    public async Task News_that_come_while_the_relay_reads_page_after_page_are_not_too_many_for_it()
    {
        await using var place = await Workplace.OpenAsync();
        ConcurrentBag<string> seen = [];
        var worker = await place.StartWorkerAsync(React(seen));
        var relay = worker.Services.GetRequiredService<Relay>();
        // More than a page of 500 at once, so that it reads on without waiting for news.
        await place.Store.BulkAppendAsync(new([new("toy-many", ExpectedVersion.NoStream, [.. Enumerable.Range(0, 5_000).Select(_ => new Made("many"))])], Metadata));
        var end = (await place.Store.ReadPageAsync(0, 1)).Watermark;

        while (await CheckpointAsync(place) < end)
            for (var i = 0; i < 1_000; i++) relay.Advanced(end);

        await AppendAsync(place, 1, 1);
        await place.UntilAsync(() => Task.FromResult(seen.Contains("r1")), "a reaction to later news");
    }

    [Fact]
    public async Task Sources_are_imported_side_by_side_and_each_once_at_a_time()
    {
        await using var place = await Workplace.OpenAsync();
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        ConcurrentDictionary<string, int> running = [];
        ConcurrentBag<string> done = [];
        var most = 0;
        var worker = await place.StartWorkerAsync(Drain(async (work, token) =>
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

        // A crowd of messages for one source leaves a place to the other.
        for (var i = 0; i < 10; i++) await sender.SendAsync(queue, Job("c", "a"));
        await sender.SendAsync(queue, Job("c", "b"));

        await all.Task.WaitAsync(TimeSpan.FromMinutes(3));
        await place.UntilAsync(() => Task.FromResult(done.Contains("a") && done.Contains("b") && running.Values.All(n => n == 0)), "both sources");
        Assert.Equal(1, most);
    }

    [Fact]
    public async Task What_is_queued_while_a_source_is_worked_off_is_looked_at_too()
    {
        await using var place = await Workplace.OpenAsync();
        var (looks, began, go) = (0, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        var worker = await place.StartWorkerAsync(Drain(async (_, token) =>
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
        await place.UntilAsync(() => Task.FromResult(Volatile.Read(ref looks) == 2), "the other source, and so the message before it");
        go.SetResult();

        await place.UntilAsync(() => Task.FromResult(Volatile.Read(ref looks) == 3), "a second look");
    }

    [Fact]
    public async Task An_import_in_hand_when_the_worker_stops_goes_to_another()
    {
        await using var place = await Workplace.OpenAsync();
        var began = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = await place.StartWorkerAsync(Drain(async (_, token) =>
        {
            began.TrySetResult();
            await Task.Delay(Timeout.Infinite, token);
        }));
        await first.Services.GetRequiredService<IBusSender>().SendAsync(first.Services.GetRequiredService<BusOptions>().Jobs, Job("c", "s"));
        await began.Task.WaitAsync(TimeSpan.FromMinutes(3));
        await place.StopAsync(first);

        var finished = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await place.StartWorkerAsync(Drain((_, _) =>
        {
            finished.TrySetResult();
            return Task.CompletedTask;
        }));

        // Either the other worker takes it, or it ended where it must not.
        await place.UntilAsync(async () => finished.Task.IsCompleted || await place.CountAsync("jobs_error") > 0, "the other worker to take the import", seconds: 120);
        Assert.Equal(0u, await place.CountAsync("jobs_error"));
    }

    [Fact]
    public async Task A_worker_that_takes_its_time_to_stop_does_not_take_the_import_again_and_again()
    {
        await using var place = await Workplace.OpenAsync();
        var (looks, began) = (0, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        var drain = Drain(async (_, token) =>
        {
            Interlocked.Increment(ref looks);
            began.TrySetResult();
            await Task.Delay(Timeout.Infinite, token);
        });
        var worker = await place.StartWorkerAsync(drain);
        await worker.Services.GetRequiredService<IBusSender>().SendAsync(worker.Services.GetRequiredService<BusOptions>().Jobs, Job("c", "s"));
        await began.Task.WaitAsync(TimeSpan.FromMinutes(3));

        // The host is told to stop a while before its bus is.
        worker.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        await place.StopAsync(worker);

        Assert.Equal(1, Volatile.Read(ref looks));
        await place.UntilAsync(async () => await place.CountAsync("jobs") == 1, "the message in its queue again");
        Assert.Equal(0u, await place.CountAsync("jobs_error"));
    }

    [Fact]
    public async Task A_long_import_hands_over_to_a_fresh_message_and_goes_on()
    {
        await using var place = await Workplace.OpenAsync();
        var (runs, go) = (0, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        var worker = await place.StartWorkerAsync(Drain(async (_, token) =>
        {
            Interlocked.Increment(ref runs);
            await go.Task.WaitAsync(token);
        }), "--Bus:JobHold=00:00:00.2");
        await worker.Services.GetRequiredService<IBusSender>().SendAsync(worker.Services.GetRequiredService<BusOptions>().Jobs, Job("c", "s"));

        await place.UntilAsync(() => Task.FromResult(place.Notes.Count(n => n.Contains("a copy of its message stands for it")) >= 3), "three hand-overs");
        Assert.Equal(1, Volatile.Read(ref runs));
        go.SetResult();

        await place.UntilAsync(async () => await place.CountAsync("jobs") == 0 && Volatile.Read(ref runs) >= 2, "the last message's own look");
    }

    [Fact]
    public async Task An_import_that_fails_ends_in_the_error_queue()
    {
        await using var place = await Workplace.OpenAsync();
        var worker = await place.StartWorkerAsync(Drain((_, _) => throw new InvalidOperationException("no such thing")));
        await worker.Services.GetRequiredService<IBusSender>().SendAsync(worker.Services.GetRequiredService<BusOptions>().Jobs, Job("c", "s"));

        var message = await place.TakeAsync("jobs_error");

        Assert.Contains("InvalidOperationException", System.Text.Encoding.UTF8.GetString((byte[])message.BasicProperties.Headers!["MT-Fault-Message"]!));
    }

    [Fact]
    public async Task A_follow_up_that_fails_for_good_is_replaced_by_the_command_that_its_reaction_names()
    {
        await using var place = await Workplace.OpenAsync();
        await place.StartWorkerAsync(services => services
            .AddSingleton(ReactionCatalog.Of(on => on.Event<Made>().Send(e => new WorkOff(e.CommunityId, "s")).OnGivenUp((work, failure) => new Count($"{work.CommunityId} {failure.Describe("It")}"))))
            .AddSingleton<WorkOffHandler.Work>((_, _) => throw new InvalidOperationException("secret")));

        await AppendAsync(place, 1, 1);

        await place.UntilAsync(async () => (await place.EventsAsync("r1 It failed 3 times, most recently with InvalidOperationException.")).Count == 1, "what is done instead");
        Assert.Equal(0u, await place.CountAsync("followups_error"));
        Assert.DoesNotContain(place.Log, line => line.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_follow_up_that_fails_for_good_and_has_no_replacement_ends_in_the_error_queue_without_the_text_of_its_failure()
    {
        await using var place = await Workplace.OpenAsync();
        var worker = await place.StartWorkerAsync(services => services
            .AddSingleton(ReactionCatalog.Of(on => on.Event<Made>().Send(e => new WorkOff(e.CommunityId, "s"))))
            .AddSingleton<WorkOffHandler.Work>((_, _) => throw new InvalidOperationException("secret")));

        await worker.Services.GetRequiredService<BrokerLink>().WaitUntilUpAsync(TestContext.Current.CancellationToken);
        await AppendAsync(place, 1, 1);

        var message = await place.TakeAsync("followups_error");
        Assert.Contains("failed 3 times, most recently with InvalidOperationException", System.Text.Encoding.UTF8.GetString((byte[])message.BasicProperties.Headers!["MT-Fault-Message"]!));
    }

    [Fact]
    public async Task Messages_in_queues_of_an_earlier_version_are_moved_to_those_that_took_their_place()
    {
        await using var place = await Workplace.OpenAsync();
        ConcurrentBag<string> seen = [];
        var sender = await place.StartSenderAsync();
        var make = await place.AcceptAsync(new Make("former"));
        var part = await place.AcceptAsync(new AddPart("former", 1));
        await sender.SendAsync(Workplace.Envelope(new Make("declares-the-queues")));
        foreach (var queue in (string[])["commands", "commands.2", "imports"]) await place.DeclareFormerQueueAsync(queue);
        await place.PublishRawAsync("commands", Message(make), "application/vnd.masstransit+json");
        await place.PublishRawAsync("commands.2", Message(part), "application/vnd.masstransit+json");
        await place.PublishRawAsync("imports", Message(new { communityId = "c", sourceId = "s" }), "application/vnd.masstransit+json");

        await place.StartWorkerAsync(services => services
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

        Assert.Equal(CommandStatus.Completed, (await place.OutcomeAsync(make.CommandId)).Status);
        Assert.Equal(CommandStatus.Completed, (await place.OutcomeAsync(part.CommandId)).Status);
        await place.UntilAsync(() => Task.FromResult(seen.Contains(new WorkOff("c", "s").ToString())), "the follow-up");

        static byte[] Message(object message) => System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(new { message }, System.Text.Json.JsonSerializerOptions.Web);
    }

    private static CommandEnvelope Job(string community, string source) => FollowUps.Envelope(new WorkOff(community, source), Guid.NewGuid().ToString(), DateTimeOffset.UtcNow);

    private static Action<IServiceCollection> Drain(WorkOffHandler.Work work) => services => services.AddSingleton(work);

    private static Action<IServiceCollection> React(ConcurrentBag<string> seen) => services => services
        .AddSingleton(ReactionCatalog.Of(on => on.Event<Made>().SendJob(e => new WorkOff("toys", e.CommunityId))))
        .AddSingleton<WorkOffHandler.Work>((work, _) =>
        {
            seen.Add(work.SourceId);
            return Task.CompletedTask;
        });

    private static async Task AppendAsync(Workplace place, int from, int to)
    {
        for (var i = from; i <= to; i++)
            await place.Store.AppendAsync(new([new($"toy-r{i}", ExpectedVersion.NoStream, [new Made($"r{i}")])], Metadata));
    }

    private static async Task<long> DoneAsync(Workplace place)
    {
        await using var command = place.Database.DataSource.CreateCommand("select count(*) from es.commands where status = 'completed'");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static async Task<long> CheckpointAsync(Workplace place)
    {
        await using var command = place.Database.DataSource.CreateCommand("select coalesce(max(position), 0) from es.relay_checkpoints");
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
