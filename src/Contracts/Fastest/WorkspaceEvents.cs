namespace EventSourced.Contracts.Fastest;

/// <summary>A workspace was created: a working copy of a project's tree on one machine.</summary>
/// <param name="WorkspaceId">The workspace.</param>
/// <param name="ProjectId">Its project.</param>
/// <param name="Name">Its name, trimmed.</param>
/// <param name="MachineId">The machine, or null.</param>
/// <param name="BaseSnapshotId">The snapshot that it starts from, or null.</param>
/// <param name="LocalPath">Its folder on the machine, or null.</param>
[EventName("fastest.workspace_created.v1")]
public sealed record WorkspaceCreated(Guid WorkspaceId, Guid ProjectId, string Name, string? MachineId, string? BaseSnapshotId, string? LocalPath) : IEvent;

/// <summary>A workspace told that it is in use.</summary>
/// <param name="WorkspaceId">The workspace.</param>
[EventName("fastest.workspace_seen.v1")]
public sealed record WorkspaceSeen(Guid WorkspaceId) : IEvent;

/// <summary>The tree of a workspace changed without a snapshot.</summary>
/// <param name="WorkspaceId">The workspace.</param>
/// <param name="ManifestHash">The new manifest.</param>
/// <param name="ConversationId">The conversation that changed it, or null.</param>
[EventName("fastest.workspace_manifest_moved.v1")]
public sealed record WorkspaceManifestMoved(Guid WorkspaceId, string ManifestHash, Guid? ConversationId = null) : IEvent;

/// <summary>A snapshot of a workspace became its current one.</summary>
/// <param name="WorkspaceId">The workspace.</param>
/// <param name="SnapshotId">The snapshot.</param>
/// <param name="ManifestHash">Its manifest.</param>
[EventName("fastest.workspace_head_moved.v1")]
public sealed record WorkspaceHeadMoved(Guid WorkspaceId, string SnapshotId, string ManifestHash) : IEvent;

/// <summary>A client counted how a working tree differs from the snapshot that it started from.</summary>
/// <param name="ReportId">The report.</param>
/// <param name="WorkspaceId">The workspace.</param>
/// <param name="ProjectId">Its project.</param>
/// <param name="FilesAdded">Files that the snapshot has not.</param>
/// <param name="FilesModified">Files that differ.</param>
/// <param name="FilesDeleted">Files that only the snapshot has.</param>
/// <param name="BytesChanged">Bytes of added and deleted files, and differences in size of modified ones.</param>
[EventName("fastest.drift_counted.v1")]
public sealed record DriftCounted(Guid ReportId, Guid WorkspaceId, Guid ProjectId, int FilesAdded, int FilesModified, int FilesDeleted, long BytesChanged) : IEvent;

/// <summary>The manifests of two workspaces were compared. The lists are complete, so that no reader of the event needs the manifests.</summary>
/// <param name="ReportId">The report.</param>
/// <param name="WorkspaceId">The workspace.</param>
/// <param name="ProjectId">Its project.</param>
/// <param name="SourceWorkspaceId">The workspace that it is compared with.</param>
/// <param name="WorkspaceSnapshotId">The compared snapshot of the workspace; null when its unsaved tree was compared.</param>
/// <param name="SourceSnapshotId">The compared snapshot of the source; null when its unsaved tree was compared.</param>
/// <param name="SourceOnly">Paths that only the source has, in ascending order of characters like the other lists.</param>
/// <param name="WorkspaceOnly">Paths that only the workspace has.</param>
/// <param name="BothSame">Paths with the same content.</param>
/// <param name="BothDifferent">Paths with different content.</param>
[EventName("fastest.drift_compared.v1")]
public sealed record DriftCompared(
    Guid ReportId, Guid WorkspaceId, Guid ProjectId, Guid SourceWorkspaceId, string? WorkspaceSnapshotId, string? SourceSnapshotId,
    IReadOnlyList<string> SourceOnly, IReadOnlyList<string> WorkspaceOnly, IReadOnlyList<string> BothSame, IReadOnlyList<string> BothDifferent) : IEvent;

/// <summary>A workspace was deleted.</summary>
/// <param name="WorkspaceId">The workspace.</param>
/// <param name="ProjectId">Its project.</param>
[EventName("fastest.workspace_deleted.v1")]
public sealed record WorkspaceDeleted(Guid WorkspaceId, Guid ProjectId) : IEvent;
