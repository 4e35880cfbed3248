using EventSourced.EventStore.Signals;
using EventSourced.ReadTables.Runtime;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventSourced.Workers.Tests;

/// <summary>Signals between processes that the log has grown.</summary>
public sealed class LogSignalsTests
{
    [Fact]
    public async Task The_readers_of_all_workers_are_woken_when_one_writes()
    {
        await using var world = await WorkersWorld.OpenAsync();
        // They poll so rarely that only signals wake them.
        string[] settings = ["--Projections:PollInterval=01:00:00"];
        IHost[] hosts = [await world.StartWorkerAsync(args: settings), await world.StartWorkerAsync(args: settings)];
        foreach (var host in hosts) await world.UntilAsync(() => Task.FromResult(SignalsOf(host).HasOtherWorkers && host.Services.GetRequiredService<Notifications>().IsListening), "the workers to know each other");

        // A process that has received a signal continues to receive and to send.
        for (var i = 0; i < 6; i++)
        {
            var woken = hosts.Select(h => h.Services.GetRequiredService<LogSignal>().Next).ToList();
            SignalsOf(hosts[i % 2]).LogWritten();
            // Its own readers are woken at once.
            Assert.True(woken[i % 2].IsCompleted);
            await woken[1 - (i % 2)].WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task A_worker_that_is_alone_notifies_nobody()
    {
        await using var world = await WorkersWorld.OpenAsync();
        var host = await world.StartWorkerAsync();
        var heard = 0;
        using var other = new Notifications(world.Database.DataSource, NullLogger<Notifications>.Instance);
        other.Subscribe("es_log", _ => heard++);
        using var last = new SemaphoreSlim(0);
        other.Subscribe("es_outcomes", _ => last.Release());
        await other.StartAsync(TestContext.Current.CancellationToken);
        await world.UntilAsync(() => Task.FromResult(other.IsListening), "the listener");
        SignalsOf(host).LogWritten();
        // Its next signal, which is sent with the first or after it. Notifications of one database arrive in order.
        SignalsOf(host).OutcomeStored(ReplyAddress.Create().ToString(), new SignalledOutcome(Guid.NewGuid(), null));
        Assert.True(await last.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken));
        Assert.Equal(0, heard);
        await other.StopAsync(TestContext.Current.CancellationToken);
    }

    private static ProcessSignals SignalsOf(IHost host) => host.Services.GetRequiredService<ProcessSignals>();
}
