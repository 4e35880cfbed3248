using EventSourced.Commands.Deciding;
using EventSourced.Contracts.Fastest;

namespace EventSourced.Commands.Fastest.Workspaces;

/// <summary>What decisions need to know about a workspace: its pointers.</summary>
/// <param name="workspaceId">The workspace.</param>
internal sealed class WorkspaceState(Guid workspaceId) : StreamState(FastestStreams.Workspace(workspaceId))
{
    public Guid WorkspaceId { get; } = workspaceId;

    public WorkspaceCreated? Created { get; private set; }

    public bool IsDeleted { get; private set; }

    /// <summary>The current snapshot; the base until the first own one.</summary>
    public string? CurrentSnapshotId { get; private set; }

    /// <summary>The current manifest; null until a snapshot or an update of the tree.</summary>
    public string? CurrentManifestHash { get; private set; }

    protected override void When(Fact fact)
    {
        switch (fact.Event)
        {
            case WorkspaceCreated created:
                (Created, CurrentSnapshotId) = (created, created.BaseSnapshotId);
                break;
            case WorkspaceManifestMoved moved:
                CurrentManifestHash = moved.ManifestHash;
                break;
            case WorkspaceHeadMoved moved:
                (CurrentSnapshotId, CurrentManifestHash) = (moved.SnapshotId, moved.ManifestHash);
                break;
            case WorkspaceDeleted:
                IsDeleted = true;
                break;
        }
    }
}
