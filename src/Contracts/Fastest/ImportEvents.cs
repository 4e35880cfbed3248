namespace EventSourced.Contracts.Fastest;

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
