using EventSourced.Cli.Fastest.Http;
using EventSourced.Commands.Fastest.Trees;

namespace EventSourced.Cli.Fastest.Folder;

/// <summary>A folder against the current snapshot of its workspace, and that snapshot against the folder's base and the main workspace.</summary>
/// <param name="Page">The project.</param>
/// <param name="Workspace">The workspace.</param>
/// <param name="Head">Its current snapshot.</param>
/// <param name="Reading">The folder.</param>
/// <param name="Changes">What the folder changes.</param>
/// <param name="Missed">Snapshots of the workspace that the folder lacks; null when it lacks none.</param>
/// <param name="ToMain">The workspace against the main one; null when it is the main one or there is none.</param>
internal sealed record FolderStatus(ProjectPage Page, Workspace Workspace, Head Head, FolderReading Reading, TreeChanges Changes, Distance? Missed, Distance? ToMain)
{
    /// <summary>Reads the folder and asks the API.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="api">The API.</param>
    /// <param name="again">Read all files, also those that have not changed.</param>
    /// <param name="cancellation">Stops.</param>
    public static async Task<FolderStatus> OfAsync(WorkingFolder folder, FastestApi api, bool again, CancellationToken cancellation)
    {
        var reading = FolderReading.OfAsync(folder, null, again, [], cancellation);
        var page = await api.ProjectAsync(folder.Config.ProjectId, cancellation);
        var workspace = await api.WorkspaceAsync(folder.Config.WorkspaceId, cancellation);
        var head = await Head.OfAsync(folder, workspace, api, cancellation);
        var changes = TreeChanges.Of(await head.TreeAsync(folder, api, cancellation), (await reading).Tree);
        var (isBeyond, main) = (head.IsBeyond(folder), page.Main is { } found && found.Id != workspace.Id ? found : null);
        var graph = isBeyond || main is not null ? new SnapshotGraph(await api.SnapshotsAsync(workspace.Id, cancellation)) : null;
        return new(page, workspace, head, await reading, changes,
            isBeyond ? graph!.Between(folder.Base.SnapshotId, head.SnapshotId) : null, main is not null ? graph!.Between(head.SnapshotId, main.CurrentSnapshotId) : null);
    }
}
