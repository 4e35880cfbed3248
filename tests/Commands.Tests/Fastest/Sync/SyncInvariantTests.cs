using CsCheck;
using EventSourced.Commands.Fastest.Sync;
using EventSourced.Commands.Fastest.Trees;
using EventSourced.Contracts.Fastest;
using static EventSourced.Commands.Tests.Fastest.Sync.SyncWorld;

namespace EventSourced.Commands.Tests.Fastest.Sync;

/// <summary>Whatever people do with three workspaces in whatever order, also between the decision and the append of a sync: the invariants of syncs hold.</summary>
public sealed class SyncInvariantTests
{
    private static readonly Guid[] s_workspaces = [Main, Work, Side];
    private static readonly string[] s_paths = ["a", "b", "c"], s_contents = ["1|2|3|", "one|2|3|", "1|2|three|", "9|"];

    private enum Kind
    {
        Push,
        Dirty,
        LateDirty,
        Prepare,
        Execute,
        Undo,
        SetMain,
        Wait,
    }

    [Fact]
    public void Any_interleaving_keeps_the_invariants()
    {
        var kinds = Gen.Frequency(
            (5, Gen.Const(Kind.Push)), (2, Gen.Const(Kind.Dirty)), (1, Gen.Const(Kind.LateDirty)), (5, Gen.Const(Kind.Prepare)), (5, Gen.Const(Kind.Execute)), (2, Gen.Const(Kind.Undo)), (1, Gen.Const(Kind.SetMain)),
            (1, Gen.Const(Kind.Wait)));
        var step = Gen.Select(kinds, Gen.Int[0, 1_000]);
        var synced = 0;
        Gen.Select(step, Gen.Select(Gen.Bool, step)).Array[1, 24].Sample(steps =>
        {
            var run = new Run();
            foreach (var (first, (races, second)) in steps) run.Do(first, races && first.Item1 == Kind.Execute ? second : null);
            Interlocked.Add(ref synced, run.Synced);
        }, iter: 2_000);
        // The generator is of use only if many previews are executed.
        Assert.True(synced > 300, $"Only {synced} syncs happened.");
    }

    private sealed class Run
    {
        private readonly SyncWorld _world = new();
        private readonly List<Prepared> _previews = [];
        private readonly HashSet<string> _executed = [];

        // Every workspace has a snapshot, so that most previews have something to do.
        public Run()
        {
            var root = _world.Push(Main, "a=1|2|3| b=1|2|3|");
            _world.Push(Work, "a=1|2|three| b=1|2|3|", root);
            _world.Push(Side, "b=1|2|3| c=9|", root);
            _world.Push(Main, "a=one|2|3| b=1|2|3|", root);
        }

        public int Synced { get; private set; }

        public void Do((Kind Kind, int Number) step, (Kind Kind, int Number)? race)
        {
            var before = s_workspaces.ToDictionary(id => id, id => (_world.Of(id).SyncVersion, Counted(id)));
            if (step.Kind == Kind.Execute) Execute(step.Number, race);
            else Act(step.Kind, step.Number);
            foreach (var id in s_workspaces)
            {
                var state = _world.Of(id);
                Assert.Equal(before[id].SyncVersion + Counted(id) - before[id].Item2, state.SyncVersion);
                if (state.CurrentSnapshotId is { } head) Assert.Contains(head, _world.State.Snapshots.Keys);
            }
        }

        private void Act(Kind kind, int n)
        {
            var (id, state) = (s_workspaces[n % 3], _world.Of(s_workspaces[n % 3]));
            switch (kind)
            {
                case Kind.Push:
                    _world.PushTree(id, Changed(id, n), state.CurrentSnapshotId is { } head ? [head] : [.. _world.State.Snapshots.Keys.Take(1)]);
                    break;
                case Kind.Dirty:
                    var dirty = Changed(id, n);
                    _world.Send(new MoveManifest(id, dirty, state.CurrentManifestHash));
                    Assert.Equal(dirty, _world.Of(id).CurrentManifestHash);
                    break;
                case Kind.LateDirty:
                    _world.Send(new MoveManifest(id, Changed(id, n), _world.Manifest("late=1")));
                    if (state.CurrentManifestHash is { } kept) Assert.Equal(kept, _world.Of(id).CurrentManifestHash);
                    break;
                case Kind.Prepare:
                    var decision = _world.Send(new PrepareSync(id));
                    if (decision.Result is SyncPreview { PreviewId: not null } preview) _previews.Add(new(preview, Seen(id), _world.Now));
                    break;
                case Kind.Undo when _world.State.Snapshots.Count > 0:
                    var target = _world.State.Snapshots.Values.OrderBy(s => s.Id, StringComparer.Ordinal).ElementAt(n % _world.State.Snapshots.Count);
                    _world.Send(new UndoSync(id, target.Id));
                    Assert.Equal((target.Id, target.ManifestHash), (_world.Of(id).CurrentSnapshotId, _world.Of(id).CurrentManifestHash));
                    break;
                case Kind.SetMain:
                    _world.Commit($"fastest-project-{Project}", new ProjectMainSet(Project, id));
                    break;
                case Kind.Wait:
                    _world.Now += TimeSpan.FromMinutes(n % 40);
                    break;
            }
        }

