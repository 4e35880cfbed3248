namespace EventSourced.Contracts.Fastest;

/// <summary>Opens a session of a user whose address is verified, and registers the user the first time. Sent by the product routes.</summary>
/// <param name="UserId">The user, derived from the address.</param>
/// <param name="TokenHash">SHA-256 of the session's token, hex.</param>
/// <param name="Email">The address in lower case.</param>
/// <param name="Name">Name shown to people, or null.</param>
/// <param name="Picture">Address of a picture, or null.</param>
[Command("fastest.open_session", Scope = nameof(OpenUserSession.UserId), Allow = FastestPermission.SignIn)]
public sealed record OpenUserSession(
    Guid UserId, string TokenHash,
    [property: Personal(nameof(OpenUserSession.UserId), Prefix = "fastest-user/")] string? Email,
    [property: Personal(nameof(OpenUserSession.UserId), Prefix = "fastest-user/")] string? Name = null,
    [property: Personal(nameof(OpenUserSession.UserId), Prefix = "fastest-user/")] string? Picture = null) : ICommand;

/// <summary>Registers a user whose address is verified, unless they are registered. Sent by the product routes.</summary>
/// <param name="UserId">The user, derived from the address.</param>
/// <param name="Email">The address in lower case.</param>
/// <param name="Name">Name shown to people, or null.</param>
/// <param name="Picture">Address of a picture, or null.</param>
[Command("fastest.register_user", Scope = nameof(RegisterUser.UserId), Allow = FastestPermission.SignIn)]
public sealed record RegisterUser(
    Guid UserId,
    [property: Personal(nameof(RegisterUser.UserId), Prefix = "fastest-user/")] string? Email,
    [property: Personal(nameof(RegisterUser.UserId), Prefix = "fastest-user/")] string? Name = null,
    [property: Personal(nameof(RegisterUser.UserId), Prefix = "fastest-user/")] string? Picture = null) : ICommand;

/// <summary>Issues the codes of a device that wants to act for a user (RFC 8628). Sent by the product routes.</summary>
/// <param name="DeviceCode">32 random letters and digits.</param>
/// <param name="UserCode">Four letters, a hyphen, four digits.</param>
[Command("fastest.start_device", Scope = nameof(StartDevice.DeviceCode), Allow = FastestPermission.SignIn)]
public sealed record StartDevice(string DeviceCode, string UserCode) : ICommand;

/// <summary>Lets a device act for a user. Sent by the product routes.</summary>
/// <param name="UserCode">The code that the device shows.</param>
/// <param name="UserId">The user.</param>
[Command("fastest.authorize_device", Scope = nameof(AuthorizeDevice.UserCode), Allow = FastestPermission.SignIn)]
public sealed record AuthorizeDevice(string UserCode, Guid UserId) : ICommand;

/// <summary>Refuses a device. Sent by the product routes.</summary>
/// <param name="UserCode">The code that the device shows.</param>
[Command("fastest.deny_device", Scope = nameof(DenyDevice.UserCode), Allow = FastestPermission.SignIn)]
public sealed record DenyDevice(string UserCode) : ICommand;

/// <summary>Exchanges the code of an authorized device for a session, once. Sent by the product routes.</summary>
/// <param name="DeviceCode">The device code.</param>
/// <param name="TokenHash">SHA-256 of the session's token, hex.</param>
[Command("fastest.exchange_device_code", Scope = nameof(ExchangeDeviceCode.DeviceCode), Allow = FastestPermission.SignIn)]
public sealed record ExchangeDeviceCode(string DeviceCode, string TokenHash) : ICommand;

/// <summary>Issues a code with which the owner of an address signs in once, within 15 minutes. Sent by the product routes.</summary>
/// <param name="UserId">The user, derived from the address.</param>
/// <param name="Code">32 random letters and digits.</param>
/// <param name="Email">The address in lower case.</param>
[Command("fastest.issue_auth_code", Scope = nameof(IssueAuthCode.Code))]
public sealed record IssueAuthCode(Guid UserId, string Code, [property: Personal(nameof(IssueAuthCode.UserId), Prefix = "fastest-user/")] string? Email) : ICommand;

