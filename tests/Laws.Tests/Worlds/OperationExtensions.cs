using System.Text.Json;
using EventSourced.EventStore.Signals;
using EventSourced.ReadTables.Generations;
using EventSourced.ReadTables.Hosting;
using EventSourced.ReadTables.Operations;
using EventSourced.ReadTables.Runtime;
using EventSourced.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventSourced.Laws.Tests.Worlds;

/// <summary>Runs operations.</summary>
internal static class OperationExtensions
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(3);

    /// <summary>Requests an operation and runs it in a separate worker, which is restarted after the number of positions that <paramref name="stopAfter"/> returns.</summary>
    public static async Task<JsonElement> RunAsync(
        this ProjectionWorld world, string kind, OperationRequest request, BuildOptions? options = null, Func<long>? stopAfter = null)
    {
        var operations = new OperationStore(world.Source, world.Catalog);
        var created = await operations.CreateAsync(kind, request, "laws");
        using var limit = new CancellationTokenSource(s_limit);
        while (true)
        {
            using var runner = new OperationRunner(
                world.Catalog, world.Store, world.Codec, world.Source, options ?? new(), new ProjectionOptions(), new StateChanges(new Notifications(world.Source, NullLogger<Notifications>.Instance)), NullLogger<OperationRunner>.Instance);
            var from = (await operations.FindAsync(created.Id))!.Position;
            var stopAt = stopAfter is null ? long.MaxValue : from + stopAfter();
            await runner.StartAsync(default);
            Operation now;
            while ((now = (await operations.FindAsync(created.Id))!) is { IsFinal: false } && now.Position < stopAt) await Task.Delay(5, limit.Token);
            await runner.StopAsync(default);
            if (!now.IsFinal) continue;
            Assert.True(now is { State: "completed", Error: null }, $"{kind} of {string.Join(", ", request.Tables)} {now.State}: {now.Error}");
            return now.Result!.Value;
        }
    }

    public static Task<JsonElement> RebuildAllAsync(this ProjectionWorld world, BuildOptions? options = null, Func<long>? stopAfter = null) =>
        world.RunAsync(OperationKind.Rebuild, new() { Tables = world.All() }, options, stopAfter);

    public static Task<JsonElement> VerifyAllAsync(this ProjectionWorld world) => world.RunAsync(OperationKind.Verify, new() { Tables = world.All() });

    /// <summary>Drops the generations that swaps have replaced.</summary>
    public static async Task ReleaseAllAsync(this ProjectionWorld world)
    {
        foreach (var table in world.Catalog.Tables) await new GenerationStore(world.Source, world.Catalog).ReleaseAsync(table);
    }

    private static IReadOnlyList<string> All(this ProjectionWorld world) => [.. world.Catalog.Tables.Select(t => t.QualifiedName)];
}
