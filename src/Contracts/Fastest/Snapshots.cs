using System.Text.Json.Serialization;

namespace EventSourced.Contracts.Fastest;

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

/// <summary>Takes a snapshot of the unsaved tree of a workspace if a conversation has changed enough of it. Caused by the change.</summary>
/// <param name="WorkspaceId">The workspace.</param>
[Command("fastest.capture_change", Scope = nameof(CaptureChange.WorkspaceId))]
public sealed record CaptureChange([property: ScopedId] Guid WorkspaceId) : IFollowUp;

/// <summary>Takes snapshots of unsaved trees of workspaces with conversations, compares them with the main workspaces and analyses them. Sent by a schedule.</summary>
/// <param name="Now">The scheduled time.</param>
[Command("fastest.capture_trees")]
public sealed record CaptureTrees(DateTimeOffset Now) : ICommand;

/// <summary>A snapshot was registered: a file tree at one time, with the snapshots that it continues.</summary>
/// <param name="ProjectId">The project.</param>
/// <param name="SnapshotId">The snapshot: <c>snap-</c> and a ULID, or the id of the client, opaque.</param>
/// <param name="ManifestHash">SHA-256 of the manifest's bytes, hex.</param>
/// <param name="ParentSnapshotIds">Its parents as given, without repetitions; their order is significant.</param>
/// <param name="WorkspaceId">The workspace that it was taken in, or null.</param>
/// <param name="Source"><c>cli</c>, <c>web</c>, <c>system</c> or <c>import</c>.</param>
/// <param name="Summary">What it is, in words, or null.</param>
[EventName("fastest.snapshot_registered.v1")]
public sealed record SnapshotRegistered(
    Guid ProjectId, string SnapshotId, string ManifestHash, IReadOnlyList<string> ParentSnapshotIds, Guid? WorkspaceId, string Source, string? Summary) : IEvent, ISnapshotFacts;

/// <summary>A snapshot was taken on the server, as a part of something else such as a sync: it is no activity of its own.</summary>
/// <param name="ProjectId">The project.</param>
/// <param name="SnapshotId">The snapshot: <c>snap-</c> and a ULID.</param>
/// <param name="ManifestHash">SHA-256 of the manifest's bytes, hex.</param>
/// <param name="ParentSnapshotIds">Its parents: one, or for a merge two, first that of the workspace.</param>
/// <param name="WorkspaceId">The workspace that it was taken in.</param>
/// <param name="Source"><c>web</c> or <c>system</c>.</param>
/// <param name="Summary">What it is, in words, or null.</param>
[EventName("fastest.snapshot_taken.v1")]
public sealed record SnapshotTaken(
    Guid ProjectId, string SnapshotId, string ManifestHash, IReadOnlyList<string> ParentSnapshotIds, Guid? WorkspaceId, string Source, string? Summary) : IEvent, ISnapshotFacts;

/// <summary>A snapshot, in the events that bring one.</summary>
public interface ISnapshotFacts
{
    /// <summary>The project.</summary>
    Guid ProjectId { get; }

    /// <summary>The snapshot.</summary>
    string SnapshotId { get; }

    /// <summary>SHA-256 of the manifest's bytes, hex.</summary>
    string ManifestHash { get; }

    /// <summary>Its parents; their order is significant.</summary>
    IReadOnlyList<string> ParentSnapshotIds { get; }

    /// <summary>The workspace that it was taken in, or null.</summary>
    Guid? WorkspaceId { get; }

    /// <summary><c>cli</c>, <c>web</c>, <c>system</c> or <c>import</c>.</summary>
    string Source { get; }

    /// <summary>What it is, in words, or null.</summary>
    string? Summary { get; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SnapshotRegistered))]
[JsonSerializable(typeof(SnapshotTaken))]
internal sealed partial class FastestSnapshotsJson : JsonSerializerContext;
