using System.Collections.Concurrent;
using EventSourced.Commands.Bus;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace EventSourced.Workers.Tests;

/// <summary>Signals between processes that the log has grown.</summary>
public sealed class LogSignalsTests
{
    // No worker writes yet.
    private const long First = 1_000_000;

    [Fact]
    public async Task Processes_receive_each_others_signals()
    {
        await using var world = await WorkersWorld.OpenAsync();
        var (one, other) = (new RecordingListener(), new RecordingListener());
        var hosts = new[] { await StartAsync(world, one), await StartAsync(world, other) };

        // A process that has received a signal continues to receive and to send.
        for (var i = 0; i < 6; i++)
        {
            var position = First + i;
            hosts[i % 2].Services.GetRequiredService<ILogSignal>().Raise(position);
            await world.UntilAsync(
                () => Task.FromResult(one.Positions.Contains(position) && other.Positions.Contains(position)), $"news {i} from process {i % 2}", 20);
        }

        // A process does not receive its own signals.
        foreach (var ear in (RecordingListener[])[one, other]) Assert.Equal(Enumerable.Range(0, 6).Select(i => First + i), ear.Positions.Where(p => p >= First));
    }

    private static async Task<IHost> StartAsync(WorkersWorld world, RecordingListener ear)
    {
        var host = await world.StartWorkerAsync(services => services.AddSingleton<ILogListener>(ear));
        await host.Services.GetRequiredService<BrokerLink>().WaitUntilUpAsync(TestContext.Current.CancellationToken);
        await world.UntilAsync(() => Task.FromResult(host.Services.GetRequiredService<IBusControl>().CheckHealth().Status == BusHealthStatus.Healthy), "the bus to be up");
        return host;
    }

    private sealed class RecordingListener : ILogListener
    {
        public ConcurrentQueue<long> Positions { get; } = [];

        public void Advanced(long position) => Positions.Enqueue(position);
    }
}
