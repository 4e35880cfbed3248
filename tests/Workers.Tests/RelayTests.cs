using System.Collections.Concurrent;
using EventSourced.Commands.Bus;
using EventSourced.EventStore;
using EventSourced.Workers.Consumers;
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
        var worker = await place.StartWorkerAsync(Drain(async (community, source, token) =>
        {
            most = Math.Max(most, running.AddOrUpdate(source, 1, (_, n) => n + 1));
            if (running.Count == 2) all.TrySetResult();
            await all.Task.WaitAsync(token);
            running.AddOrUpdate(source, 0, (_, n) => n - 1);
            done.Add(source);
        }), "--Bus:ImportConcurrency=2");
        var sender = worker.Services.GetRequiredService<IBusSender>();
        var queue = worker.Services.GetRequiredService<BusOptions>().Imports;

        // A crowd of messages for one source leaves a place to the other.
        for (var i = 0; i < 10; i++) await sender.SendAsync(queue, new ImportRequested("c", "a"));
        await sender.SendAsync(queue, new ImportRequested("c", "b"));

        await all.Task.WaitAsync(TimeSpan.FromMinutes(3));
        await place.UntilAsync(() => Task.FromResult(done.Contains("a") && done.Contains("b") && running.Values.All(n => n == 0)), "both sources");
        Assert.Equal(1, most);
    }

    [Fact]
    public async Task What_is_queued_while_a_source_is_worked_off_is_looked_at_too()
    {
        await using var place = await Workplace.OpenAsync();
        var (looks, began, go) = (0, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        var worker = await place.StartWorkerAsync(Drain(async (_, _, token) =>
        {
            Interlocked.Increment(ref looks);
            began.TrySetResult();
            await go.Task.WaitAsync(token);
        }), "--Bus:ImportConcurrency=2");
        var sender = worker.Services.GetRequiredService<IBusSender>();
        var queue = worker.Services.GetRequiredService<BusOptions>().Imports;
        await sender.SendAsync(queue, new ImportRequested("c", "s"));
        await began.Task.WaitAsync(TimeSpan.FromMinutes(3));

        await sender.SendAsync(queue, new ImportRequested("c", "s"));
        await sender.SendAsync(queue, new ImportRequested("c", "other"));
        await place.UntilAsync(() => Task.FromResult(Volatile.Read(ref looks) == 2), "the other source, and so the message before it");
        go.SetResult();

        await place.UntilAsync(() => Task.FromResult(Volatile.Read(ref looks) == 3), "a second look");
    }

    [Fact]
    public async Task An_import_in_hand_when_the_worker_stops_goes_to_another()
    {
        await using var place = await Workplace.OpenAsync();
        var began = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = await place.StartWorkerAsync(Drain(async (_, _, token) =>
        {
            began.TrySetResult();
            await Task.Delay(Timeout.Infinite, token);
        }));
        await first.Services.GetRequiredService<IBusSender>().SendAsync(first.Services.GetRequiredService<BusOptions>().Imports, new ImportRequested("c", "s"));
        await began.Task.WaitAsync(TimeSpan.FromMinutes(3));
        await place.StopAsync(first);

        var finished = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await place.StartWorkerAsync(Drain((_, _, _) =>
        {
            finished.TrySetResult();
            return Task.CompletedTask;
        }));

        // Either the other worker takes it, or it ended where it must not.
        await place.UntilAsync(async () => finished.Task.IsCompleted || await place.CountAsync("imports_error") > 0, "the other worker to take the import", seconds: 120);
        Assert.Equal(0u, await place.CountAsync("imports_error"));
    }

    [Fact]
    public async Task A_worker_that_takes_its_time_to_stop_does_not_take_the_import_again_and_again()
    {
        await using var place = await Workplace.OpenAsync();
        var (looks, began) = (0, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        var drain = Drain(async (_, _, token) =>
        {
            Interlocked.Increment(ref looks);
            began.TrySetResult();
            await Task.Delay(Timeout.Infinite, token);
        });
        var worker = await place.StartWorkerAsync(drain);
        await worker.Services.GetRequiredService<IBusSender>().SendAsync(worker.Services.GetRequiredService<BusOptions>().Imports, new ImportRequested("c", "s"));
        await began.Task.WaitAsync(TimeSpan.FromMinutes(3));

        // The host is told to stop a while before its bus is.
        worker.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        await place.StopAsync(worker);

        Assert.Equal(1, Volatile.Read(ref looks));
        await place.UntilAsync(async () => await place.CountAsync("imports") == 1, "the message in its queue again");
        Assert.Equal(0u, await place.CountAsync("imports_error"));
    }

    [Fact]
    public async Task A_long_import_hands_over_to_a_fresh_message_and_goes_on()
    {
        await using var place = await Workplace.OpenAsync();
        var (runs, go) = (0, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        var worker = await place.StartWorkerAsync(Drain(async (_, _, token) =>
        {
            Interlocked.Increment(ref runs);
            await go.Task.WaitAsync(token);
        }), "--Bus:ImportHold=00:00:00.2");
        await worker.Services.GetRequiredService<IBusSender>().SendAsync(worker.Services.GetRequiredService<BusOptions>().Imports, new ImportRequested("c", "s"));

        await place.UntilAsync(() => Task.FromResult(place.Notes.Count(n => n.Contains("a fresh message stands for it")) >= 3), "three hand-overs");
        Assert.Equal(1, Volatile.Read(ref runs));
        go.SetResult();

        await place.UntilAsync(async () => await place.CountAsync("imports") == 0 && Volatile.Read(ref runs) >= 2, "the last message's own look");
    }

    [Fact]
    public async Task An_import_that_fails_ends_in_the_error_queue()
    {
        await using var place = await Workplace.OpenAsync();
        var worker = await place.StartWorkerAsync(Drain((_, _, _) => throw new InvalidOperationException("no such thing")));
        await worker.Services.GetRequiredService<IBusSender>().SendAsync(worker.Services.GetRequiredService<BusOptions>().Imports, new ImportRequested("c", "s"));

        var message = await place.TakeAsync("imports_error");

        Assert.Contains("no such thing", System.Text.Encoding.UTF8.GetString((byte[])message.BasicProperties.Headers!["MT-Fault-Message"]!));
    }

    private static Action<IServiceCollection> Drain(DrainSource drain) => services => services.AddSingleton(drain);

    private static Action<IServiceCollection> React(ConcurrentBag<string> seen) => services => services
        .AddSingleton(new Reactions().On<Made, ImportRequested>(o => o.Imports, e => new ImportRequested("toys", e.CommunityId)))
        .AddSingleton<DrainSource>((_, source, _) =>
        {
            seen.Add(source);
            return Task.CompletedTask;
        });

    private static async Task AppendAsync(Workplace place, int from, int to)
    {
        for (var i = from; i <= to; i++)
            await place.Store.AppendAsync(new([new($"toy-r{i}", ExpectedVersion.NoStream, [new Made($"r{i}")])], Metadata));
    }

    private static async Task<long> CheckpointAsync(Workplace place)
    {
        await using var command = place.Database.DataSource.CreateCommand("select coalesce(max(position), 0) from es.relay_checkpoints");
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
