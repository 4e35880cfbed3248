using EventSourced.Commands.Imports;
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
    /// <summary>Folder of all files.</summary>
    public const string Root = "transcript";

    /// <summary>Folder of an import's file.</summary>
    public static string Folder(string childId, Guid importId) => Uploads.Folder(OfChild(childId), importId);

    /// <summary>Removes the files of all imports of a child, including uploads that were never registered.</summary>
    public Task RemoveAllAsync(string childId, CancellationToken cancellationToken) => objects.DeletePrefixAsync(OfChild(childId), cancellationToken);

    // A child id may contain characters that are not allowed in an object key.
    private static string OfChild(string childId) => $"{Root}/{DerivedId.Of($"rabbit.transcripts_of {childId}")}";
}
