using EventSourced.Commands.Deciding;
using EventSourced.Commands.Fastest;
using EventSourced.Commands.Fastest.Snapshots;
using EventSourced.Commands.Fastest.Sync;
using EventSourced.Contracts.Fastest;
using static EventSourced.Commands.Tests.Fastest.Sync.SyncWorld;

namespace EventSourced.Commands.Tests.Fastest.Sync;

/// <summary>The rules of syncs with main, without a database (specification, 2.4).</summary>
public sealed class SyncDeciderTests
{
    private readonly SyncWorld _world = new();

    [Fact]
    public void The_worked_example_of_the_specification()
    {
        var root = _world.Push(Main, "a=1 b=2");
        var work = _world.Push(Work, "a=1 b=9 d=4", root);
        var main = _world.Push(Main, "a=1 b=2 c=3", root);

        var preview = _world.Prepare(Work);
        Assert.Equal((root, work, main), (preview.BaseSnapshotId, preview.WorkspaceSnapshotId, preview.MainSnapshotId));
        Assert.Equal((1, 0, 2), (preview.FilesToAdd, preview.FilesToUpdate, preview.FilesUnchanged));
        Assert.Equal([("c", "copy_from_main")], preview.AutoActions.Select(a => (a.Path, a.Action)));
        Assert.Equal("2026-03-09T12:30:00.000Z", preview.ExpiresAt);

        var outcome = (SyncOutcome)_world.Send(new ExecuteSync(Work, preview.PreviewId!)).Result!;
        var state = _world.Of(Work);
        Assert.Equal("a=1 b=9 c=3 d=4", _world.TextOf(state.CurrentManifestHash!));
        Assert.Equal((outcome.SnapshotId, outcome.ManifestHash, 2, 1, 0), (state.CurrentSnapshotId, state.CurrentManifestHash, state.SyncVersion, outcome.FilesAdded, outcome.FilesUpdated));
        Assert.Equal(new MergedUpTo(main, _world.Now), state.Merges[Main]);
        var (before, after) = (_world.Taken.First(), _world.Taken.Last());
        Assert.Equal(("system", "a=1 b=9 d=4", Work), (before.Source, _world.TextOf(before.ManifestHash), before.WorkspaceId));
        Assert.Equal([work], before.ParentSnapshotIds);
        Assert.Equal(("web", outcome.SnapshotId, outcome.ManifestHash), (after.Source, after.SnapshotId, after.ManifestHash));
        Assert.Equal([work, main], after.ParentSnapshotIds);

        var again = (SyncPreview)_world.Send(new PrepareSync(Work)).Result!;
        Assert.Equal((null, "Your workspace is already in sync with main.", 4), (again.PreviewId, again.Summary, again.FilesUnchanged + 1));
    }

    [Fact]
    public void A_preparation_names_what_is_missing()
    {
        Assert.Equal("no_snapshot", Prepare(Work));
        _world.Push(Work, "a=1");
        Assert.Equal("no_snapshot", Prepare(Work));
        Assert.Equal("invalid_operation", Prepare(Main));
        Assert.Equal("workspace_not_found", Prepare(Guid.NewGuid()));
        Assert.Equal("workspace_not_found", _world.Send(new PrepareSync(Work), _world.By("stranger")).Problem?.Code);
        _world.Commit(FastestStreams.Project(Project), new ProjectWorkspaceRemoved(Project, Main));
        Assert.Equal("no_main_workspace", Prepare(Work));
        _world.Commit(FastestStreams.Project(Project), new ProjectDeleted(Project, []));
        Assert.Equal("workspace_not_found", Prepare(Work));

        string? Prepare(Guid workspace) => _world.Send(new PrepareSync(workspace)).Problem?.Code;
    }

