using EventSourced.Commands.Bus;
using EventSourced.EventStore;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace EventSourced.Workers.Tests;

/// <summary>An endpoint that does not come back.</summary>
public sealed class BusWatchTests
{
    [Fact]
    public async Task A_bus_whose_endpoint_stays_away_while_the_broker_is_there_is_renewed()
    {
        await using var place = await Workplace.OpenAsync();
        var worker = await place.StartWorkerAsync(null, "--Bus:EndpointRenewal=00:00:05", "--Bus:EndpointPatience=00:10:00");
        await worker.Services.GetRequiredService<BrokerLink>().WaitUntilUpAsync(TestContext.Current.CancellationToken);
        await place.ConsumersAsync("commands", 1);

        await place.SpoilQueueAsync("commands");
        await place.UntilAsync(() => Task.FromResult(place.Log.Count(line => line.Contains("The bus is renewed", StringComparison.Ordinal)) >= 2), "two renewals", 120);
        await place.DeleteQueueAsync("commands");

        var bus = worker.Services.GetRequiredService<BusHost>();
        await place.UntilAsync(() => Task.FromResult(bus.Health is { Status: BusHealthStatus.Healthy }), "the bus to be up");
        var envelope = await place.AcceptAsync(new Count("after"));
        await worker.Services.GetRequiredService<ICommandSender>().SendAsync(envelope);
        Assert.Equal(CommandStatus.Completed, (await place.OutcomeAsync(envelope.CommandId)).Status);
    }

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
