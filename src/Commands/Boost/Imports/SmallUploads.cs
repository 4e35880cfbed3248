using EventSourced.Commands.Deciding;
using EventSourced.Commands.Imports;
using EventSourced.Commands.Pipeline;
using EventSourced.EventStore;

namespace EventSourced.Commands.Boost.Imports;

/// <summary>Imports of small files, which are read at once.</summary>
internal static class SmallUploads
{
    /// <summary>Decides about the content of an upload, and completes the command.</summary>
    /// <param name="states">The states of the command.</param>
    /// <param name="objects">The object store.</param>
    /// <param name="context">The command.</param>
    /// <param name="importId">The import.</param>
    /// <param name="stream">Stream of the import.</param>
    /// <param name="objectKey">Key of the upload.</param>
    /// <param name="decide">Decides about the content; with the import, which gets the event of its end.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static Task<CommandResult> ImportAsync(
        CommandStates states, IObjectStore objects, CommandContext context, Guid importId, string stream, string objectKey, Func<byte[], OneCommandImport, Task<Decision>> decide,
        CancellationToken cancellationToken) => OneCommandImport.RunAsync(states, objects, context, importId, objectKey, async () =>
    {
        var import = await states.LoadAsync(new OneCommandImport(stream), cancellationToken);
        return import.HasEnded ? UploadProblems.Ended(importId) : await decide(await ReadAsync(objects, objectKey, cancellationToken), import);
    }, cancellationToken);

    // The size was limited when the upload was accepted.
    private static async Task<byte[]> ReadAsync(IObjectStore objects, string key, CancellationToken cancellationToken)
    {
        await using var content = await objects.OpenReadAsync(key, cancellationToken);
        using var bytes = new MemoryStream();
        await content.CopyToAsync(bytes, cancellationToken);
        return bytes.ToArray();
    }
}
