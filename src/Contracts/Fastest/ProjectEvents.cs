namespace EventSourced.Contracts.Fastest;

/// <summary>A project was created.</summary>
/// <param name="ProjectId">The project.</param>
/// <param name="OwnerUserId">Whose it is.</param>
/// <param name="Name">Its name, trimmed.</param>
[EventName("fastest.project_created.v1")]
public sealed record ProjectCreated(Guid ProjectId, Guid OwnerUserId, string Name) : IEvent;

/// <summary>A workspace of the project became its main one.</summary>
/// <param name="ProjectId">The project.</param>
/// <param name="WorkspaceId">The workspace.</param>
[EventName("fastest.project_main_set.v1")]
public sealed record ProjectMainSet(Guid ProjectId, Guid WorkspaceId) : IEvent;

/// <summary>The brief of a project was written.</summary>
/// <param name="ProjectId">The project.</param>
/// <param name="Intent">What it is for: <c>startup</c>, <c>personal_tool</c> or another word.</param>
/// <param name="Brief">The brief, a JSON object.</param>
[EventName("fastest.project_brief_written.v1")]
public sealed record ProjectBriefWritten(Guid ProjectId, string Intent, string Brief) : IEvent;

/// <summary>Environment variables of a project were set.</summary>
/// <param name="ProjectId">The project.</param>
/// <param name="Variables">The variables; keys are unique.</param>
[EventName("fastest.env_vars_set.v1")]
public sealed record EnvVarsSet(Guid ProjectId, IReadOnlyList<EnvVar> Variables) : IEvent;

/// <summary>An environment variable.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Value">Its value; encrypted when it is secret: <c>enc:v1:</c> and base64 of nonce, ciphertext and tag.</param>
/// <param name="IsSecret">Whether its value is shown to nobody but the owner's programs.</param>
public sealed record EnvVar(string Key, string Value, bool IsSecret);

/// <summary>An environment variable of a project was removed.</summary>
/// <param name="ProjectId">The project.</param>
/// <param name="Key">Its name.</param>
[EventName("fastest.env_var_removed.v1")]
public sealed record EnvVarRemoved(Guid ProjectId, string Key) : IEvent;

/// <summary>A project got a workspace. Recorded in the project's stream, so that it knows its workspaces.</summary>
/// <param name="ProjectId">The project.</param>
/// <param name="WorkspaceId">The workspace.</param>
[EventName("fastest.project_workspace_added.v1")]
public sealed record ProjectWorkspaceAdded(Guid ProjectId, Guid WorkspaceId) : IEvent;

/// <summary>A workspace of a project was deleted. Recorded in the project's stream.</summary>
/// <param name="ProjectId">The project.</param>
/// <param name="WorkspaceId">The workspace.</param>
[EventName("fastest.project_workspace_removed.v1")]
public sealed record ProjectWorkspaceRemoved(Guid ProjectId, Guid WorkspaceId) : IEvent;

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

/// <summary>A project was deleted, with everything in it.</summary>
/// <param name="ProjectId">The project.</param>
/// <param name="WorkspaceIds">Its workspaces at that time.</param>
[EventName("fastest.project_deleted.v1")]
public sealed record ProjectDeleted(Guid ProjectId, IReadOnlyList<Guid> WorkspaceIds) : IEvent;
