namespace EventSourced.Commands.Fastest.Snapshots;

/// <summary>A snapshot in the graph of its project.</summary>
/// <param name="Id">The snapshot.</param>
/// <param name="Parents">The snapshots that it continues: none for a root, two for a merge.</param>
/// <param name="CreatedAt">When it was registered.</param>
/// <param name="WorkspaceId">The workspace that made it, or null.</param>
public sealed record SnapshotNode(string Id, IReadOnlyList<string> Parents, DateTimeOffset CreatedAt, Guid? WorkspaceId = null);

/// <summary>A snapshot names a parent that the project does not have, so that its history is not known.</summary>
/// <param name="snapshotId">The snapshot.</param>
/// <param name="parentId">The missing parent.</param>
public sealed class MissingParentException(string snapshotId, string parentId)
    : Exception($"The snapshot {snapshotId} names the parent {parentId}, which the project does not have. Register the parent first.")
{
    /// <summary>The snapshot.</summary>
    public string SnapshotId { get; } = snapshotId;

    /// <summary>The missing parent.</summary>
    public string ParentId { get; } = parentId;
}
