using System.Text;
using EventSourced.Commands.Fastest.Trees;

namespace EventSourced.Commands.Fastest.Detection;

/// <summary>Detects what a stored tree needs to run.</summary>
/// <param name="manifests">The manifests.</param>
/// <param name="blobs">The blobs.</param>
public sealed class TreeDetection(StoredManifests manifests, StoredBlobs blobs)
{
    // Far more than a file of this kind has.
    private const int MaxText = 1024 * 1024;

    /// <summary>Reads the manifest and the few files that matter; null when the manifest is not stored.</summary>
    /// <param name="userId">Whose tree it is.</param>
    /// <param name="manifestHash">Its manifest.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<DetectedProject?> FindAsync(Guid userId, string manifestHash, CancellationToken cancellationToken = default)
    {
        if (await manifests.FindAsync(userId, manifestHash, cancellationToken) is not { } tree) return null;
        Dictionary<string, string> texts = [];
        foreach (var path in Detector.TextFiles)
        {
            if (tree.Find(path) is not { IsFile: true } file) continue;
            if (await blobs.FindAsync(userId, file.Hash, MaxText + 1, cancellationToken) is { Length: <= MaxText } bytes) texts[path] = Encoding.UTF8.GetString(bytes);
        }
        return Detector.Of([.. tree.Entries.Where(e => e.IsFile).Select(e => e.Path)], texts);
    }
}