    [Fact]
    public void Lines_are_merged_and_the_rest_is_asked()
    {
        var root = _world.Push(Main, "keep=1 lines=1|2|3| both=1 gone=1 modes=1");
        _world.Push(Work, "keep=1 lines=1|2|three| both=9 modes=1 new=8", root);
        _world.Push(Main, "keep=1 lines=one|2|3| both=7 gone=1 modes=1 new=7", root);

        var preview = _world.Prepare(Work);
        Assert.Equal([("lines", "merged")], preview.AutoActions.Select(a => (a.Path, a.Action)));
        Assert.Equal([("both", "same_lines"), ("gone", "deleted_in_workspace"), ("new", "added_on_both_sides")], preview.Decisions.Select(d => (d.Path, d.Reason)));
        Assert.All(preview.Decisions, d => Assert.Equal(("use_main use_workspace", "use_main"), (string.Join(' ', d.Options), d.Recommended)));
        Assert.Equal((0, 4, 2), (preview.FilesToAdd, preview.FilesToUpdate, preview.FilesUnchanged));

        var missing = _world.Send(new ExecuteSync(Work, preview.PreviewId!, [new("both", "use_main")])).Problem!;
        Assert.Equal((400, "missing_decisions", "gone new"), (missing.Status, missing.Code, string.Join(' ', missing.Errors!["decisions"])));
        Assert.Equal((422, "validation_error"), Problem(_world.Send(new ExecuteSync(Work, preview.PreviewId!, [.. Decide("use_main"), new("keep", "use_main")]))));
        var outcome = (SyncOutcome)_world.Send(new ExecuteSync(Work, preview.PreviewId!, [.. Decide("use_workspace").SkipLast(1), new("new", "use_main")])).Result!;
        Assert.Equal("both=9 keep=1 lines=one|2|three| modes=1 new=7", _world.TextOf(outcome.ManifestHash));
        Assert.Equal((0, 2), (outcome.FilesAdded, outcome.FilesUpdated));

        static SyncChoice[] Decide(string option) => [new("both", option), new("gone", option), new("new", option)];
    }

    [Fact]
    public void A_preview_is_executed_once_by_its_user_in_its_workspace_within_30_minutes()
    {
        var preview = Diverged();
        var command = new ExecuteSync(Work, preview);
        Assert.Equal((404, "workspace_not_found"), Problem(_world.Send(command, context: _world.By("stranger"))));
        Assert.Equal((403, "forbidden"), Problem(_world.Send(command, context: _world.By(null))));
        Assert.Equal((400, "invalid_operation"), Problem(_world.Send(command with { WorkspaceId = Side })));
        Assert.Equal((404, "preview_expired"), Problem(_world.Send(command with { PreviewId = "guessed" })));
        Assert.Equal((404, "preview_expired"), Problem(_world.Send(command with { PreviewId = PreviewIds.Of(Side, Guid.NewGuid()) })));
        _world.Now += TimeSpan.FromMinutes(30);
        Assert.Equal((404, "preview_expired"), Problem(_world.Send(command)));
        _world.Now -= TimeSpan.FromTicks(1);
        Assert.Null(_world.Send(command).Problem);
        Assert.Equal((404, "preview_expired"), Problem(_world.Send(command)));
        Assert.Equal(2, _world.Of(Work).SyncVersion);
    }

    [Fact]
    public void A_preview_is_refused_when_a_head_the_version_the_tree_or_main_has_changed()
    {
        foreach (var change in (Action[])
        [
            () => _world.Push(Main, "a=9"),
            () => _world.Push(Work, "a=9"),
            () => _world.Send(new MoveManifest(Work, _world.Manifest("a=8"), _world.Of(Work).CurrentManifestHash)),
            () => _world.Commit(FastestStreams.Project(Project), new ProjectMainSet(Project, Side)),
            () => _world.Commit(FastestStreams.Project(Project), new ProjectMainSet(Project, Work)),
            () => _world.Commit(FastestStreams.Project(Project), new ProjectWorkspaceRemoved(Project, Main)),
            // The head returns, but the version does not.
            () =>
            {
                var head = _world.Of(Work).CurrentSnapshotId!;
                _world.Send(new UndoSync(Work, _world.Push(Side, "z=1")));
                _world.Send(new UndoSync(Work, head));
            },
        ])
        {
            _world.Commit(FastestStreams.Project(Project), new ProjectMainSet(Project, Main));
            var preview = Diverged();
            change();
            Assert.Equal((409, "concurrent_modification"), Problem(_world.Send(new ExecuteSync(Work, preview))));
            preview = RaceOf(change);
            Assert.Equal((409, "concurrent_modification"), Problem(_world.Send(new ExecuteSync(Work, preview), change)));
        }

        string RaceOf(Action change)
        {
            _world.Commit(FastestStreams.Project(Project), new ProjectMainSet(Project, Main));
            return Diverged();
        }
    }

