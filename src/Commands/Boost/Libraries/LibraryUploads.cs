using EventSourced.Commands.Files;
using EventSourced.Contracts.Boost;
using EventSourced.EventStore;

namespace EventSourced.Commands.Boost.Libraries;

/// <summary>Uploaded files about libraries: <c>boost/imports/{import}/…</c>. Each is removed when its import ends.</summary>
internal static class LibraryUploads
{
    /// <summary>Folder of an import's file.</summary>
    public static string Folder(Guid importId) => $"boost/imports/{importId}";

    /// <summary>Whether a key is in the folder of an import.</summary>
    public static bool IsIn(Guid importId, string? key) => key is null || key.StartsWith(Folder(importId) + "/", StringComparison.Ordinal);

    /// <summary>The bytes of an upload, whose size was limited when it was accepted.</summary>
    public static async Task<byte[]> ReadAsync(IObjectStore objects, string key, CancellationToken cancellationToken)
    {
        await using var content = await objects.OpenReadAsync(key, cancellationToken);
        using var bytes = new MemoryStream();
        await content.CopyToAsync(bytes, cancellationToken);
        return bytes.ToArray();
    }

    /// <summary>What a reader left out, as events have it.</summary>
    public static IReadOnlyList<LeftOutEntries> Recorded(LeftOutNotes leftOut) => leftOut.ToList((reason, count, places) => new LeftOutEntries(reason, count, places));
}
