using System.Text.Json.Serialization;

namespace EventSourced.Contracts.Fastest;

/// <summary>JSON of Fastest events in the log: snake_case members, nulls omitted.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(UserRegistered))]
[JsonSerializable(typeof(UserSessionOpened))]
[JsonSerializable(typeof(DeviceCodeIssued))]
[JsonSerializable(typeof(UserCodeAssigned))]
[JsonSerializable(typeof(DeviceAuthorized))]
[JsonSerializable(typeof(DeviceDenied))]
[JsonSerializable(typeof(DeviceCodeExchanged))]
[JsonSerializable(typeof(AuthCodeIssued))]
[JsonSerializable(typeof(AuthCodeUsed))]
[JsonSerializable(typeof(ApiKeySaved))]
[JsonSerializable(typeof(ProjectCreated))]
[JsonSerializable(typeof(ProjectMainSet))]
[JsonSerializable(typeof(ProjectBriefWritten))]
[JsonSerializable(typeof(EnvVarsSet))]
[JsonSerializable(typeof(EnvVarRemoved))]
[JsonSerializable(typeof(ProjectWorkspaceAdded))]
[JsonSerializable(typeof(ProjectWorkspaceRemoved))]
[JsonSerializable(typeof(SnapshotRegistered))]
[JsonSerializable(typeof(SnapshotTaken))]
[JsonSerializable(typeof(ProjectDeleted))]
[JsonSerializable(typeof(WorkspaceCreated))]
[JsonSerializable(typeof(WorkspaceSeen))]
[JsonSerializable(typeof(WorkspaceManifestMoved))]
[JsonSerializable(typeof(WorkspaceHeadMoved))]
[JsonSerializable(typeof(DriftCounted))]
[JsonSerializable(typeof(DriftCompared))]
[JsonSerializable(typeof(SyncPrepared))]
[JsonSerializable(typeof(WorkspaceSynced))]
[JsonSerializable(typeof(WorkspaceReverted))]
[JsonSerializable(typeof(WorkspaceDeleted))]
[JsonSerializable(typeof(ManifestImported))]
[JsonSerializable(typeof(AtlasIndexed))]
[JsonSerializable(typeof(AtlasPageIndexed))]
[JsonSerializable(typeof(DiagramDrawn))]
public sealed partial class FastestEventsJson : JsonSerializerContext;
