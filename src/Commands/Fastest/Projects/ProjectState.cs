using EventSourced.Commands.Deciding;
using EventSourced.Commands.Fastest.Guidance;
using EventSourced.Commands.Fastest.Snapshots;
using EventSourced.Contracts.Fastest;

namespace EventSourced.Commands.Fastest.Projects;

/// <summary>A snapshot of the project.</summary>
/// <param name="Facts">Its event.</param>
/// <param name="At">When it was registered or taken.</param>
/// <param name="Position">Log position of the event.</param>
internal sealed record KnownSnapshot(ISnapshotFacts Facts, DateTimeOffset At, long Position)
{
    public string Id => Facts.SnapshotId;

    public string ManifestHash => Facts.ManifestHash;

    /// <summary>The snapshot in the graph of its project.</summary>
    public SnapshotNode Node => new(Id, Facts.ParentSnapshotIds, At, Facts.WorkspaceId);
}

/// <summary>What decisions need to know about a project: its owner, its workspaces and its snapshots.</summary>
/// <param name="projectId">The project.</param>
internal sealed class ProjectState(Guid projectId) : StreamState(FastestStreams.Project(projectId))
{
    private readonly Dictionary<string, KnownSnapshot> _snapshots = new(StringComparer.Ordinal);
    private readonly Dictionary<Guid, KnownSnapshot> _newest = [];
    private readonly HashSet<Guid> _workspaces = [];
    private readonly HashSet<string> _variables = new(StringComparer.Ordinal);
    private KnownSnapshot? _last;

    public Guid ProjectId { get; } = projectId;

    public ProjectCreated? Created { get; private set; }

    public bool IsDeleted { get; private set; }

    public Guid? MainWorkspaceId { get; private set; }

    public IReadOnlyCollection<Guid> Workspaces => _workspaces;

    public IReadOnlyDictionary<string, KnownSnapshot> Snapshots => _snapshots;

    /// <summary>What it is for; null without a brief.</summary>
    public ProjectBriefWritten? Brief { get; private set; }

    /// <summary>Its next steps and decisions.</summary>
    public KnownGuidance Guidance { get; } = new();

    /// <summary>Whether it exists and the sender may use it.</summary>
    public bool IsOpenTo(Pipeline.CommandContext context) => Created is { } created && !IsDeleted && context.Owns(created.OwnerUserId);

    public bool HasVariable(string key) => _variables.Contains(key);

    /// <summary>The newest snapshot that was taken in a workspace, or null.</summary>
    public KnownSnapshot? NewestOf(Guid workspaceId) => _newest.GetValueOrDefault(workspaceId);

    /// <summary>The snapshot that was registered or synced last, like the column <c>last_snapshot_id</c>; else the newest. Null without any.</summary>
    public KnownSnapshot? LatestSnapshot => _last ?? _snapshots.Values.MaxBy(s => s.Position);

    /// <summary>A snapshot in the graph, or null.</summary>
    public SnapshotNode? NodeOf(string snapshotId) => _snapshots.GetValueOrDefault(snapshotId)?.Node;

    protected override void When(Fact fact)
    {
        switch (fact.Event)
        {
            case ProjectCreated created:
                Created = created;
                break;
            case ProjectMainSet main:
                MainWorkspaceId = main.WorkspaceId;
                break;
            case ProjectBriefWritten brief:
                Brief = brief;
                break;
            case ProjectWorkspaceAdded added:
                _workspaces.Add(added.WorkspaceId);
                break;
            case ProjectWorkspaceRemoved removed:
                _workspaces.Remove(removed.WorkspaceId);
                if (MainWorkspaceId == removed.WorkspaceId) MainWorkspaceId = null;
                break;
            case EnvVarsSet set:
                _variables.UnionWith(set.Variables.Select(v => v.Key));
                break;
            case EnvVarRemoved removed:
                _variables.Remove(removed.Key);
                break;
            case ISnapshotFacts facts:
                var snapshot = _snapshots[facts.SnapshotId] = new(facts, fact.RecordedAt, fact.Position);
                if (facts.WorkspaceId is { } workspace) _newest[workspace] = snapshot;
                // A sync takes its new head on behalf of the web; snapshots that the system takes beside it are no heads.
                if (facts is SnapshotRegistered || facts.Source == "web") _last = snapshot;
                break;
            case ProjectDeleted:
                IsDeleted = true;
                break;
            default:
                Guidance.When(fact.Event);
                break;
        }
    }
}
