using EventSourced.Contracts;
using EventSourced.Contracts.Fastest;

namespace EventSourced.Laws.Tests.Histories.Fastest;

/// <summary>Generates a project with its workspaces and snapshots.</summary>
internal sealed class ProjectGenerator(Guid user, Steps steps, Random random)
{
    private static readonly string[] s_keys = ["HOST", "_key", "TOKEN"];
    private readonly Guid _project = random.Guid();
    private readonly List<Guid> _workspaces = [];
    private readonly List<string> _snapshots = [];
    private readonly Dictionary<Guid, int> _versions = [];

    private string Stream => $"fastest-project-{_project}";

    public void Fill()
    {
        steps.Commit(Stream, new ProjectCreated(_project, user, random.Text()));
        for (var i = random.Next(8, 20); i > 0; i--) Change();
        AddWorkspace();
        steps.Commit(Stream, new ProjectMainSet(_project, random.Pick(_workspaces)));
        Push();
        Compare();
        Count();
        Sync(hasSnapshot: true);
        for (var i = random.Next(1, 4); i > 0; i--) Sync(random.OneIn(2));
        Revert();
        AddGuidance();
        AddInfrastructure();
        if (_workspaces.Count > 2) DeleteWorkspace();
        AddAtlas();
    }

    public void Delete() => steps.Commit(Stream, new ProjectDeleted(_project, [.. _workspaces]));

    private void AddGuidance()
    {
        var guidance = new GuidanceGenerator(user, _project, steps, random);
        foreach (var workspace in _workspaces) guidance.Talk(workspace);
        for (var i = random.Next(4, 8); i > 0; i--)
        {
            guidance.Say();
            guidance.Move(random.Pick(_workspaces));
            guidance.Suggest();
            guidance.Decide();
            guidance.Find(random.Pick(_workspaces));
            guidance.Work();
            guidance.Work();
        }
        guidance.DeleteTalk();
        guidance.DeleteTalks(_workspaces[1]);
    }

    private void AddAtlas()
    {
        var atlas = new AtlasGenerator(_project, steps, random);
        for (var i = random.Next(2, 5); i > 0; i--)
        {
            atlas.Index(random.Pick(_snapshots));
            atlas.Draw();
        }
    }

    private void AddInfrastructure()
    {
        var infrastructure = new InfrastructureGenerator(_project, steps, random);
        for (var i = random.Next(3, 7); i > 0; i--)
        {
            infrastructure.WriteSettings(random.Pick(_workspaces));
            infrastructure.Deploy(random.Pick(_workspaces), random.Pick(_snapshots));
            infrastructure.Import(random.Pick(_workspaces), random.Pick(_snapshots));
        }
        infrastructure.Fail();
    }

    private void Change()
    {
        switch (random.Next(11))
        {
            case 0 when _workspaces.Count > 0:
                steps.Commit(Stream, new ProjectMainSet(_project, random.Pick(_workspaces)));
                break;
            case 1:
                steps.Commit(Stream, new ProjectBriefWritten(_project, random.Pick(["startup", "personal_tool", "game"]), """{"problem":"\"x\"","must_have":[]}"""));
                break;
            case 2:
                steps.Commit(Stream, new EnvVarsSet(_project, [.. s_keys.Where(_ => random.OneIn(2)).Select(k => new EnvVar(k, random.TextOrEmpty(), random.OneIn(2)))]));
                break;
            case 3:
                steps.Commit(Stream, new EnvVarRemoved(_project, random.Pick(s_keys)));
                break;
            case 4 when _workspaces.Count > 0:
                var seen = random.Pick(_workspaces);
                steps.Commit($"fastest-workspace-{seen}", new WorkspaceSeen(seen));
                break;
            case 5 when _workspaces.Count > 0:
                var moved = random.Pick(_workspaces);
                steps.Commit($"fastest-workspace-{moved}", new WorkspaceManifestMoved(moved, RandomValues.Sha256($"{random.Next()}"), random.OneIn(2) ? null : random.Guid()));
                break;
            case 6:
                Count();
                break;
            case 7:
                AddWorkspace();
                break;
            case 8 when _workspaces.Count > 0 && _snapshots.Count > 0:
                Sync(random.OneIn(2));
                break;
            case 9 when _workspaces.Count > 0 && _snapshots.Count > 0:
                Revert();
                break;
            default:
                Push();
                break;
        }
    }

    private void AddWorkspace()
    {
        var id = random.Guid();
        var created = new WorkspaceCreated(
            id, _project, random.Text(), random.OneIn(2) ? null : "laptop", random.OneIn(2) || _snapshots.Count == 0 ? null : random.Pick(_snapshots), random.OneIn(2) ? null : "/home/ann/garden");
        steps.Commit(($"fastest-workspace-{id}", [created]), (Stream, [new ProjectWorkspaceAdded(_project, id)]));
        _workspaces.Add(id);
    }

