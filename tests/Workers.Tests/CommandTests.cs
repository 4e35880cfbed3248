using System.Text;
using EventSourced.Commands.Pipeline;
using EventSourced.EventStore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace EventSourced.Workers.Tests;

/// <summary>Commands over a real broker into a real log.</summary>
public sealed class CommandTests
{
    [Fact]
    public async Task A_command_takes_effect_and_its_status_says_where()
    {
        await using var place = await Workplace.OpenAsync();
        await place.StartWorkerAsync();
        var sender = await place.StartSenderAsync();

        var envelope = await place.AcceptAsync(new Make("one"));
        await sender.SendAsync(envelope);

        var outcome = await place.OutcomeAsync(envelope.CommandId);
        Assert.Equal(CommandStatus.Completed, outcome.Status);
        Assert.Equal((await place.EventsAsync("toy-one")).Single().Position, outcome.Position);
    }

    [Fact]
    public async Task A_command_sent_before_any_worker_ever_ran_is_kept()
    {
        await using var place = await Workplace.OpenAsync();
        var sender = await place.StartSenderAsync();
        var envelope = await place.AcceptAsync(new Make("early"));
        await sender.SendAsync(envelope);

        await place.StartWorkerAsync();

        Assert.Equal(CommandStatus.Completed, (await place.OutcomeAsync(envelope.CommandId)).Status);
    }

