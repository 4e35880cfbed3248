using EventSourced.Contracts;
using EventSourced.EventStore;

namespace EventSourced.Commands.Rabbit.Imports;

/// <summary>
/// Uploaded conversations in the object store: <c>transcript/{child}/{import}/{sha256}.cha</c>. They contain a child's words in plain text, so they are deleted when their
/// import ends. There is a folder per child, so that forgetting the child finds all of them, and one per import, so that an import never removes the file of another.
/// </summary>
/// <param name="objects">The object store.</param>
internal sealed class RawTranscripts(IObjectStore objects)
{
    private const string Root = "transcript";

    /// <summary>Folder of an import's file.</summary>
    public static string Folder(string childId, Guid importId) => $"{OfChild(childId)}/{importId}";

    /// <summary>Opens the file of an import.</summary>
    /// <exception cref="ObjectNotFoundException">It was removed.</exception>
    public Task<Stream> OpenAsync(string objectKey, CancellationToken cancellationToken) => objects.OpenReadAsync(objectKey, cancellationToken);

    public Task<bool> ExistsAsync(string objectKey, CancellationToken cancellationToken) => objects.ExistsAsync(objectKey, cancellationToken);

    /// <summary>Removes the file of an import.</summary>
    public Task RemoveAsync(string objectKey, CancellationToken cancellationToken) => objects.DeleteAsync(objectKey, DateTimeOffset.MaxValue, cancellationToken);

    /// <summary>Removes the files of all imports of a child, including uploads that were never registered.</summary>
    public Task RemoveAllAsync(string childId, CancellationToken cancellationToken) => objects.DeletePrefixAsync(OfChild(childId), cancellationToken);

    /// <summary>Files that have not been modified since a time, with their imports.</summary>
    public IEnumerable<(string Key, Guid ImportId)> Find(DateTimeOffset unmodifiedSince)
    {
        foreach (var key in objects.Find(Root, unmodifiedSince))
            if (key.Split('/') is [_, _, var import, _] && Guid.TryParse(import, out var id)) yield return (key, id);
    }

    // A child id may contain characters that are not allowed in an object key.
    private static string OfChild(string childId) => $"{Root}/{DerivedId.Of($"rabbit.transcripts_of {childId}")}";
}
