using System.Text.Json.Serialization;

namespace EventSourced.Contracts.Fastest;

/// <summary>Prepares a sync of a workspace with the main one: merges main's changes and records what would be done, for 30 minutes. The tree is not changed.</summary>
/// <param name="WorkspaceId">The workspace that receives the changes.</param>
[Command("fastest.prepare_sync", Scope = nameof(PrepareSync.WorkspaceId), Allow = FastestPermission.Use)]
public sealed record PrepareSync([property: ScopedId] Guid WorkspaceId) : ICommand;

/// <summary>Executes a prepared sync once, if nothing that it was prepared from has changed.</summary>
/// <param name="WorkspaceId">The workspace.</param>
/// <param name="PreviewId">The preview.</param>
/// <param name="Decisions">An option for each path that the preview leaves to the user.</param>
/// <param name="CreateSnapshotBefore">Whether a snapshot of the tree before is taken.</param>
/// <param name="CreateSnapshotAfter">Whether a snapshot of the new tree is taken and becomes the head. Without it only the unsaved tree changes.</param>
[Command("fastest.execute_sync", Scope = nameof(ExecuteSync.WorkspaceId), Allow = FastestPermission.Use)]
public sealed record ExecuteSync(
    [property: ScopedId] Guid WorkspaceId, string PreviewId, IReadOnlyList<SyncChoice>? Decisions = null, bool CreateSnapshotBefore = true, bool CreateSnapshotAfter = true) : ICommand;

/// <summary>What a user decided about a path that a sync cannot decide about.</summary>
/// <param name="Path">The path.</param>
/// <param name="Option"><c>use_main</c> takes main's entry over, <c>use_workspace</c> keeps the workspace as it is.</param>
public sealed record SyncChoice(string Path, string Option)
{
    /// <summary>Takes main's entry over.</summary>
    public const string UseMain = "use_main";

    /// <summary>Keeps the workspace as it is.</summary>
    public const string UseWorkspace = "use_workspace";
}

/// <summary>Sets a workspace back to a snapshot of its project, which undoes a sync.</summary>
/// <param name="WorkspaceId">The workspace.</param>
/// <param name="SnapshotId">The snapshot.</param>
[Command("fastest.undo_sync", Scope = nameof(UndoSync.WorkspaceId), Allow = FastestPermission.Use)]
public sealed record UndoSync([property: ScopedId] Guid WorkspaceId, string SnapshotId) : ICommand;

/// <summary>A sync of a workspace with the main one was prepared. It names everything that its execution needs, so that no reader of the event needs manifests or blobs.</summary>
/// <param name="PreviewId">The preview. It contains the workspace, so that a preview of another workspace is recognised.</param>
/// <param name="WorkspaceId">The workspace that receives main's changes.</param>
/// <param name="ProjectId">Its project.</param>
/// <param name="UserId">Who prepared it and may execute it; null for an admin.</param>
/// <param name="MainWorkspaceId">The main workspace.</param>
/// <param name="WorkspaceSnapshotId">Head of the workspace. The sync is refused when it has moved.</param>
/// <param name="MainSnapshotId">Head of the main workspace. The sync is refused when it has moved.</param>
/// <param name="BaseSnapshotId">The base of the merge; null when the two have nothing in common.</param>
/// <param name="ManifestHash">The tree of the workspace, saved or not. The sync is refused when it has changed.</param>
/// <param name="Version">Version of the workspace. The sync is refused when it has changed.</param>
/// <param name="Copies">Entries that are copied from main.</param>
/// <param name="Merges">Files whose lines were merged; their bytes are stored as blobs of the user.</param>
/// <param name="Conflicts">Paths that the user has to decide about.</param>
/// <param name="FilesUnchanged">Paths that stay as they are.</param>
/// <param name="ExpiresAt">Until when it can be executed.</param>
[EventName("fastest.sync_prepared.v1")]
public sealed record SyncPrepared(
    string PreviewId, Guid WorkspaceId, Guid ProjectId, Guid? UserId, Guid MainWorkspaceId, string WorkspaceSnapshotId, string MainSnapshotId, string? BaseSnapshotId,
    string ManifestHash, int Version, IReadOnlyList<TreeItem> Copies, IReadOnlyList<TreeItem> Merges, IReadOnlyList<SyncConflict> Conflicts, int FilesUnchanged,
    DateTimeOffset ExpiresAt) : IEvent;

