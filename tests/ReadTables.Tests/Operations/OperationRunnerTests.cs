using System.Reflection;
using EventSourced.EventStore;
using EventSourced.ReadTables.Generations;
using EventSourced.ReadTables.Hosting;
using EventSourced.ReadTables.Operations;
using EventSourced.ReadTables.Runtime;
using EventSourced.ReadTables.Tests.Generations;
using EventSourced.ReadTables.Tests.Runtime;
using EventSourced.ReadTables.Toys;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventSourced.ReadTables.Tests.Operations;

public sealed class OperationRunnerTests
{
    public static TheoryData<Exception> Outages =>
    [
        new PersonalKeyException("The keys of personal data cannot be read: away"),
        new TimeoutException("away"),
        new EventStoreUnavailableException(false, new IOException("away")),
    ];

    [Theory]
    [MemberData(nameof(Outages), DisableDiscoveryEnumeration = true)]
    public async Task Work_that_meets_an_outage_is_taken_up_again_and_its_worker_goes_on(Exception outage)
    {
        await using var world = await ToyWorld.CreateAsync("operation_outage");
        await world.ProjectAsync(await world.AppendAsync(new MoneyMoved("north", "a", 5)));
        var asked = await world.Operations().CreateAsync(OperationKind.Verify, new OperationRequest { Tables = ["toys.accounts"] }, "tester");
        var store = DispatchProxy.Create<IEventStore, AwayOnce>();
        var away = (AwayOnce)store;
        (away.Store, away.Outage) = (world.Store, outage);
        using var runner = new OperationRunner(
            world.Catalog, store, world.Codec, world.Source, new BuildOptions(), new ProjectionOptions(), NullLogger<OperationRunner>.Instance);

        await runner.StartAsync(TestContext.Current.CancellationToken);
        var end = world.EndOfAsync(asked.Id);
        // A host ends when one of its services does.
        await Task.WhenAny(end, runner.ExecuteTask!);
        Assert.False(runner.ExecuteTask!.IsCompleted, $"{runner.ExecuteTask.Exception}");

        Assert.True((await end).Holds());
        Assert.Null(away.Outage);
        await runner.StopAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>A log that cannot be read at first.</summary>
    public class AwayOnce : DispatchProxy
    {
        internal IEventStore Store { get; set; } = null!;

        internal Exception? Outage { get; set; }

        protected override object? Invoke(MethodInfo? method, object?[]? args)
        {
            if (method!.Name != nameof(IEventStore.ReadPageAsync) || Outage is not { } outage) return method.Invoke(Store, args);
            Outage = null;
            throw outage;
        }
    }
}
