using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using EventSourced.Commands.Bus;
using EventSourced.Contracts;
using EventSourced.EventStore;
using EventSourced.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace EventSourced.Workers.Tests;

/// <summary>A broker that is killed and restarted, on private servers.</summary>
public sealed class OutageTests
{
    [Fact]
    public async Task Killing_the_broker_under_load_loses_and_duplicates_nothing()
    {
        await using var servers = await TestServers.StartPrivateAsync();
        await using var world = await WorkersWorld.OpenAsync(broker: servers.RabbitMqUri);
        var worker = await world.StartWorkerAsync();
        await world.StartWorkerAsync();
        var sender = await world.StartSenderAsync();

        // All commands are accepted before they are sent, as in the API. Some are sent before the kill, some during it, some after it.
        var commands = new List<(CommandEnvelope Command, string Stream)>();
        for (var i = 0; i < 600; i++)
        {
            var stream = $"load-{i % 7}";
            commands.Add((await world.AcceptAsync(new Count(stream)), stream));
        }
        var confirmed = 0;
        var refused = 0;
        var halfway = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var back = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var sending = Task.Run(() => Parallel.ForEachAsync(commands, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (item, token) =>
        {
            while (true)
            {
                try
                {
                    await sender.SendAsync(item.Command, token);
                    if (Interlocked.Increment(ref confirmed) == 200) halfway.TrySetResult();
                    return;
                }
                catch (BusUnavailableException)
                {
                    // A caller gets a 503 and sends the same command again when the broker is back.
                    Interlocked.Increment(ref refused);
                    await back.Task.WaitAsync(token);
                }
            }
        }));
        await halfway.Task.WaitAsync(TimeSpan.FromMinutes(3));
        await servers.Broker!.KillAsync();

        var health = worker.Services.GetRequiredService<HealthCheckService>();
        await world.UntilAsync(async () => (await health.CheckHealthAsync(c => c.Tags.Contains("ready"))).Status == HealthStatus.Unhealthy, "bad health");
        var clock = Stopwatch.StartNew();
        var late = WorkersWorld.Envelope(new Count("late"));
        await Assert.ThrowsAsync<BusUnavailableException>(() => sender.SendAsync(late));
        Assert.True(clock.Elapsed < new BusOptions().SendTimeout, $"While the broker is known to be down a send does not wait for its timeout; it took {clock.Elapsed}.");

        await servers.Broker.StartAsync();
        var link = await world.StartSenderAsync();
        await world.UntilAsync(async () =>
        {
            try
            {
                await link.SendAsync(late);
                await sender.SendAsync(late);
                return true;
            }
            catch (BusUnavailableException)
            {
                return false;
            }
        }, "the broker to be back", 120);
        back.SetResult();
        await sending.WaitAsync(TimeSpan.FromMinutes(2));

        foreach (var (command, _) in commands) Assert.Equal(CommandStatus.Completed, (await world.OutcomeAsync(command.CommandId)).Status);
        await world.OutcomeAsync(late.CommandId);
        Assert.Single(await world.EventsAsync("late"));
        foreach (var group in commands.GroupBy(c => c.Stream))
            Assert.Equal(
                group.Select(c => c.Command.CommandId).Order(),
                (await world.EventsAsync(group.Key)).Select(e => Guid.Parse(e.CorrelationId!)).Order());
        Assert.Equal(0u, await world.CountAsync("commands_error"));
        await world.UntilAsync(async () => (await health.CheckHealthAsync(c => c.Tags.Contains("ready"))).Status == HealthStatus.Healthy, "good health");
        TestContext.Current.TestOutputHelper?.WriteLine($"{refused} sends were refused while the broker was away.");
    }

    [Fact]
    public async Task While_the_broker_accepts_connections_but_never_answers_a_send_ends_at_the_deadline()
    {
        using var mute = new TcpListener(IPAddress.Loopback, 0);
        mute.Start();
        await using var world = await WorkersWorld.OpenAsync(broker: new Uri($"amqp://nobody:nothing@127.0.0.1:{((IPEndPoint)mute.LocalEndpoint).Port}/none"));
        var sender = await world.StartSenderAsync("--Bus:SendTimeout=00:00:02");

        await Assert.ThrowsAsync<BusUnavailableException>(() => sender.SendAsync(WorkersWorld.Envelope(new Count("x"))).WaitAsync(TimeSpan.FromMinutes(3)));
    }
}
