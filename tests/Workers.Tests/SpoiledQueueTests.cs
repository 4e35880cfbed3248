using EventSourced.Commands.Bus;
using EventSourced.EventStore;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace EventSourced.Workers.Tests;

/// <summary>A queue that the bus cannot take from for a while.</summary>
public sealed class SpoiledQueueTests
{
    [Fact]
    public async Task An_endpoint_whose_queue_the_broker_refuses_comes_back_by_itself_once_the_queue_is_right()
    {
        await using var place = await Workplace.OpenAsync();
        var worker = await place.StartWorkerAsync();
        await worker.Services.GetRequiredService<BrokerLink>().WaitUntilUpAsync(TestContext.Current.CancellationToken);
        await place.ConsumersAsync("commands", 1);
        var bus = worker.Services.GetRequiredService<IBusControl>();

        await place.SpoilQueueAsync("commands.0");
        await place.UntilAsync(() => Task.FromResult(bus.CheckHealth().Status != BusHealthStatus.Healthy), "the bus to miss its queue");
        await place.DeleteQueueAsync("commands.0");

        await place.UntilAsync(() => Task.FromResult(bus.CheckHealth().Status == BusHealthStatus.Healthy), "the bus to be up", 120);
        var envelope = await place.AcceptAsync(new Count("after"));
        await worker.Services.GetRequiredService<ICommandSender>().SendAsync(envelope);
        Assert.Equal(CommandStatus.Completed, (await place.OutcomeAsync(envelope.CommandId)).Status);
    }
}
