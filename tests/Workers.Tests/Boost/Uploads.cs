using EventSourced.Commands.Modules;
using EventSourced.Contracts;
using EventSourced.EventStore;
using Microsoft.Extensions.DependencyInjection;

namespace EventSourced.Workers.Tests.Boost;

/// <summary>Imports of files about a repository, as the API accepts them.</summary>
internal static class Uploads
{
    /// <summary>Uploads a file and registers it.</summary>
    /// <typeparam name="TCommand">The command of the kind.</typeparam>
    public static async Task<Guid> UploadAsync<TCommand>(this ProductWorld world, ImportKind kind, string repository, byte[] content, string extension) where TCommand : ICommand
    {
        var id = Guid.NewGuid();
        var folder = await kind.FolderAsync(kind.Draft(new() { ["repository"] = repository }), id, world.Services, default);
        using var bytes = new MemoryStream(content);
        var stored = await world.ObjectStore.PutAsync(folder, extension[1..], bytes, 100_000_000);
        await world.DoAsync((TCommand)kind.Make(new() { ["repository"] = repository }, id, stored, $"{kind.Name}-{stored.Sha256[..12]}{extension}", extension[1..]));
        return id;
    }

    /// <summary>Waits for the end of an import.</summary>
    public static Task<ImportStatus> EndAsync(this ProductWorld world, ImportKind kind, Guid import) => world.UntilAsync(
        async () => await world.StatusAsync(kind, import) is { } status && ImportStates.IsFinal(status.State) ? status : null, $"the end of import {import}", seconds: 400);

    private static async Task<ImportStatus?> StatusAsync(this ProductWorld world, ImportKind kind, Guid import)
    {
        var codec = world.Services.GetRequiredService<EventCodec>();
        var events = await world.Store.ReadTailAsync(kind.Stream(import), 0);
        return events.Count == 0 ? null : kind.StatusOf([.. events.Select(e => (IEvent)codec.Decode(e))]);
    }
}
