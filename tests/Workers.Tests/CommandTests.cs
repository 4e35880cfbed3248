using System.Text;
using EventSourced.Commands.Bus;
using EventSourced.Commands.Modules;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts;
using EventSourced.EventStore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace EventSourced.Workers.Tests;

/// <summary>Commands over a real broker into a real log.</summary>
public sealed class CommandTests
{
    [Fact]
    public async Task A_command_takes_effect_and_its_status_has_the_position()
    {
        await using var world = await WorkersWorld.OpenAsync();
        await world.StartWorkerAsync();
        var sender = await world.StartSenderAsync();

        var envelope = await world.AcceptAsync(new Make("one"));
        await sender.SendAsync(envelope);

        var outcome = await world.OutcomeAsync(envelope.CommandId);
        Assert.Equal(CommandStatus.Completed, outcome.Status);
        Assert.Equal((await world.EventsAsync("toy-one")).Single().Position, outcome.Position);
    }

    [Fact]
    public async Task A_command_sent_before_any_worker_ever_ran_is_kept()
    {
        await using var world = await WorkersWorld.OpenAsync();
        var sender = await world.StartSenderAsync();
        var envelope = await world.AcceptAsync(new Make("early"));
        await sender.SendAsync(envelope);

        await world.StartWorkerAsync();

        Assert.Equal(CommandStatus.Completed, (await world.OutcomeAsync(envelope.CommandId)).Status);
    }

