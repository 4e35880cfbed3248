using EventSourced.Commands.Deciding;
using EventSourced.Commands.Fastest.ActionItems;
using EventSourced.Commands.Fastest.Snapshots;
using EventSourced.Contracts.Fastest;

namespace EventSourced.Commands.Fastest.Workspaces;

/// <summary>What decisions need to know about a workspace: its pointers, its syncs and its previews.</summary>
/// <param name="workspaceId">The workspace.</param>
internal sealed class WorkspaceState(Guid workspaceId) : StreamState(FastestStreams.Workspace(workspaceId))
{
    // More than a user has open at a time. Without a bound, a client that prepares in a loop would fill the memory.
    private const int MaxPreviews = 20;

    private readonly OrderedDictionary<string, SyncPrepared> _previews = new(StringComparer.Ordinal);
    private readonly List<Guid> _conversations = [];
    private Dictionary<Guid, MergedUpTo> _merges = [];

    public Guid WorkspaceId { get; } = workspaceId;

    public WorkspaceCreated? Created { get; private set; }

    public bool IsDeleted { get; private set; }

    /// <summary>The current snapshot; the base until the first own one.</summary>
    public string? CurrentSnapshotId { get; private set; }

    /// <summary>The current manifest; null until a snapshot or an update of the tree.</summary>
    public string? CurrentManifestHash { get; private set; }

    /// <summary>Counts syncs and their undoing, from 1. It is not the version of the stream.</summary>
    public int SyncVersion { get; private set; } = 1;

    /// <summary>Up to where it has taken over other workspaces.</summary>
    public IReadOnlyDictionary<Guid, MergedUpTo> Merges => _merges;

    /// <summary>Its conversations, in the order in which they came.</summary>
    public IReadOnlyList<Guid> Conversations => _conversations;

    /// <summary>Its action items and their runs.</summary>
    public KnownActionItems ActionItems { get; } = new();

    /// <summary>A preview that was not executed, or null. It may have expired.</summary>
    public SyncPrepared? PreviewOf(string previewId) => _previews.GetValueOrDefault(previewId);

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
            case SyncPrepared prepared:
                Add(prepared, fact.RecordedAt);
                break;
            case WorkspaceSynced synced:
                _previews.Remove(synced.PreviewId);
                (CurrentSnapshotId, CurrentManifestHash, SyncVersion) = (synced.SnapshotId ?? CurrentSnapshotId, synced.ManifestHash, synced.Version);
                _merges = MergeHistory.Of(synced.MergeHistory);
                break;
            case WorkspaceReverted reverted:
                (CurrentSnapshotId, CurrentManifestHash, SyncVersion) = (reverted.SnapshotId, reverted.ManifestHash, reverted.Version);
                _merges = MergeHistory.Of(reverted.MergeHistory);
                break;
            case WorkspaceConversationAdded added:
                _conversations.Add(added.ConversationId);
                break;
            case WorkspaceConversationRemoved removed:
                _conversations.Remove(removed.ConversationId);
                break;
            case WorkspaceDeleted:
                IsDeleted = true;
                break;
            default:
                ActionItems.When(fact.Event);
                break;
        }
    }

    private void Add(SyncPrepared prepared, DateTimeOffset now)
    {
        // The oldest are first, and all live equally long.
        while (_previews.Count > 0 && (_previews.Count >= MaxPreviews || _previews.GetAt(0).Value.ExpiresAt <= now)) _previews.RemoveAt(0);
        _previews[prepared.PreviewId] = prepared;
    }
}
