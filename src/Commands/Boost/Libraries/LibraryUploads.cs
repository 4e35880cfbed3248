using EventSourced.Commands.Deciding;
using EventSourced.Commands.Files;
using EventSourced.Commands.Imports;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Boost;
using EventSourced.EventStore;

namespace EventSourced.Commands.Boost.Libraries;

/// <summary>Imports of small files, which are read at once. A run that is interrupted changes nothing and is repeated.</summary>
internal static class LibraryUploads
{
    /// <summary>Decides about the content of an upload, and completes the command. The upload is removed at the end, whichever way.</summary>
    /// <param name="states">The states of the command.</param>
    /// <param name="objects">The object store.</param>
    /// <param name="context">The command.</param>
    /// <param name="importId">The import.</param>
    /// <param name="stream">Stream of the import.</param>
    /// <param name="objectKey">Key of the upload.</param>
    /// <param name="decide">Decides about the content; with the state of the import, which gets the event of its end.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task<CommandResult> ImportAsync(
        CommandStates states, IObjectStore objects, CommandContext context, Guid importId, string stream, string objectKey, Func<byte[], LibraryImportState, Task<Decision>> decide,
        CancellationToken cancellationToken)
    {
        var result = await states.CompleteAsync(context, await DecideAsync(), cancellationToken);
        await objects.DeleteAsync(objectKey, DateTimeOffset.MaxValue, cancellationToken);
        return result;

        async Task<Decision> DecideAsync()
        {
            var import = await states.LoadAsync(new LibraryImportState(stream), cancellationToken);
            if (import.HasEnded) return UploadProblems.Ended(importId);
            try
            {
                return await decide(await ReadAsync(objects, objectKey, cancellationToken), import);
            }
            catch (BoostFileException e)
            {
                return new Problem(422, e.Code, e.Message);
            }
            catch (ObjectNotFoundException)
            {
                return UploadProblems.Removed(importId);
            }
        }
    }

    /// <summary>What a reader left out, as events have it.</summary>
    public static IReadOnlyList<LeftOutEntries> Recorded(LeftOutNotes leftOut) => leftOut.ToList((reason, count, places) => new LeftOutEntries(reason, count, places));

    // The size was limited when the upload was accepted.
    private static async Task<byte[]> ReadAsync(IObjectStore objects, string key, CancellationToken cancellationToken)
    {
        await using var content = await objects.OpenReadAsync(key, cancellationToken);
        using var bytes = new MemoryStream();
        await content.CopyToAsync(bytes, cancellationToken);
        return bytes.ToArray();
    }
}
