using System.Text.Json.Serialization;

namespace EventSourced.Contracts.Fastest;

/// <summary>Creates a workspace of a project.</summary>
/// <param name="ProjectId">The project.</param>
/// <param name="WorkspaceId">The workspace, an id of the project's scope.</param>
/// <param name="Name">Its name.</param>
/// <param name="MachineId">The machine, or null.</param>
/// <param name="BaseSnapshotId">A snapshot of the project to start from, or null.</param>
/// <param name="LocalPath">Its folder on the machine, or null.</param>
[Command("fastest.create_workspace", Scope = nameof(CreateWorkspace.ProjectId), Allow = FastestPermission.Use)]
public sealed record CreateWorkspace(
    Guid ProjectId, [property: ScopedId] Guid WorkspaceId, string Name, string? MachineId = null, string? BaseSnapshotId = null, string? LocalPath = null) : ICommand;

/// <summary>Records that a workspace is in use.</summary>
/// <param name="WorkspaceId">The workspace.</param>
[Command("fastest.touch_workspace", Scope = nameof(TouchWorkspace.WorkspaceId), Allow = FastestPermission.Use)]
public sealed record TouchWorkspace([property: ScopedId] Guid WorkspaceId) : ICommand;

/// <summary>Records that the tree of a workspace changed without a snapshot, if nobody else did so before.</summary>
/// <param name="WorkspaceId">The workspace.</param>
/// <param name="ManifestHash">The new manifest.</param>
/// <param name="PreviousManifestHash">The manifest that the caller knows; null when it knows none.</param>
/// <param name="ConversationId">The conversation of the workspace that changed the tree, or null.</param>
[Command("fastest.move_manifest", Scope = nameof(MoveManifest.WorkspaceId), Allow = FastestPermission.Use)]
public sealed record MoveManifest([property: ScopedId] Guid WorkspaceId, string ManifestHash, string? PreviousManifestHash = null, Guid? ConversationId = null) : ICommand;

/// <summary>Deletes a workspace.</summary>
/// <param name="WorkspaceId">The workspace.</param>
[Command("fastest.delete_workspace", "DELETE workspaces/{workspace_id}", Scope = nameof(DeleteWorkspace.WorkspaceId), Allow = FastestPermission.Use)]
public sealed record DeleteWorkspace([property: ScopedId] Guid WorkspaceId) : ICommand;

/// <summary>A workspace was created: a working copy of a project's tree on one machine.</summary>
/// <param name="WorkspaceId">The workspace.</param>
/// <param name="ProjectId">Its project.</param>
/// <param name="Name">Its name, trimmed.</param>
/// <param name="MachineId">The machine, or null.</param>
/// <param name="BaseSnapshotId">The snapshot that it starts from, or null.</param>
/// <param name="LocalPath">Its folder on the machine, or null.</param>
[EventName("fastest.workspace_created.v1")]
public sealed record WorkspaceCreated(Guid WorkspaceId, Guid ProjectId, string Name, string? MachineId, string? BaseSnapshotId, string? LocalPath) : IEvent;

/// <summary>A workspace reported that it is in use.</summary>
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

/// <summary>A workspace was deleted.</summary>
/// <param name="WorkspaceId">The workspace.</param>
/// <param name="ProjectId">Its project.</param>
[EventName("fastest.workspace_deleted.v1")]
public sealed record WorkspaceDeleted(Guid WorkspaceId, Guid ProjectId) : IEvent;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WorkspaceCreated))]
[JsonSerializable(typeof(WorkspaceSeen))]
[JsonSerializable(typeof(WorkspaceManifestMoved))]
[JsonSerializable(typeof(WorkspaceHeadMoved))]
[JsonSerializable(typeof(WorkspaceDeleted))]
internal sealed partial class FastestWorkspacesJson : JsonSerializerContext;
