using EventSourced.Contracts;
using EventSourced.EventStore;

namespace EventSourced.Commands.Rabbit.Imports;

/// <summary>
/// Uploaded conversations in the object store: <c>transcript/{child}/{import}/{sha256}.cha</c>. They hold what a child said in the clear, so they stay until their
/// import ends and no longer. A folder per child, so that forgetting the child finds all of them; one per import, so that an import never removes the file of another.
/// </summary>
/// <param name="objects">The object store.</param>
internal sealed class RawTranscripts(IObjectStore objects)
{
    private const string Root = "transcript";

    /// <summary>Folder of an import's file.</summary>
    public static string Folder(string childId, Guid importId) => $"{OfChild(childId)}/{importId}";

    /// <summary>Opens the file of an import.</summary>
    /// <exception cref="ObjectNotFoundException">It is gone.</exception>
    public Task<Stream> OpenAsync(string objectKey, CancellationToken cancellationToken) => objects.OpenReadAsync(objectKey, cancellationToken);

    public Task<bool> ExistsAsync(string objectKey, CancellationToken cancellationToken) => objects.ExistsAsync(objectKey, cancellationToken);

    /// <summary>Removes the file of an import.</summary>
    public Task RemoveAsync(string objectKey, CancellationToken cancellationToken) => objects.DeleteAsync(objectKey, DateTimeOffset.MaxValue, cancellationToken);

    /// <summary>Removes the files of all imports of a child, those of uploads that were never registered too.</summary>
    public Task RemoveAllAsync(string childId, CancellationToken cancellationToken) => objects.DeletePrefixAsync(OfChild(childId), cancellationToken);

    /// <summary>Files that were not put since a time, with their imports.</summary>
    public IEnumerable<(string Key, Guid ImportId)> Find(DateTimeOffset unmodifiedSince)
    {
        foreach (var key in objects.Find(Root, unmodifiedSince))
            if (key.Split('/') is [_, _, var import, _] && Guid.TryParse(import, out var id)) yield return (key, id);
    }

    // An id may have characters that a key cannot.
    private static string OfChild(string childId) => $"{Root}/{DerivedId.Of($"rabbit.transcripts_of {childId}")}";
}
