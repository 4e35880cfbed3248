using EventSourced.Commands.Bus;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace EventSourced.Workers.Tests;

/// <summary>An endpoint that does not come back.</summary>
public sealed class BusWatchTests
{
    [Fact]
    public async Task A_worker_whose_endpoint_stays_away_while_the_broker_is_there_ends_to_be_started_anew()
    {
        await using var place = await Workplace.OpenAsync();
        var worker = await place.StartWorkerAsync(null, "--Bus:EndpointPatience=00:00:04");
        await worker.Services.GetRequiredService<BrokerLink>().WaitUntilUpAsync(TestContext.Current.CancellationToken);
        await place.ConsumersAsync("commands", 1);
        var stopping = worker.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;

        await place.SpoilQueueAsync("commands");

        await place.UntilAsync(() => Task.FromResult(stopping.IsCancellationRequested), "the worker to end", 120);
        Assert.Contains(place.Log, line => line.Contains("This process ends, to be started anew", StringComparison.Ordinal));
        // The watch sets the exit code of its process, which here is that of the tests.
        Environment.ExitCode = 0;
    }
}