        private void Execute(int n, (Kind Kind, int Number)? race)
        {
            if (_previews.Count == 0) return;
            // Mostly the newest, which is the one that can succeed.
            var prepared = _previews[n % 3 == 0 ? n % _previews.Count : _previews.Count - 1];
            var (preview, workspace) = (prepared.Preview, prepared.Preview.WorkspaceId);
            var command = new ExecuteSync(
                workspace, preview.PreviewId!, [.. preview.Decisions.Select((d, i) => new SyncChoice(d.Path, (n >> i & 1) == 0 ? SyncChoice.UseMain : SyncChoice.UseWorkspace))], n % 2 == 0, n % 5 != 0);
            var (raced, tree) = (false, _world.Of(workspace).CurrentManifestHash ?? "");
            // The clock of a running command does not move.
            var decision = _world.Send(command, race is { Kind: not (Kind.Execute or Kind.Wait) } other ? () => (raced, _) = (true, Raced(other)) : null);
            var mayApply = !_executed.Contains(preview.PreviewId!) && _world.Now < prepared.At.AddMinutes(30);
            if (decision.Problem is { } problem)
            {
                Assert.Contains(problem.Code, (string[])["preview_expired", "concurrent_modification"]);
                Assert.True(!mayApply || prepared.Seen != Seen(workspace), $"A preview that nothing contradicts was refused: {problem.Code}.");
                return;
            }
            Assert.True(mayApply);
            Assert.False(raced && prepared.Seen != SeenBefore(workspace), "A stale preview was applied.");
            _executed.Add(preview.PreviewId!);
            Synced++;
            Check(prepared, command, (SyncOutcome)decision.Result!);
            Assert.Equal("preview_expired", _world.Send(command).Problem?.Code);
        }

        private void Check(Prepared prepared, ExecuteSync command, SyncOutcome outcome)
        {
            var (preview, state) = (prepared.Preview, _world.Of(prepared.Preview.WorkspaceId));
            Assert.Equal(prepared.Seen, SeenBefore(preview.WorkspaceId));
            Assert.Equal(prepared.Seen.Version + 1, state.SyncVersion);
            Assert.Equal(preview.MainSnapshotId, state.Merges[preview.MainWorkspaceId].LastMergedSnapshot);
            Assert.Equal(outcome.ManifestHash, state.CurrentManifestHash);
            Assert.Equal(outcome.SnapshotId ?? prepared.Seen.Head, state.CurrentSnapshotId);
            if (outcome.SnapshotId is { } id)
                Assert.Equal(new[] { preview.WorkspaceSnapshotId, preview.MainSnapshotId }.Distinct(), _world.State.Snapshots[id].Facts.ParentSnapshotIds);
            if (outcome.BeforeSnapshotId is { } saved) Assert.Equal(prepared.Seen.Tree, _world.State.Snapshots[saved].ManifestHash);
            // What the preview does not name stays as it was, also when it was never saved.
            var (was, now) = (_world.TreeOf(prepared.Seen.Tree), _world.TreeOf(outcome.ManifestHash));
            var named = preview.AutoActions.Select(a => a.Path).Concat(command.Decisions!.Where(d => d.Option == SyncChoice.UseMain).Select(d => d.Path)).ToHashSet();
            foreach (var path in s_paths.Where(p => !named.Contains(p))) Assert.Equal(was.Find(path), now.Find(path));
            Assert.Equal(now.Entries.OrderBy(e => e.Path, PathOrder.Instance), now.Entries);
            // A second sync has nothing to copy or to merge.
            if (_world.Send(new PrepareSync(preview.WorkspaceId)).Result is SyncPreview next && next.MainSnapshotId == preview.MainSnapshotId) Assert.Empty(next.AutoActions);
        }

        private bool Raced((Kind Kind, int Number) step)
        {
            Act(step.Kind, step.Number);
            return true;
        }

        private int Counted(Guid workspace) => _world.EventsOf(workspace).Count(e => e is WorkspaceSynced or WorkspaceReverted);

        private Sight Seen(Guid workspace)
        {
            var (state, main) = (_world.Of(workspace), _world.State.MainWorkspaceId!.Value);
            return new(state.CurrentSnapshotId, _world.Load(workspace).TreeHash ?? "", state.SyncVersion, main, _world.Of(main).CurrentSnapshotId);
        }

        /// <summary>What an executed sync replaced: its workspace is folded without its last event.</summary>
        private Sight SeenBefore(Guid workspace)
        {
            var former = new EventSourced.Commands.Fastest.Workspaces.WorkspaceState(workspace);
            var events = _world.EventsOf(workspace).ToList();
            foreach (var (i, e) in events.Take(events.FindLastIndex(e => e is WorkspaceSynced)).Index()) former.Apply(new(e, i + 1, i + 1, DateTimeOffset.UnixEpoch, Guid.Empty));
            var main = _world.State.MainWorkspaceId!.Value;
            var tree = former.CurrentManifestHash ?? (former.CurrentSnapshotId is { } head ? _world.State.Snapshots[head].ManifestHash : "");
            return new(former.CurrentSnapshotId, tree, former.SyncVersion, main, _world.Of(main).CurrentSnapshotId);
        }

        // The tree with one file changed, added or removed.
        private string Changed(Guid workspace, int n)
        {
            var current = _world.Load(workspace).TreeHash is { } hash ? _world.TextOf(hash) : "a=1|2|3| b=1|2|3|";
            var files = current.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToDictionary(f => f.Split('=')[0], f => f.Split('=')[1]);
            var path = s_paths[n / 3 % 3];
            if (n / 9 % 5 == 4) files.Remove(path);
            else files[path] = s_contents[n / 9 % 5];
            return _world.Manifest(string.Join(' ', files.Select(f => $"{f.Key}={f.Value}")));
        }
    }

    /// <summary>What a preview is prepared from: head, tree and version of the workspace, main and its head.</summary>
    private sealed record Sight(string? Head, string Tree, int Version, Guid Main, string? MainHead);

    private sealed record Prepared(SyncPreview Preview, Sight Seen, DateTimeOffset At);
}
