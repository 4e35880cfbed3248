using EventSourced.Commands.Bus;
using EventSourced.EventStore;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace EventSourced.Workers.Tests;

/// <summary>A queue that the bus temporarily cannot consume.</summary>
public sealed class SpoiledQueueTests
{
    [Fact]
    public async Task An_endpoint_whose_queue_the_broker_refuses_recovers_when_the_queue_is_correct()
    {
        await using var world = await WorkersWorld.OpenAsync();
        var worker = await world.StartWorkerAsync();
        await worker.Services.GetRequiredService<BrokerLink>().WaitUntilUpAsync(TestContext.Current.CancellationToken);
        await world.ConsumersAsync("commands", 1);
        var bus = worker.Services.GetRequiredService<IBusControl>();

        await world.SpoilQueueAsync("commands.0");
        await world.UntilAsync(() => Task.FromResult(bus.CheckHealth().Status != BusHealthStatus.Healthy), "the bus to miss its queue");
        await world.DeleteQueueAsync("commands.0");

        await world.UntilAsync(() => Task.FromResult(bus.CheckHealth().Status == BusHealthStatus.Healthy), "the bus to be up", 120);
        var envelope = await world.AcceptAsync(new Count("after"));
        await worker.Services.GetRequiredService<ICommandSender>().SendAsync(envelope);
        Assert.Equal(CommandStatus.Completed, (await world.OutcomeAsync(envelope.CommandId)).Status);
    }
}
