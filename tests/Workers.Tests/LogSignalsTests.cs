using System.Collections.Concurrent;
using EventSourced.Commands.Bus;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace EventSourced.Workers.Tests;

/// <summary>The news that the log has grown, between processes.</summary>
public sealed class LogSignalsTests
{
    // No worker writes so far.
    private const long First = 1_000_000;

    [Fact]
    public async Task Processes_hear_of_each_other_as_often_as_there_is_news()
    {
        await using var place = await Workplace.OpenAsync();
        var (one, other) = (new Ear(), new Ear());
        var hosts = new[] { await StartAsync(place, one), await StartAsync(place, other) };

        // A process that has heard of another goes on to hear, and to tell.
        for (var i = 0; i < 6; i++)
        {
            var position = First + i;
            hosts[i % 2].Services.GetRequiredService<ILogSignal>().Raise(position);
            await place.UntilAsync(
                () => Task.FromResult(one.Heard.Contains(position) && other.Heard.Contains(position)), $"news {i} from process {i % 2}", 20);
        }

        // Its own news is not brought back to a process.
        foreach (var ear in (Ear[])[one, other]) Assert.Equal(Enumerable.Range(0, 6).Select(i => First + i), ear.Heard.Where(p => p >= First));
    }

    private static async Task<IHost> StartAsync(Workplace place, Ear ear)
    {
        var host = await place.StartWorkerAsync(services => services.AddSingleton<ILogListener>(ear));
        await host.Services.GetRequiredService<BrokerLink>().WaitUntilUpAsync(TestContext.Current.CancellationToken);
        await place.UntilAsync(() => Task.FromResult(host.Services.GetRequiredService<IBusControl>().CheckHealth().Status == BusHealthStatus.Healthy), "the bus to be up");
        return host;
    }

    private sealed class Ear : ILogListener
    {
        public ConcurrentQueue<long> Heard { get; } = [];

        public void Advanced(long position) => Heard.Enqueue(position);
    }
}
