using System.Text.Json.Serialization;

namespace EventSourced.Contracts.Fastest;

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

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DriftCounted))]
[JsonSerializable(typeof(DriftCompared))]
internal sealed partial class FastestDriftJson : JsonSerializerContext;
