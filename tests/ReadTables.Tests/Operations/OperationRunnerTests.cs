using System.Reflection;
using EventSourced.EventStore;
using EventSourced.EventStore.Personal;
using EventSourced.EventStore.Signals;
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
        new PersonalKeyException("The keys of personal data cannot be read: failing"),
        new TimeoutException("failing"),
        new EventStoreUnavailableException(false, new IOException("failing")),
    ];

    [Theory]
    [MemberData(nameof(Outages), DisableDiscoveryEnumeration = true)]
    public async Task An_operation_is_resumed_after_an_outage_and_its_worker_continues(Exception outage)
    {
        await using var world = await ToyWorld.CreateAsync("operation_outage");
        await world.ProjectAsync(await world.AppendAsync(new MoneyMoved("north", "a", 5)));
        var requested = await world.Operations().CreateAsync(OperationKind.Verify, new OperationRequest { Tables = ["toys.accounts"] }, "tester");
        var store = DispatchProxy.Create<IEventStore, FailsOnce>();
        var failing = (FailsOnce)store;
        (failing.Store, failing.Outage) = (world.Store, outage);
        using var runner = new OperationRunner(
            world.Catalog, store, world.Codec, world.Source, new BuildOptions(), new ProjectionOptions(), new StateChanges(new Notifications(world.Source, NullLogger<Notifications>.Instance)), NullLogger<OperationRunner>.Instance);

        await runner.StartAsync(TestContext.Current.CancellationToken);
        var end = world.EndOfAsync(requested.Id);
        // A host stops when one of its services fails.
        await Task.WhenAny(end, runner.ExecuteTask!);
        Assert.False(runner.ExecuteTask!.IsCompleted, $"{runner.ExecuteTask.Exception}");

        Assert.True((await end).Holds());
        Assert.Null(failing.Outage);
        await runner.StopAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>An event store whose first read fails.</summary>
    public class FailsOnce : DispatchProxy
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