/// <summary>A path that a sync cannot decide about.</summary>
/// <param name="Main">Main's entry, which the option <c>use_main</c> takes over.</param>
/// <param name="Reason">Why, in a word: <c>deleted_in_workspace</c>, <c>same_lines</c>, <c>binary</c> …</param>
public sealed record SyncConflict(TreeItem Main, string Reason);

/// <summary>An entry of a file tree.</summary>
/// <param name="Path">Relative path with forward slashes.</param>
/// <param name="Type"><c>file</c>, <c>dir</c> or <c>symlink</c>.</param>
/// <param name="Hash">SHA-256 of a file's bytes, hex; otherwise null.</param>
/// <param name="Size">Of a file, in bytes.</param>
/// <param name="Mode">Permission bits; 0 when unknown.</param>
/// <param name="Target">Of a symbolic link; otherwise null.</param>
public sealed record TreeItem(string Path, string Type, string? Hash, long Size, int Mode, string? Target);

/// <summary>A workspace took over main's changes. Its preview is used up.</summary>
/// <param name="WorkspaceId">The workspace.</param>
/// <param name="ProjectId">Its project.</param>
/// <param name="PreviewId">The preview that was executed.</param>
/// <param name="SnapshotId">The new snapshot; null when none was taken, so that the head stays.</param>
/// <param name="ManifestHash">The new tree.</param>
/// <param name="Version">The new version of the workspace.</param>
/// <param name="MainWorkspaceId">The main workspace.</param>
/// <param name="MainSnapshotId">Head of the main workspace, which was merged.</param>
/// <param name="FilesAdded">Entries that were copied from main.</param>
/// <param name="FilesUpdated">Files whose lines were merged, and conflicts that were decided for main.</param>
/// <param name="MergeHistory">Up to where the workspace has taken over other ones now.</param>
[EventName("fastest.workspace_synced.v1")]
public sealed record WorkspaceSynced(
    Guid WorkspaceId, Guid ProjectId, string PreviewId, string? SnapshotId, string ManifestHash, int Version, Guid MainWorkspaceId, string MainSnapshotId, int FilesAdded, int FilesUpdated,
    IReadOnlyList<WorkspaceMerge> MergeHistory) : IEvent;

/// <summary>A workspace was set back to a snapshot, which undoes a sync.</summary>
/// <param name="WorkspaceId">The workspace.</param>
/// <param name="ProjectId">Its project.</param>
/// <param name="SnapshotId">The snapshot.</param>
/// <param name="ManifestHash">Its manifest.</param>
/// <param name="Version">The new version of the workspace.</param>
/// <param name="MergeHistory">What the snapshot contains of other workspaces: merges that it does not continue are undone.</param>
[EventName("fastest.workspace_reverted.v1")]
public sealed record WorkspaceReverted(Guid WorkspaceId, Guid ProjectId, string SnapshotId, string ManifestHash, int Version, IReadOnlyList<WorkspaceMerge> MergeHistory) : IEvent;

/// <summary>Up to where a workspace has taken over another one.</summary>
/// <param name="WorkspaceId">The other workspace.</param>
/// <param name="LastMergedSnapshot">Its head at that time.</param>
/// <param name="MergedAt">When.</param>
public sealed record WorkspaceMerge(Guid WorkspaceId, string LastMergedSnapshot, DateTimeOffset MergedAt);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SyncPrepared))]
[JsonSerializable(typeof(WorkspaceSynced))]
[JsonSerializable(typeof(WorkspaceReverted))]
internal sealed partial class FastestSyncsJson : JsonSerializerContext;