/// <summary>Opens a session with a code that was sent to an address. Sent by the product routes.</summary>
/// <param name="UserId">The user, derived from the address.</param>
/// <param name="Code">The code.</param>
/// <param name="TokenHash">SHA-256 of the session's token, hex.</param>
/// <param name="Email">The address in lower case.</param>
[Command("fastest.redeem_auth_code", Scope = nameof(RedeemAuthCode.Code), Allow = FastestPermission.SignIn)]
public sealed record RedeemAuthCode(
    Guid UserId, string Code, string TokenHash, [property: Personal(nameof(RedeemAuthCode.UserId), Prefix = "fastest-user/")] string? Email) : ICommand;

/// <summary>Saves the key of a provider, instead of an earlier one. Sent by the product routes, which encrypt it.</summary>
/// <param name="UserId">The user.</param>
/// <param name="Provider">The provider.</param>
/// <param name="KeyValue">The encrypted key.</param>
[Command("fastest.save_api_key", Scope = nameof(SaveApiKey.UserId), Allow = FastestPermission.Use)]
public sealed record SaveApiKey(Guid UserId, string Provider, string KeyValue) : ICommand;

/// <summary>Creates a project.</summary>
/// <param name="ProjectId">The project, chosen by the caller.</param>
/// <param name="OwnerUserId">Whose it is.</param>
/// <param name="Name">Its name.</param>
[Command("fastest.create_project", Scope = nameof(CreateProject.ProjectId), Allow = FastestPermission.Use)]
public sealed record CreateProject(Guid ProjectId, Guid OwnerUserId, string Name) : ICommand;

/// <summary>Makes a workspace of a project its main one.</summary>
/// <param name="ProjectId">The project.</param>
/// <param name="WorkspaceId">The workspace.</param>
[Command("fastest.set_main_workspace", Scope = nameof(SetMainWorkspace.ProjectId), Allow = FastestPermission.Use)]
public sealed record SetMainWorkspace(Guid ProjectId, Guid WorkspaceId) : ICommand;

/// <summary>Writes the brief of a project.</summary>
/// <param name="ProjectId">The project.</param>
/// <param name="Intent">What it is for; equal to the brief's own <c>intent</c>.</param>
/// <param name="Brief">The brief, a JSON object.</param>
[Command("fastest.write_brief", Scope = nameof(WriteBrief.ProjectId), Allow = FastestPermission.Use)]
public sealed record WriteBrief(Guid ProjectId, string Intent, string Brief) : ICommand;

/// <summary>Sets environment variables of a project. Sent by the product routes, which encrypt secret values.</summary>
/// <param name="ProjectId">The project.</param>
/// <param name="Variables">The variables.</param>
[Command("fastest.set_env_vars", Scope = nameof(SetEnvVars.ProjectId), Allow = FastestPermission.Use)]
public sealed record SetEnvVars(Guid ProjectId, IReadOnlyList<EnvVar> Variables) : ICommand;

/// <summary>Removes an environment variable of a project.</summary>
/// <param name="ProjectId">The project.</param>
/// <param name="Key">Its name.</param>
[Command("fastest.remove_env_var", Scope = nameof(RemoveEnvVar.ProjectId), Allow = FastestPermission.Use)]
public sealed record RemoveEnvVar(Guid ProjectId, string Key) : ICommand;

/// <summary>Deletes a project with everything in it.</summary>
/// <param name="ProjectId">The project.</param>
[Command("fastest.delete_project", "DELETE projects/{project_id}", Scope = nameof(DeleteProject.ProjectId), Allow = FastestPermission.Use)]
public sealed record DeleteProject(Guid ProjectId) : ICommand;

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

/// <summary>Registers a snapshot, once for its id.</summary>
/// <param name="ProjectId">The project.</param>
/// <param name="ManifestHash">SHA-256 of a stored manifest, hex.</param>
/// <param name="SnapshotId">The client's id; null for a new one.</param>
/// <param name="ParentSnapshotIds">The snapshots of the project that it continues.</param>
/// <param name="WorkspaceId">A workspace of the project that it was taken in, or null.</param>
/// <param name="Source"><c>cli</c>, <c>web</c>, <c>system</c> or <c>import</c>.</param>
/// <param name="Summary">What it is, in words, or null.</param>
/// <param name="ExpectedHead">The snapshot that the workspace must still have, empty for none; null to register it in any case.</param>
[Command("fastest.register_snapshot", Scope = nameof(RegisterSnapshot.ProjectId), Allow = FastestPermission.Use)]
public sealed record RegisterSnapshot(
    Guid ProjectId, string ManifestHash, string? SnapshotId = null, IReadOnlyList<string>? ParentSnapshotIds = null, Guid? WorkspaceId = null, string Source = "cli",
    string? Summary = null, string? ExpectedHead = null) : ICommand;