    [Fact]
    public void A_project_or_workspace_that_is_deleted_during_a_sync_is_not_synced()
    {
        var preview = Diverged();
        var events = _world.EventsOf(Work).Count();
        Assert.Equal((404, "workspace_not_found"), Problem(_world.Send(new ExecuteSync(Work, preview), () => _world.Commit(FastestStreams.Project(Project), new ProjectDeleted(Project, [Main, Work, Side])))));
        Assert.Equal(events, _world.EventsOf(Work).Count());
        Assert.Equal((404, "workspace_not_found"), Problem(_world.Send(new UndoSync(Work, _world.Of(Work).CurrentSnapshotId!))));
    }

    [Fact]
    public void What_a_decision_was_made_from_must_still_be_so_when_it_is_appended()
    {
        var synced = _world.Send(new ExecuteSync(Work, Diverged(), CreateSnapshotBefore: false, CreateSnapshotAfter: false));
        Assert.Equal(Streams(FastestStreams.Project(Project), FastestStreams.Workspace(Main), FastestStreams.Workspace(Work)), Streams([.. synced.Appends.Select(a => a.StreamId)]));
        var reverted = _world.Send(new UndoSync(Work, _world.Push(Side, "z=1")));
        Assert.Equal(Streams(FastestStreams.Project(Project), FastestStreams.Workspace(Work)), Streams([.. reverted.Appends.Select(a => a.StreamId)]));

        static string Streams(params string[] names) => string.Join(' ', names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Events_of_the_project_that_do_not_matter_do_not_refuse_a_sync()
    {
        var preview = Diverged();
        var decision = _world.Send(new ExecuteSync(Work, preview, CreateSnapshotBefore: false), () => _world.Commit(FastestStreams.Project(Project), new EnvVarsSet(Project, [])));
        Assert.Null(decision.Problem);
        Assert.Single(_world.Taken);
    }

    [Fact]
    public void Without_a_snapshot_after_only_the_unsaved_tree_changes()
    {
        var (preview, head) = (Diverged(), _world.Of(Work).CurrentSnapshotId);
        _world.Send(new ExecuteSync(Work, preview, CreateSnapshotBefore: false, CreateSnapshotAfter: false));
        var state = _world.Of(Work);
        Assert.Equal((head, 2), (state.CurrentSnapshotId, state.SyncVersion));
        Assert.Contains("m=", _world.TextOf(state.CurrentManifestHash!), StringComparison.Ordinal);
        Assert.Empty(_world.Taken);
        Assert.Null(((SyncPreview)_world.Send(new PrepareSync(Work)).Result!).PreviewId);
    }

    [Fact]
    public void An_unsaved_tree_is_merged_and_not_lost()
    {
        Diverged();
        _world.Send(new MoveManifest(Work, _world.Manifest("unsaved=1 w=1"), _world.Of(Work).CurrentManifestHash));
        var preview = _world.Prepare(Work);
        var outcome = (SyncOutcome)_world.Send(new ExecuteSync(Work, preview.PreviewId!, [.. preview.Decisions.Select(d => new SyncChoice(d.Path, "use_main"))])).Result!;
        Assert.Contains("unsaved=1", _world.TextOf(outcome.ManifestHash), StringComparison.Ordinal);
        Assert.Equal("unsaved=1 w=1", _world.TextOf(_world.Taken.First().ManifestHash));
    }

    [Fact]
    public void An_undo_moves_head_tree_and_version_and_forgets_the_merge()
    {
        var preview = Diverged();
        var head = _world.Of(Work).CurrentSnapshotId!;
        _world.Send(new ExecuteSync(Work, preview));
        Assert.Equal((404, "snapshot_not_found"), Problem(_world.Send(new UndoSync(Work, "elsewhere"))));
        Assert.Equal((404, "workspace_not_found"), Problem(_world.Send(new UndoSync(Work, head), _world.By("stranger"))));
        var synced = _world.Of(Work).CurrentSnapshotId!;
        Assert.Null(_world.Send(new UndoSync(Work, head)).Problem);
        var state = _world.Of(Work);
        Assert.Equal((head, _world.State.Snapshots[head].ManifestHash, 3), (state.CurrentSnapshotId, state.CurrentManifestHash, state.SyncVersion));
        Assert.Empty(state.Merges);
        // A retry has nothing to do.
        Assert.True(_world.Send(new UndoSync(Work, head)).IsNothing);
        // Main's change is offered again.
        Assert.Equal(["m"], _world.Prepare(Work).AutoActions.Select(a => a.Path));
        // The way forth: the snapshot of the sync continues main's head, but the merge is known from the graph alone.
        _world.Send(new UndoSync(Work, synced));
        Assert.Null(((SyncPreview)_world.Send(new PrepareSync(Work)).Result!).PreviewId);
    }

    [Fact]
    public void Merges_that_the_snapshot_continues_outlive_an_undo()
    {
        _world.Send(new ExecuteSync(Work, Diverged()));
        var (synced, merges) = (_world.Of(Work).CurrentSnapshotId!, _world.Of(Work).Merges);
        _world.Push(Work, "a=1 m=1 w=2", synced);
        _world.Send(new UndoSync(Work, synced));
        Assert.Equal(merges, _world.Of(Work).Merges);
    }

    [Fact]
    public void What_main_had_taken_over_is_inherited()
    {
        // Side was main before, so that main's own history names it.
        _world.Commit(FastestStreams.Project(Project), new ProjectMainSet(Project, Side));
        var root = _world.Push(Side, "a=1");
        _world.Push(Main, "a=1 m=1", root);
        var side = _world.Push(Side, "a=1 s=1", root);
        _world.Send(new ExecuteSync(Main, _world.Prepare(Main).PreviewId!));
        _world.Commit(FastestStreams.Project(Project), new ProjectMainSet(Project, Main));
        _world.Push(Work, "a=1", root);
        _world.Send(new ExecuteSync(Work, _world.Prepare(Work).PreviewId!));
        Assert.Equal(side, _world.Of(Work).Merges[Side].LastMergedSnapshot);
        Assert.Equal(_world.Of(Main).CurrentSnapshotId, _world.Of(Work).Merges[Main].LastMergedSnapshot);
    }

    [Fact]
    public void A_file_in_the_place_of_a_folder_is_asked_and_never_makes_a_tree_that_cannot_exist()
    {
        var root = _world.Push(Main, "a=1");
        _world.Push(Work, "a=1 lib=file", root);
        _world.Push(Main, "a=1 lib/x=1", root);
        var preview = _world.Prepare(Work);
        Assert.Equal([("lib/x", "path_taken")], preview.Decisions.Select(d => (d.Path, d.Reason)));
        Assert.Equal((422, "manifest_invalid"), Problem(_world.Send(new ExecuteSync(Work, preview.PreviewId!, [new("lib/x", "use_main")]))));
        Assert.Null(_world.Send(new ExecuteSync(Work, preview.PreviewId!, [new("lib/x", "use_workspace")])).Problem);
        Assert.Equal("a=1 lib=file", _world.TextOf(_world.Of(Work).CurrentManifestHash!));
    }

    [Fact]
    public void Previews_are_bounded_and_the_newest_are_kept()
    {
        Diverged();
        var first = _world.Prepare(Work).PreviewId!;
        var last = "";
        for (var i = 0; i < 20; i++) last = _world.Prepare(Work).PreviewId!;
        Assert.Equal((404, "preview_expired"), Problem(_world.Send(new ExecuteSync(Work, first))));
        Assert.Null(_world.Send(new ExecuteSync(Work, last)).Problem);
    }

    /// <summary>A workspace and main that continue one snapshot in different ways, and a preview.</summary>
    private string Diverged()
    {
        var root = _world.Push(Main, "a=1");
        _world.Push(Work, "a=1 w=1", root);
        _world.Push(Main, "a=1 m=1", root);
        return _world.Prepare(Work).PreviewId!;
    }

    private static (int, string) Problem(Decision decision) => (decision.Problem!.Status, decision.Problem.Code);
}
