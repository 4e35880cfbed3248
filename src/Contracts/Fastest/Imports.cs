using System.Text.Json.Serialization;

namespace EventSourced.Contracts.Fastest;

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

/// <summary>A file with a tree was imported. Recorded in the stream of the import, together with the events of its project and workspace.</summary>
/// <param name="ImportId">The import.</param>
/// <param name="OwnerUserId">Whose project it is.</param>
/// <param name="ProjectId">The project.</param>
/// <param name="WorkspaceId">The workspace.</param>
/// <param name="SnapshotId">The snapshot of the tree.</param>
/// <param name="ManifestHash">SHA-256 of its manifest, hex.</param>
/// <param name="IsNew">Whether this import registered the snapshot. Otherwise an earlier import of the same tree did, and nothing else was recorded.</param>
/// <param name="Files">Files of the tree.</param>
/// <param name="Directories">Directories that the file names.</param>
/// <param name="Symlinks">Symbolic links of the tree.</param>
/// <param name="Bytes">Bytes of all its files.</param>
/// <param name="LeftOut">Lines of the file that are not in the manifest, by reason.</param>
[EventName("fastest.manifest_imported.v1")]
public sealed record ManifestImported(
    Guid ImportId, Guid OwnerUserId, Guid ProjectId, Guid WorkspaceId, string SnapshotId, string ManifestHash, bool IsNew,
    int Files, int Directories, int Symlinks, long Bytes, IReadOnlyList<LeftOutLines> LeftOut) : IEvent;

/// <summary>Lines of a recorded tree that are not in its manifest for one reason.</summary>
/// <param name="Reason"><c>submodule</c>, <c>symlink_without_target</c> or <c>file_without_sha256</c>.</param>
/// <param name="Count">How many.</param>
/// <param name="Lines">The first of them, from 1.</param>
public sealed record LeftOutLines(string Reason, long Count, IReadOnlyList<long> Lines);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ManifestImported))]
internal sealed partial class FastestImportsJson : JsonSerializerContext;