    [Fact]
    public async Task A_command_sent_many_times_at_two_workers_takes_effect_once()
    {
        await using var place = await Workplace.OpenAsync();
        var workers = new[] { await place.StartWorkerAsync(), await place.StartWorkerAsync() };
        var sender = await place.StartSenderAsync();
        var watches = workers.Select(w => w.Services.GetRequiredService<Watch>()).ToArray();
        foreach (var watch in watches) watch.Close();
        await place.ConsumersAsync("commands", 1);

        var envelope = (await place.AcceptAsync(new Count("twice"))) with { Scope = "twice" };
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => sender.SendAsync(envelope)));
        await Task.WhenAny(watches.Select(w => w.Arrived.Task)).WaitAsync(TimeSpan.FromMinutes(3));
        foreach (var watch in watches) watch.Open();
        var last = (await place.AcceptAsync(new Count("last"))) with { Scope = "twice" };
        await sender.SendAsync(last);
        await place.OutcomeAsync(last.CommandId);
        foreach (var worker in workers) await place.StopAsync(worker);

        Assert.Equal([envelope.CommandId, last.CommandId], watches.SelectMany(w => w.Runs));
        Assert.Single(await place.EventsAsync("twice"));
        Assert.Equal((0u, 0u), (await place.CountAsync("commands"), await place.CountAsync("commands_error")));
    }

    [Fact]
    public async Task A_command_sent_again_later_does_not_run_again()
    {
        await using var place = await Workplace.OpenAsync();
        var worker = await place.StartWorkerAsync();
        var watch = worker.Services.GetRequiredService<Watch>();
        var sender = await place.StartSenderAsync();
        var envelope = await place.AcceptAsync(new Count("again"));
        await sender.SendAsync(envelope);
        var first = await place.OutcomeAsync(envelope.CommandId);

        await sender.SendAsync(envelope);
        var behind = await place.AcceptAsync(new Count("behind"));
        await sender.SendAsync(behind);
        await place.OutcomeAsync(behind.CommandId);
        await place.StopAsync(worker);

        Assert.Single(watch.Runs, envelope.CommandId);
        Assert.Equal(first, await place.Ledger.FindAsync(envelope.CommandId));
    }

    [Fact]
    public async Task Poison_ends_in_the_error_queue_with_its_reason_and_the_status_says_failed()
    {
        await using var place = await Workplace.OpenAsync();
        var worker = await place.StartWorkerAsync();
        var sender = await place.StartSenderAsync();
        var envelope = await place.AcceptAsync(new Explode("the fuse is lit"));
        await sender.SendAsync(envelope);

        var outcome = await place.OutcomeAsync(envelope.CommandId);
        Assert.Equal(CommandStatus.Failed, outcome.Status);
        Assert.Equal("InvalidOperationException: the fuse is lit", OutcomeJson.Problem(outcome.Result)!.Detail);
        var message = await place.TakeAsync("commands_error");
        var headers = message.BasicProperties.Headers!.ToDictionary(h => h.Key, h => h.Value is byte[] text ? Encoding.UTF8.GetString(text) : h.Value?.ToString());
        Assert.Contains("the fuse is lit", headers["MT-Fault-Message"]);
        Assert.Contains(envelope.CommandId.ToString(), Encoding.UTF8.GetString(message.Body.Span));
        Assert.Equal(3, worker.Services.GetRequiredService<Watch>().Runs.Count);
        Assert.Equal(0u, await place.CountAsync("commands"));
    }

    [Fact]
    public async Task A_failed_command_that_comes_again_is_not_run_again()
    {
        await using var place = await Workplace.OpenAsync();
        var worker = await place.StartWorkerAsync();
        var sender = await place.StartSenderAsync();
        var envelope = await place.AcceptAsync(new Explode("once and for all"));
        await sender.SendAsync(envelope);
        await place.TakeAsync("commands_error");

        await sender.SendAsync(envelope);

        await place.TakeAsync("commands_error");
        Assert.Equal(3, worker.Services.GetRequiredService<Watch>().Runs.Count);
    }

    [Fact]
    public async Task A_command_that_was_begun_again_and_again_without_an_outcome_ends_in_the_error_queue_without_another_try()
    {
        await using var place = await Workplace.OpenAsync();
        var sender = await place.StartSenderAsync();
        var envelope = await place.AcceptAsync(new Count("deadly"));
        await sender.SendAsync(envelope);
        var message = await place.TakeFromPartitionAsync(Workplace.QueueOf(envelope));
        // The broker counts deliveries in this header.
        var headers = message.Headers!.ToDictionary();
        headers["x-delivery-count"] = 20L;
        await place.PublishRawAsync(Workplace.QueueOf(envelope), message.Body, message.ContentType, headers);
        for (var run = 0; run < 20; run++) await place.Ledger.CountRunAsync(envelope.CommandId, envelope.Name, envelope.Actor);

        var worker = await place.StartWorkerAsync();

        var outcome = await place.OutcomeAsync(envelope.CommandId);
        Assert.Equal(CommandStatus.Failed, outcome.Status);
        Assert.StartsWith("PoisonMessageException", OutcomeJson.Problem(outcome.Result)!.Detail);
        await place.TakeAsync("commands_error");
        Assert.Empty(worker.Services.GetRequiredService<Watch>().Runs);
    }

    [Fact]
    public async Task A_command_that_was_delivered_again_and_again_and_never_begun_is_run()
    {
        await using var place = await Workplace.OpenAsync();
        var sender = await place.StartSenderAsync();
        var envelope = await place.AcceptAsync(new Count("requeued"));
        await sender.SendAsync(envelope);
        var message = await place.TakeFromPartitionAsync(Workplace.QueueOf(envelope));
        var headers = message.Headers!.ToDictionary();
        headers["x-delivery-count"] = 500L;
        await place.PublishRawAsync(Workplace.QueueOf(envelope), message.Body, message.ContentType, headers);

        await place.StartWorkerAsync();

        Assert.Equal(CommandStatus.Completed, (await place.OutcomeAsync(envelope.CommandId)).Status);
        Assert.Equal(0u, await place.CountAsync("commands_error"));
    }

    [Fact]
    public async Task While_the_database_is_away_a_command_waits_for_it_however_often_it_must_try()
    {
        await using var place = await Workplace.OpenAsync();
        await place.StartWorkerAsync();
        var sender = await place.StartSenderAsync();
        var envelope = await place.AcceptAsync(new Explode(ExplodeHandler.Away));
        await sender.SendAsync(envelope);

        Assert.Equal(CommandStatus.Completed, (await place.OutcomeAsync(envelope.CommandId)).Status);
        Assert.Equal(0u, await place.CountAsync("commands_error"));
    }

    [Fact]
    public async Task A_command_that_others_overtake_again_and_again_has_not_failed()
    {
        await using var place = await Workplace.OpenAsync();
        await place.StartWorkerAsync();
        var sender = await place.StartSenderAsync();
        var envelope = await place.AcceptAsync(new Explode(ExplodeHandler.Overtaken));
        await sender.SendAsync(envelope);

        Assert.Equal(CommandStatus.Completed, (await place.OutcomeAsync(envelope.CommandId)).Status);
        Assert.Equal(0u, await place.CountAsync("commands_error"));
    }

    [Fact]
    public async Task A_process_that_only_sends_is_ready_once_the_broker_is_there()
    {
        await using var place = await Workplace.OpenAsync();
        var sender = await place.StartSenderAsync();
        await sender.SendAsync(Workplace.Envelope(new Make("ready")));

        var health = await place.Last.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(c => c.Tags.Contains("ready"));

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
    public async Task What_cannot_be_read_ends_in_the_error_queue_once_with_its_reason(string body, string? contentType)
    {
        await using var place = await Workplace.OpenAsync();
        var worker = await place.StartWorkerAsync();
        // Once a command went through, everything is declared.
        var sender = await place.StartSenderAsync();
        var before = await place.AcceptAsync(new Make("before"));
        await sender.SendAsync(before);
        await place.OutcomeAsync(before.CommandId);

        await place.PublishRawAsync("commands.0", Encoding.UTF8.GetBytes(body), contentType);

        var message = await place.TakeAsync("commands_error");
        Assert.Equal(body, Encoding.UTF8.GetString(message.Body.Span));
        Assert.NotEmpty((byte[])message.BasicProperties.Headers!["MT-Fault-Message"]!);
        // What is delivered again would come before this.
        var after = await place.AcceptAsync(new Make("after"));
        await sender.SendAsync(after);
        await place.OutcomeAsync(after.CommandId);
        await place.StopAsync(worker);
        foreach (var line in place.Log.Take(12)) TestContext.Current.TestOutputHelper?.WriteLine(line);
        Assert.Equal((0u, 0u), (await place.CountAsync("commands"), await place.CountAsync("commands_error")));
    }

    [Fact]
    public async Task An_unknown_command_is_rejected()
    {
        await using var place = await Workplace.OpenAsync();
        await place.StartWorkerAsync();
        var sender = await place.StartSenderAsync();
        var envelope = Workplace.Envelope(new Make("x")) with { Name = "toy.unheard_of" };
        await sender.SendAsync(envelope);

        var outcome = await place.OutcomeAsync(envelope.CommandId);

        Assert.Equal((CommandStatus.Rejected, "unknown_command"), (outcome.Status, OutcomeJson.Problem(outcome.Result)!.Code));
    }

    [Fact]
    public async Task A_worker_that_is_stopped_in_the_middle_leaves_its_command_to_another()
    {
        await using var place = await Workplace.OpenAsync();
        var first = await place.StartWorkerAsync(null, "--Workers:ShutdownTimeout=00:00:01.5");
        var watch = first.Services.GetRequiredService<Watch>();
        watch.Close();
        var sender = await place.StartSenderAsync();
        var envelope = await place.AcceptAsync(new Count("handed-on"));
        await sender.SendAsync(envelope);
        await watch.Arrived.Task.WaitAsync(TimeSpan.FromMinutes(3));

        // It cannot finish what it has in hand in the time that it is given.
        await place.StopAsync(first);
        Assert.Equal(CommandStatus.Accepted, (await place.Ledger.FindAsync(envelope.CommandId))!.Status);
        await place.UntilAsync(async () =>
        {
            // Management may have learned of the dead worker's connection only now.
            await place.BreakConnectionsAsync();
            return await place.CountAsync("commands") == 1;
        }, "the command back in its queue");
        await place.StartWorkerAsync();

        Assert.Equal(CommandStatus.Completed, (await place.OutcomeAsync(envelope.CommandId)).Status);
        watch.Open();
        Assert.Single(await place.EventsAsync("handed-on"));
        Assert.Equal(0u, await place.CountAsync("commands_error"));
    }

    [Fact]
    public async Task Everything_runs_in_one_process_without_a_broker()
    {
        await using var place = await Workplace.OpenAsync(memory: true);
        var worker = await place.StartWorkerAsync();
        var sender = worker.Services.GetRequiredService<Commands.Bus.ICommandSender>();
        var commands = new[] { await place.AcceptAsync(new Make("m")), await place.AcceptAsync(new AddPart("m", 1)), await place.AcceptAsync(new AddPart("m", 0)) };

        foreach (var command in commands) await sender.SendAsync(command);

        var statuses = new List<string>();
        foreach (var command in commands) statuses.Add((await place.OutcomeAsync(command.CommandId)).Status);
        Assert.Equal([CommandStatus.Completed, CommandStatus.Completed, CommandStatus.Rejected], statuses);
        var problem = OutcomeJson.Problem((await place.Ledger.FindAsync(commands[2].CommandId))!.Result)!;
        Assert.Equal(["number"], problem.Errors!.Keys);
    }
}
