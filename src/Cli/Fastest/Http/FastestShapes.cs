using System.Text.Json.Nodes;

namespace EventSourced.Cli.Fastest.Http;

// What the client reads of the API's answers; other members are passed over.

/// <summary>The codes of a device that signs in (RFC 8628).</summary>
internal sealed record DeviceCodes(string DeviceCode, string UserCode, string VerificationUri, string VerificationUriComplete, int ExpiresIn, int Interval);

/// <summary>The session of a device.</summary>
internal sealed record DeviceSession(string AccessToken, int ExpiresIn);

/// <summary>The user of the session.</summary>
internal sealed record User(string Id, string Email, string? Name);

internal sealed record UserAnswer(User User);

/// <summary>A project.</summary>
internal sealed record Project(string Id, string Name, string? MainWorkspaceId);

internal sealed record ProjectList(IReadOnlyList<Project> Projects);

internal sealed record ProjectAnswer(Project Project);

/// <summary>A project with its workspaces.</summary>
internal sealed record ProjectPage(Project Project, IReadOnlyList<Workspace> Workspaces)
{
    /// <summary>The main workspace, or null.</summary>
    public Workspace? Main => Workspaces.FirstOrDefault(w => w.Id == Project.MainWorkspaceId);
}

/// <summary>A workspace.</summary>
internal sealed record Workspace(string Id, string Name, string? CurrentSnapshotId, string? CurrentManifestHash);

internal sealed record WorkspaceAnswer(Workspace Workspace);

/// <summary>A snapshot.</summary>
internal sealed record Snapshot(string Id, string? WorkspaceId, string ManifestHash, IReadOnlyList<string> ParentSnapshotIds, string Source, string? Summary, string CreatedAt);

internal sealed record SnapshotAnswer(Snapshot Snapshot);

internal sealed record SnapshotList(IReadOnlyList<Snapshot> Snapshots);

/// <summary>Which blobs are stored.</summary>
internal sealed record BlobsKnown(IReadOnlyList<string> Missing);

/// <summary>A stored blob or manifest.</summary>
internal sealed record Stored(string Hash, bool Created);

/// <summary>A drift report.</summary>
internal sealed record DriftReport(
    string Id, IReadOnlyList<string> SourceOnly, IReadOnlyList<string> WorkspaceOnly, IReadOnlyList<string> BothSame, IReadOnlyList<string> BothDifferent, double OverlapRatio, string RiskLevel,
    bool? LargeFilesChanged);

/// <summary>A drift report as it was answered.</summary>
internal sealed record DriftAnswer(JsonObject Report);

/// <summary>What a sync would do. Without a preview id there is nothing to do.</summary>
internal sealed record SyncPlan(string? PreviewId, string Summary, IReadOnlyList<SyncAction> AutoActions, IReadOnlyList<SyncQuestion> Decisions);

/// <summary>What a sync does about a path: <c>copy_from_main</c> or <c>merged</c>.</summary>
internal sealed record SyncAction(string Path, string Action);

/// <summary>A path that somebody must decide about.</summary>
internal sealed record SyncQuestion(string Path, string Reason);

internal sealed record SyncPrepared(SyncPlan Preview);

/// <summary>What a sync did.</summary>
internal sealed record SyncDone(string SnapshotId, string ManifestHash, int FilesAdded, int FilesUpdated);