/// <summary>Records what a client counted between a working tree and the snapshot that it started from.</summary>
/// <param name="WorkspaceId">The workspace.</param>
/// <param name="FilesAdded">Files that the snapshot has not.</param>
/// <param name="FilesModified">Files that differ.</param>
/// <param name="FilesDeleted">Files that only the snapshot has.</param>
/// <param name="BytesChanged">Bytes of added and deleted files, and differences in size of modified ones.</param>
[Command("fastest.count_drift", Scope = nameof(CountDrift.WorkspaceId), Allow = FastestPermission.Use)]
public sealed record CountDrift([property: ScopedId] Guid WorkspaceId, int FilesAdded = 0, int FilesModified = 0, int FilesDeleted = 0, long BytesChanged = 0) : ICommand;

/// <summary>Compares the manifests of two workspaces of a project.</summary>
/// <param name="WorkspaceId">The workspace.</param>
/// <param name="SourceWorkspaceId">The workspace to compare it with; null for the project's main one.</param>
/// <param name="IncludeDirty">Whether unsaved trees are compared where there are any.</param>
[Command("fastest.compare_drift", Scope = nameof(CompareDrift.WorkspaceId), Allow = FastestPermission.Use)]
public sealed record CompareDrift([property: ScopedId] Guid WorkspaceId, Guid? SourceWorkspaceId = null, bool IncludeDirty = false) : ICommand;

/// <summary>
/// Imports a file tree: a manifest, or a recorded tree with one JSON object per file (<c>path</c>, <c>mode</c>, <c>size</c>, <c>sha256</c>), plain or gzip. It becomes a snapshot
/// of a workspace. A drift report compares it with the snapshot before it in the main workspace, or with main in another workspace. Import a history in its order.
/// </summary>
/// <param name="ImportId">The import.</param>
/// <param name="ObjectKey">Key of the bytes in the object store until the import ends.</param>
/// <param name="Project">Name of the project. The first import under a name creates the project.</param>
/// <param name="Workspace">Name of the workspace. The first import under a name creates it: the project's first becomes the main one, others start from main's snapshot.</param>
/// <param name="Label">What the snapshot is called, such as a release; null when it has no name.</param>
/// <param name="ProjectId">A project that exists, instead of the one of this name.</param>
/// <param name="OwnerEmail">Whose project it is, for an admin; a user's imports are the user's own.</param>
[Command("fastest.import_manifest", Scope = nameof(ImportManifest.ProjectId) + "," + nameof(ImportManifest.Project), Allow = FastestPermission.Use)]
public sealed record ImportManifest(
    [property: Uploaded(UploadValue.ImportId)] Guid ImportId, [property: Uploaded(UploadValue.ObjectKey)] string ObjectKey,
    string Project, string Workspace = "main", string? Label = null, Guid? ProjectId = null,
    [property: Personal(nameof(ImportManifest.ImportId), Prefix = "fastest-import/")] string? OwnerEmail = null) : ICommand;

/// <summary>Removes uploads of trees that no import has taken for a week. Sent by a schedule.</summary>
/// <param name="Now">The scheduled time.</param>
[Command("fastest.sweep_uploads")]
public sealed record SweepUploads(DateTimeOffset Now) : ICommand;

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

/// <summary>Takes a snapshot of the unsaved tree of a workspace if a conversation has changed enough of it. Caused by the change.</summary>
/// <param name="WorkspaceId">The workspace.</param>
[Command("fastest.capture_change", Scope = nameof(CaptureChange.WorkspaceId))]
public sealed record CaptureChange([property: ScopedId] Guid WorkspaceId) : IFollowUp;

/// <summary>Takes snapshots of unsaved trees of workspaces with conversations, compares them with the main workspaces and analyses them. Sent by a schedule.</summary>
/// <param name="Now">The scheduled time.</param>
[Command("fastest.capture_trees")]
public sealed record CaptureTrees(DateTimeOffset Now) : ICommand;

/// <summary>Permissions of Fastest.</summary>
public static class FastestPermission
{
    /// <summary>Allows what a user may do with the own projects.</summary>
    public const string Use = "fastest.use";

    /// <summary>Allows what the API does for callers who have no session yet.</summary>
    public const string SignIn = "fastest.sign_in";
}
