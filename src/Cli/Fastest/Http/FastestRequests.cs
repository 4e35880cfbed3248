using System.Text.Json.Nodes;

namespace EventSourced.Cli.Fastest.Http;

/// <summary>The requests of the client, by name.</summary>
internal static class FastestRequests
{
    /// <summary>Snapshots in one answer, and no more can be asked for.</summary>
    public const int MostSnapshots = 100;

    public static Task<DeviceCodes> StartDeviceAsync(this FastestApi api, CancellationToken cancellation) => api.SendAsync<DeviceCodes>(HttpMethod.Post, "v1/oauth/device", null, cancellation);

    public static Task<DeviceSession> PollDeviceAsync(this FastestApi api, string deviceCode, CancellationToken cancellation) =>
        api.SendAsync<DeviceSession>(HttpMethod.Post, "v1/oauth/token", new { grant_type = "urn:ietf:params:oauth:grant-type:device_code", device_code = deviceCode }, cancellation);

    public static async Task<User> UserAsync(this FastestApi api, CancellationToken cancellation) => (await api.GetAsync<UserAnswer>("v1/auth/me", cancellation)).User;

    public static async Task<IReadOnlyList<Project>> ProjectsAsync(this FastestApi api, CancellationToken cancellation) => (await api.GetAsync<ProjectList>("v1/projects", cancellation)).Projects;

    public static Task<ProjectPage> ProjectAsync(this FastestApi api, string id, CancellationToken cancellation) => api.GetAsync<ProjectPage>($"v1/projects/{Uri.EscapeDataString(id)}", cancellation);

    public static async Task<Project> CreateProjectAsync(this FastestApi api, string name, CancellationToken cancellation) =>
        (await api.SendAsync<ProjectAnswer>(HttpMethod.Post, "v1/projects", new { name }, cancellation)).Project;

    public static async Task<Workspace> CreateWorkspaceAsync(this FastestApi api, string project, string name, string? baseSnapshot, string folder, CancellationToken cancellation) =>
        (await api.SendAsync<WorkspaceAnswer>(HttpMethod.Post, $"v1/projects/{project}/workspaces",
            new { name, base_snapshot_id = baseSnapshot, machine_id = Environment.MachineName, local_path = folder }, cancellation)).Workspace;

    public static Task<ProjectAnswer> MakeMainAsync(this FastestApi api, string project, string workspace, CancellationToken cancellation) =>
        api.SendAsync<ProjectAnswer>(HttpMethod.Put, $"v1/projects/{project}/main-workspace", new { workspace_id = workspace }, cancellation);

    public static async Task<Workspace> WorkspaceAsync(this FastestApi api, string id, CancellationToken cancellation) => (await api.GetAsync<WorkspaceAnswer>($"v1/workspaces/{id}", cancellation)).Workspace;

    public static async Task<Snapshot> SnapshotAsync(this FastestApi api, string id, CancellationToken cancellation) =>
        (await api.GetAsync<SnapshotAnswer>($"v1/snapshots/{Uri.EscapeDataString(id)}", cancellation)).Snapshot;

    /// <summary>The newest snapshots of a workspace's project.</summary>
    public static async Task<IReadOnlyList<Snapshot>> SnapshotsAsync(this FastestApi api, string workspace, CancellationToken cancellation) =>
        (await api.GetAsync<SnapshotList>($"v1/workspaces/{workspace}/snapshots?limit={MostSnapshots}", cancellation)).Snapshots;

    public static async Task<IReadOnlyList<string>> MissingAsync(this FastestApi api, IReadOnlyList<string> hashes, CancellationToken cancellation) =>
        (await api.SendAsync<BlobsKnown>(HttpMethod.Post, "v1/blobs/exists", new { hashes }, cancellation)).Missing;

    public static Task<Stored> StoreManifestAsync(this FastestApi api, string hash, byte[] manifest, CancellationToken cancellation) =>
        api.StoreAsync($"v1/blobs/manifests/{hash}", () => new ByteArrayContent(manifest), manifest.Length, cancellation);

    public static Task<byte[]> ManifestAsync(this FastestApi api, string hash, CancellationToken cancellation) => api.BytesAsync($"v1/blobs/manifests/{hash}", cancellation);

    public static async Task<Snapshot> RegisterAsync(this FastestApi api, string project, string workspace, string manifest, string? parent, string? summary, CancellationToken cancellation) =>
        (await api.SendAsync<SnapshotAnswer>(HttpMethod.Post, $"v1/projects/{project}/snapshots",
            new { manifest_hash = manifest, parent_snapshot_ids = parent is null ? [] : (string[])[parent], workspace_id = workspace, source = "cli", summary, expected_head = parent ?? "" }, cancellation)).Snapshot;

    /// <summary>The report as it was answered: <c>--json</c> prints all of it.</summary>
    public static async Task<JsonObject> CompareAsync(this FastestApi api, string workspace, string source, CancellationToken cancellation) =>
        (await api.GetAsync<DriftAnswer>($"v1/workspaces/{workspace}/drift/compare?source_workspace_id={source}", cancellation)).Report.DeepClone().AsObject();

    public static Task<DriftAnswer> CountDriftAsync(this FastestApi api, string workspace, int added, int modified, int deleted, long bytes, CancellationToken cancellation) =>
        api.SendAsync<DriftAnswer>(HttpMethod.Post, $"v1/workspaces/{workspace}/drift", new { files_added = added, files_modified = modified, files_deleted = deleted, bytes_changed = bytes }, cancellation);

    public static async Task<SyncPlan> PrepareSyncAsync(this FastestApi api, string workspace, CancellationToken cancellation) =>
        (await api.SendAsync<SyncPrepared>(HttpMethod.Post, $"v1/workspaces/{workspace}/sync/prepare", null, cancellation)).Preview;

    public static Task<SyncDone> ExecuteSyncAsync(this FastestApi api, string workspace, string preview, IReadOnlyDictionary<string, string> decisions, CancellationToken cancellation) =>
        api.SendAsync<SyncDone>(HttpMethod.Post, $"v1/workspaces/{workspace}/sync/execute", new { preview_id = preview, decisions }, cancellation);
}
