using EventSourced.Cli.Fastest.Http;
using EventSourced.Commands.Fastest.Trees;

namespace EventSourced.Cli.Fastest.Folder;

/// <summary>The current snapshot of a folder's workspace.</summary>
/// <param name="SnapshotId">The snapshot; null before the first one.</param>
/// <param name="ManifestHash">Its manifest; null before the first one.</param>
internal sealed record Head(string? SnapshotId, string? ManifestHash)
{
    /// <summary>Asks the API.</summary>
    public static async Task<Head> OfAsync(WorkingFolder folder, FastestApi api, CancellationToken cancellation) =>
        await OfAsync(folder, await api.WorkspaceAsync(folder.Config.WorkspaceId, cancellation), api, cancellation);

    /// <summary>The head of a workspace. The manifest of the snapshot that the folder is based on is known.</summary>
    public static async Task<Head> OfAsync(WorkingFolder folder, Workspace workspace, FastestApi api, CancellationToken cancellation) =>
        workspace.CurrentSnapshotId is not { } id ? new(null, null)
        : folder.Base is { ManifestHash: { } known } at && at.SnapshotId == id ? new(id, known)
        : new(id, (await api.SnapshotAsync(id, cancellation)).ManifestHash);

    /// <summary>Whether somebody else has moved the workspace since the folder's files were last the same as it.</summary>
    public bool IsBeyond(WorkingFolder folder) => SnapshotId != folder.Base.SnapshotId;

    /// <summary>Its files.</summary>
    public Task<FileTree> TreeAsync(WorkingFolder folder, FastestApi api, CancellationToken cancellation) =>
        ManifestHash is null ? Task.FromResult(FileTree.Empty) : new ManifestCache(folder).OfAsync(ManifestHash, api, cancellation);
}
