using EventSourced.EventStore.Signals;
using EventSourced.ReadTables.Generations;
using EventSourced.ReadTables.Hosting;
using EventSourced.ReadTables.Operations;
using EventSourced.ReadTables.Runtime;
using EventSourced.ReadTables.Tests.Runtime;
using EventSourced.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventSourced.ReadTables.Tests.Generations;

/// <summary>Requests operations and runs them.</summary>
internal static class OperationWorld
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    public static OperationStore Operations(this ProjectionWorld world) => new(world.Source, world.Catalog);

    public static GenerationStore Generations(this ProjectionWorld world) => new(world.Source, world.Catalog);

    public static OperationRunner NewRunner(this ProjectionWorld world, BuildOptions? options = null) => new(
        world.Catalog, world.Store, world.Codec, world.Source, options ?? new BuildOptions(), new ProjectionOptions(), new StateChanges(new Notifications(world.Source, NullLogger<Notifications>.Instance)), NullLogger<OperationRunner>.Instance);

    /// <summary>Requests an operation and runs it in a worker.</summary>
    public static async Task<Operation> RunAsync(this ProjectionWorld world, string kind, OperationRequest request, BuildOptions? options = null)
    {
        var requested = await world.Operations().CreateAsync(kind, request, "tester");
        return await world.RunQueuedAsync(requested.Id, options);
    }

    /// <summary>Runs a requested operation in a worker.</summary>
    public static async Task<Operation> RunQueuedAsync(this ProjectionWorld world, Guid id, BuildOptions? options = null)
    {
        using var runner = world.NewRunner(options);
        await runner.StartAsync(default);
        var ended = await world.EndOfAsync(id);
        await runner.StopAsync(default);
        return ended;
    }

    public static Task<Operation> RebuildAsync(this ProjectionWorld world, params string[] tables) => world.RunAsync(OperationKind.Rebuild, new OperationRequest { Tables = tables });

    public static Task<Operation> VerifyAsync(this ProjectionWorld world, params string[] tables) =>
        world.RunAsync(OperationKind.Verify, new OperationRequest { Tables = tables.Length > 0 ? tables : [.. world.Catalog.Tables.Select(t => t.QualifiedName)] });

    public static async Task<Operation> EndOfAsync(this ProjectionWorld world, Guid id)
    {
        using var limit = new CancellationTokenSource(s_limit);
        while (true)
        {
            var operation = (await world.Operations().FindAsync(id))!;
            if (operation.IsFinal) return operation;
            await Task.Delay(10, limit.Token);
        }
    }

    public static bool Holds(this Operation verification)
    {
        Assert.Equal(("completed", null), (verification.State, verification.Error));
        var holds = verification.Result!.Value.GetProperty("holds").GetBoolean();
        if (!holds) TestContext.Current.TestOutputHelper?.WriteLine($"{verification.Result}");
        return holds;
    }

    public static Task<ProjectionWorld> CreateAsync(string name) => ToyWorld.CreateAsync(name);
}