    [Fact]
    public async Task A_command_sent_many_times_to_two_workers_takes_effect_once()
    {
        await using var world = await WorkersWorld.OpenAsync();
        var workers = new[] { await world.StartWorkerAsync(), await world.StartWorkerAsync() };
        var sender = await world.StartSenderAsync();
        var watches = workers.Select(w => w.Services.GetRequiredService<Watch>()).ToArray();
        foreach (var watch in watches) watch.Close();
        await world.ConsumersAsync("commands", 1);

        var envelope = (await world.AcceptAsync(new Count("twice"))) with { Scope = "twice" };
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => sender.SendAsync(envelope)));
        await Task.WhenAny(watches.Select(w => w.Arrived.Task)).WaitAsync(TimeSpan.FromMinutes(3));
        foreach (var watch in watches) watch.Open();
        var last = (await world.AcceptAsync(new Count("last"))) with { Scope = "twice" };
        await sender.SendAsync(last);
        await world.OutcomeAsync(last.CommandId);
        foreach (var worker in workers) await world.StopAsync(worker);

        Assert.Equal([envelope.CommandId, last.CommandId], watches.SelectMany(w => w.Runs));
        Assert.Single(await world.EventsAsync("twice"));
        Assert.Equal((0u, 0u), (await world.CountAsync("commands"), await world.CountAsync("commands_error")));
    }

    [Fact]
    public async Task A_command_sent_again_later_does_not_run_again()
    {
        await using var world = await WorkersWorld.OpenAsync();
        var worker = await world.StartWorkerAsync();
        var watch = worker.Services.GetRequiredService<Watch>();
        var sender = await world.StartSenderAsync();
        var envelope = await world.AcceptAsync(new Count("again"));
        await sender.SendAsync(envelope);
        var first = await world.OutcomeAsync(envelope.CommandId);

        await sender.SendAsync(envelope);
        var behind = await world.AcceptAsync(new Count("behind"));
        await sender.SendAsync(behind);
        await world.OutcomeAsync(behind.CommandId);
        await world.StopAsync(worker);

        Assert.Single(watch.Runs, envelope.CommandId);
        Assert.Equal(first, await world.Ledger.FindAsync(envelope.CommandId));
    }

    [Fact]
    public async Task A_poison_command_ends_in_the_error_queue_with_its_reason_and_its_status_is_failed()
    {
        await using var world = await WorkersWorld.OpenAsync();
        var worker = await world.StartWorkerAsync();
        var sender = await world.StartSenderAsync();
        var envelope = await world.AcceptAsync(new Explode("the fuse is lit"));
        await sender.SendAsync(envelope);

        var outcome = await world.OutcomeAsync(envelope.CommandId);
        Assert.Equal(CommandStatus.Failed, outcome.Status);
        Assert.Equal("InvalidOperationException: the fuse is lit", OutcomeJson.Problem(outcome.Result)!.Detail);
        var message = await world.TakeAsync("commands_error");
        var headers = message.BasicProperties.Headers!.ToDictionary(h => h.Key, h => h.Value is byte[] text ? Encoding.UTF8.GetString(text) : h.Value?.ToString());
        Assert.Contains("the fuse is lit", headers["MT-Fault-Message"]);
        Assert.Contains(envelope.CommandId.ToString(), Encoding.UTF8.GetString(message.Body.Span));
        Assert.Equal(3, worker.Services.GetRequiredService<Watch>().Runs.Count);
        Assert.Equal(0u, await world.CountAsync("commands"));
    }

    [Fact]
    public async Task A_redelivered_failed_command_is_not_run_again()
    {
        await using var world = await WorkersWorld.OpenAsync();
        var worker = await world.StartWorkerAsync();
        var sender = await world.StartSenderAsync();
        var envelope = await world.AcceptAsync(new Explode("once and for all"));
        await sender.SendAsync(envelope);
        await world.TakeAsync("commands_error");

        await sender.SendAsync(envelope);

        await world.TakeAsync("commands_error");
        Assert.Equal(3, worker.Services.GetRequiredService<Watch>().Runs.Count);
    }

    [Fact]
    public async Task A_command_started_too_often_without_an_outcome_ends_in_the_error_queue_without_another_attempt()
    {
        await using var world = await WorkersWorld.OpenAsync();
        var sender = await world.StartSenderAsync();
        var envelope = await world.AcceptAsync(new Count("deadly"));
        await sender.SendAsync(envelope);
        var message = await world.TakeFromPartitionAsync(WorkersWorld.QueueOf(envelope));
        // The broker counts deliveries in this header.
        var headers = message.Headers!.ToDictionary();
        headers["x-delivery-count"] = 20L;
        await world.PublishRawAsync(WorkersWorld.QueueOf(envelope), message.Body, message.ContentType, headers);
        for (var run = 0; run < 20; run++) await world.Ledger.CountRunAsync(envelope.CommandId, envelope.Name, envelope.Actor);

        var worker = await world.StartWorkerAsync();

        var outcome = await world.OutcomeAsync(envelope.CommandId);
        Assert.Equal(CommandStatus.Failed, outcome.Status);
        Assert.StartsWith("PoisonMessageException", OutcomeJson.Problem(outcome.Result)!.Detail);
        await world.TakeAsync("commands_error");
        Assert.Empty(worker.Services.GetRequiredService<Watch>().Runs);
    }

    [Fact]
    public async Task A_command_that_was_redelivered_often_but_never_started_is_run()
    {
        await using var world = await WorkersWorld.OpenAsync();
        var sender = await world.StartSenderAsync();
        var envelope = await world.AcceptAsync(new Count("requeued"));
        await sender.SendAsync(envelope);
        var message = await world.TakeFromPartitionAsync(WorkersWorld.QueueOf(envelope));
        var headers = message.Headers!.ToDictionary();
        headers["x-delivery-count"] = 500L;
        await world.PublishRawAsync(WorkersWorld.QueueOf(envelope), message.Body, message.ContentType, headers);

        await world.StartWorkerAsync();

        Assert.Equal(CommandStatus.Completed, (await world.OutcomeAsync(envelope.CommandId)).Status);
        Assert.Equal(0u, await world.CountAsync("commands_error"));
    }

    [Fact]
    public async Task While_the_database_is_down_a_command_waits_without_a_limit()
    {
        await using var world = await WorkersWorld.OpenAsync();
        await world.StartWorkerAsync();
        var sender = await world.StartSenderAsync();
        var envelope = await world.AcceptAsync(new Explode(ExplodeHandler.Away));
        await sender.SendAsync(envelope);

        Assert.Equal(CommandStatus.Completed, (await world.OutcomeAsync(envelope.CommandId)).Status);
        Assert.Equal(0u, await world.CountAsync("commands_error"));
    }

    [Fact]
    public async Task Repeated_concurrency_conflicts_are_no_failure()
    {
        await using var world = await WorkersWorld.OpenAsync();
        await world.StartWorkerAsync();
        var sender = await world.StartSenderAsync();
        var envelope = await world.AcceptAsync(new Explode(ExplodeHandler.Overtaken));
        await sender.SendAsync(envelope);

        Assert.Equal(CommandStatus.Completed, (await world.OutcomeAsync(envelope.CommandId)).Status);
        Assert.Equal(0u, await world.CountAsync("commands_error"));
    }

    [Fact]
    public async Task A_process_that_only_sends_is_ready_once_the_broker_is_up()
    {
        await using var world = await WorkersWorld.OpenAsync();
        var sender = await world.StartSenderAsync();
        await sender.SendAsync(WorkersWorld.Envelope(new Make("ready")));

        var health = await world.Last.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(c => c.Tags.Contains("ready"));

        Assert.True(health.Status == HealthStatus.Healthy, string.Join(" ", health.Entries.Select(e => $"{e.Key}: {e.Value.Status} {e.Value.Description}")));
    }

    [Theory]
    [InlineData("this is no JSON", "application/vnd.masstransit+json")]
    [InlineData("this is no JSON", null)]
    [InlineData("""{"messageType":["urn:message:Some:Other"],"message":{}}""", "application/vnd.masstransit+json")]
    [InlineData("""{"messageType":["urn:message:EventSourced.Contracts:CommandEnvelope"],"message":{"name":"toy.make"}}""", "application/vnd.masstransit+json")]
    [InlineData("", "application/vnd.masstransit+json")]
    [InlineData("", null)]
    [InlineData("""{"a":1}""", "application/vnd.masstransit+json")]
    [InlineData("""{"a":1}""", "application/json")]
    [InlineData("""{"a":1}""", null)]
    [InlineData("null", "application/vnd.masstransit+json")]
    [InlineData("""{"messageType":[],"message":{}}""", "application/vnd.masstransit+json")]
    [InlineData("""{"messageType":["urn:message:EventSourced.Contracts:CommandEnvelope"]}""", "application/vnd.masstransit+json")]
    public async Task An_unreadable_message_ends_in_the_error_queue_once_with_its_reason(string body, string? contentType)
    {
        await using var world = await WorkersWorld.OpenAsync();
        var worker = await world.StartWorkerAsync();
        // Once a command has completed, everything is declared.
        var sender = await world.StartSenderAsync();
        var before = await world.AcceptAsync(new Make("before"));
        await sender.SendAsync(before);
        await world.OutcomeAsync(before.CommandId);

        await world.PublishRawAsync("commands.0", Encoding.UTF8.GetBytes(body), contentType);

        var message = await world.TakeAsync("commands_error");
        Assert.Equal(body, Encoding.UTF8.GetString(message.Body.Span));
        Assert.NotEmpty((byte[])message.BasicProperties.Headers!["MT-Fault-Message"]!);
        // A redelivered message would arrive before this one.
        var after = await world.AcceptAsync(new Make("after"));
        await sender.SendAsync(after);
        await world.OutcomeAsync(after.CommandId);
        await world.StopAsync(worker);
        foreach (var line in world.Log.Take(12)) TestContext.Current.TestOutputHelper?.WriteLine(line);
        Assert.Equal((0u, 0u), (await world.CountAsync("commands"), await world.CountAsync("commands_error")));
    }

    [Fact]
    public async Task A_command_that_no_build_knows_is_rejected_after_its_limit()
    {
        await using var world = await WorkersWorld.OpenAsync();
        await world.StartWorkerAsync(null, "--Bus:UnknownCommandLimit=00:00:01");
        var sender = await world.StartSenderAsync();
        var envelope = WorkersWorld.Envelope(new Make("x")) with { Name = "toy.unheard_of" };
        await sender.SendAsync(envelope);

        var outcome = await world.OutcomeAsync(envelope.CommandId);

        Assert.Equal((CommandStatus.Rejected, "unknown_command"), (outcome.Status, OutcomeJson.Problem(outcome.Result)!.Code));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Commands_that_an_earlier_build_does_not_know_wait_for_a_worker_of_the_newer_build(bool isJob)
    {
        await using var world = await WorkersWorld.OpenAsync();
        // The product's catalog has no toys.
        var earlier = await world.StartWorkerAsync(services => services.AddSingleton(CommandCatalog.Default));
        var (sender, options) = (earlier.Services.GetRequiredService<IBusSender>(), earlier.Services.GetRequiredService<BusOptions>());
        var make = await world.AcceptAsync(new Make("newer"));
        var part = await world.AcceptAsync(new AddPart("newer", 1));
        var followUp = FollowUps.Envelope(new WorkOff("newer", "s"), "event", DateTimeOffset.UtcNow);
        await sender.SendAsync(options.CommandQueue(make), make);
        await world.UntilAsync(async () => await world.CountAsync("unknown-commands") == 1, "the first command to wait");
        await sender.SendAsync(options.CommandQueue(part), part);
        await sender.SendAsync(isJob ? options.Jobs : options.FollowUpQueue(followUp), followUp);
        await world.UntilAsync(async () => await world.CountAsync("unknown-commands") == 3, "the others to wait");

        await world.StartWorkerAsync(services => services.AddSingleton(ReactionCatalog.Of(on => _ = isJob ? on.Event<Made>().SendJob(_ => (WorkOff?)null) : on.Event<Made>().Send(_ => (WorkOff?)null))));
        await world.StopAsync(earlier);

        Assert.Equal(CommandStatus.Completed, (await world.OutcomeAsync(make.CommandId)).Status);
        // Not before the command that was sent first: it would find no thing.
        Assert.Equal(CommandStatus.Completed, (await world.OutcomeAsync(part.CommandId)).Status);
        Assert.Equal(CommandStatus.Completed, (await world.OutcomeAsync(followUp.CommandId)).Status);
        Assert.Equal((0u, 0u), (await world.CountAsync("unknown-commands"), await world.CountAsync("commands_error")));
    }

    [Fact]
    public async Task The_running_command_of_a_stopped_worker_is_run_by_another()
    {
        await using var world = await WorkersWorld.OpenAsync();
        var first = await world.StartWorkerAsync(null, "--Workers:ShutdownTimeout=00:00:01.5");
        var watch = first.Services.GetRequiredService<Watch>();
        watch.Close();
        var sender = await world.StartSenderAsync();
        var envelope = await world.AcceptAsync(new Count("handed-on"));
        await sender.SendAsync(envelope);
        await watch.Arrived.Task.WaitAsync(TimeSpan.FromMinutes(3));

        // It cannot finish its commands in progress in the allowed time.
        await world.StopAsync(first);
        Assert.Equal(CommandStatus.Accepted, (await world.Ledger.FindAsync(envelope.CommandId))!.Status);
        await world.UntilAsync(async () =>
        {
            // Management may report the dead worker's connection late.
            await world.BreakConnectionsAsync();
            return await world.CountAsync("commands") == 1;
        }, "the command back in its queue");
        await world.StartWorkerAsync();

        Assert.Equal(CommandStatus.Completed, (await world.OutcomeAsync(envelope.CommandId)).Status);
        watch.Open();
        Assert.Single(await world.EventsAsync("handed-on"));
        Assert.Equal(0u, await world.CountAsync("commands_error"));
    }

    [Fact]
    public async Task Everything_runs_in_one_process_without_a_broker()
    {
        await using var world = await WorkersWorld.OpenAsync(memory: true);
        var worker = await world.StartWorkerAsync();
        var sender = worker.Services.GetRequiredService<Commands.Bus.ICommandSender>();
        var commands = new[] { await world.AcceptAsync(new Make("m")), await world.AcceptAsync(new AddPart("m", 1)), await world.AcceptAsync(new AddPart("m", 0)) };

        foreach (var command in commands) await sender.SendAsync(command);

        var statuses = new List<string>();
        foreach (var command in commands) statuses.Add((await world.OutcomeAsync(command.CommandId)).Status);
        Assert.Equal([CommandStatus.Completed, CommandStatus.Completed, CommandStatus.Rejected], statuses);
        var problem = OutcomeJson.Problem((await world.Ledger.FindAsync(commands[2].CommandId))!.Result)!;
        Assert.Equal(["number"], problem.Errors!.Keys);
    }
}