    private void Push()
    {
        var (id, manifest) = ($"snap-{random.Guid():N}", RandomValues.Sha256($"{random.Next()}"));
        Guid? workspace = random.OneIn(4) || _workspaces.Count == 0 ? null : random.Pick(_workspaces);
        IReadOnlyList<string> parents = [.. _snapshots.Where(_ => random.OneIn(3))];
        var registered = new SnapshotRegistered(_project, id, manifest, parents, workspace, random.Pick(["cli", "web", "system", "import"]), random.OneIn(2) ? null : random.Text());
        if (workspace is { } taken) steps.Commit((Stream, [registered]), ($"fastest-workspace-{taken}", [new WorkspaceHeadMoved(taken, id, manifest)]));
        else steps.Commit(Stream, registered);
        _snapshots.Add(id);
    }

    private void Count()
    {
        if (_workspaces.Count == 0) return;
        var id = random.Pick(_workspaces);
        steps.Commit($"fastest-workspace-{id}", new DriftCounted(random.Guid(), id, _project, random.Count(), random.Count(), random.Count(), random.Size()));
        steps.Commit($"fastest-workspace-{id}", new DriftCounted(random.Guid(), id, _project, 0, 0, 0, 0));
    }

    private void Compare()
    {
        AddWorkspace();
        var (workspace, source) = (_workspaces[0], _workspaces[^1]);
        steps.Commit($"fastest-workspace-{workspace}", new DriftCompared(
            random.Guid(), workspace, _project, source, _snapshots.Count > 0 && !random.OneIn(4) ? random.Pick(_snapshots) : null, _snapshots.Count > 0 && !random.OneIn(4) ? random.Pick(_snapshots) : null,
            random.ListOf(4, r => r.Text()), random.ListOf(4, r => r.Text()), random.ListOf(4, r => r.Text()), random.ListOf(4, r => r.Text())));
    }

    // A preview, and mostly its execution. One without a snapshot leaves the head where it is.
    private void Sync(bool hasSnapshot)
    {
        var (workspace, main, manifest) = (random.Pick(_workspaces), random.Pick(_workspaces), RandomValues.Sha256($"{random.Next()}"));
        var stream = $"fastest-workspace-{workspace}";
        var (preview, version, head) = ($"{workspace:N}-{random.Guid():N}", Version(workspace), random.Pick(_snapshots));
        steps.Commit(stream, new SyncPrepared(
            preview, workspace, _project, random.OneIn(4) ? null : user, main, head, random.Pick(_snapshots), random.OneIn(3) ? null : random.Pick(_snapshots), manifest, version,
            random.ListOf(3, Item), random.ListOf(2, Item), random.ListOf(2, r => new SyncConflict(Item(r), "same_lines")), random.Count(), steps.Now.AddMinutes(30)));
        if (!hasSnapshot && random.OneIn(4)) return;
        var after = hasSnapshot ? $"snap-{random.Guid():N}" : null;
        List<IEvent> taken = [];
        if (random.OneIn(2)) taken.Add(Taken(manifest, [head], "system"));
        if (after is not null) taken.Add(Taken(manifest, [head, random.Pick(_snapshots)], "web") with { SnapshotId = after });
        var synced = new WorkspaceSynced(
            workspace, _project, preview, after, manifest, _versions[workspace] = version + 1, main, random.Pick(_snapshots), random.Count(), random.Count(), random.ListOf(3, Merge));
        steps.Commit((Stream, taken), (stream, [synced]));
        _snapshots.AddRange(taken.OfType<SnapshotTaken>().Select(t => t.SnapshotId));

        SnapshotTaken Taken(string hash, IReadOnlyList<string> parents, string source) => new(_project, $"snap-{random.Guid():N}", hash, parents, workspace, source, null);
    }

    private void Revert()
    {
        var workspace = random.Pick(_workspaces);
        var reverted = new WorkspaceReverted(
            workspace, _project, random.Pick(_snapshots), RandomValues.Sha256($"{random.Next()}"), _versions[workspace] = Version(workspace) + 1, random.ListOf(3, Merge));
        steps.Commit($"fastest-workspace-{workspace}", reverted);
    }

    private int Version(Guid workspace) => _versions.GetValueOrDefault(workspace, 1);

    private TreeItem Item(Random r) => r.Next(3) switch
    {
        0 => new(r.Text(), "dir", null, 0, 493, null),
        1 => new(r.Text(), "symlink", null, 0, 0, r.Text()),
        _ => new(r.Text(), "file", RandomValues.Sha256($"{r.Next()}"), r.Size(), 420, null),
    };

    // The workspaces of a history are distinct.
    private WorkspaceMerge Merge(Random r) => new(r.Guid(), r.Pick(_snapshots), steps.Now.AddTicks(-r.Next(10_000_000)));

    private void DeleteWorkspace()
    {
        var id = _workspaces[1];
        _workspaces.RemoveAt(1);
        steps.Commit(($"fastest-workspace-{id}", [new WorkspaceDeleted(id, _project)]), (Stream, [new ProjectWorkspaceRemoved(_project, id)]));
    }
}
