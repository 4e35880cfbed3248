using EventSourced.Commands.Deciding;
using EventSourced.Commands.Fastest;
using EventSourced.Commands.Fastest.ActionItems;
using EventSourced.Commands.Fastest.Deployments;
using EventSourced.Commands.Fastest.Projects;
using EventSourced.Commands.Fastest.Workspaces;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts;
using EventSourced.Contracts.Fastest;

namespace EventSourced.Commands.Tests.Fastest.ActionItems;

/// <summary>The states of action items and their runs (specification, 2.9), without a database.</summary>
public sealed class ActionItemDeciderTests
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 9, 12, 0, 0, TimeSpan.Zero);
    private static readonly Guid s_owner = Guid.NewGuid(), s_project = Guid.NewGuid(), s_workspace = Guid.NewGuid(), s_item = Guid.NewGuid(), s_talk = Guid.NewGuid();
    private static readonly string s_tree = new('a', 64);
    private static readonly RunCheck s_passed = new("test", "go test", true), s_failed = new("test", "go test", false, "boom");
    private readonly List<IEvent> _events =
    [
        new WorkspaceCreated(s_workspace, s_project, "main", null, null, null), new WorkspaceConversationAdded(s_workspace, s_talk), new WorkspaceManifestMoved(s_workspace, s_tree),
        new ActionItemsFound(s_workspace, s_project, "analysis", [new(s_item, "security", "warning", "Escape input", null, [], null, null)]),
    ];

    [Fact]
    public void A_run_becomes_ready_when_all_checks_pass_with_a_patch_and_is_applied_once()
    {
        var run = Queue();
        Assert.Equal("running", ItemStatus);
        Assert.Equal(s_tree, Assert.IsType<RunStarted>(Do(new BeginRun(s_workspace, run))).BaseManifestHash);
        var first = Assert.IsType<RunAttempted>(Do(new RecordAttempt(s_workspace, run, [s_passed, s_failed], "tried", "patch")));
        Assert.Equal((1, "running", "tried"), (first.Attempt, first.Status, first.Summary));
        var second = Assert.IsType<RunAttempted>(Do(new RecordAttempt(s_workspace, run, [s_passed], "a\nb\r\nc\nd", "patch")));
        Assert.Equal((2, "ready", "a\nb\nc"), (second.Attempt, second.Status, second.Summary));
        Assert.Equal("ready", ItemStatus);
        Assert.IsType<RunApplied>(Do(new ApplyRun(s_workspace, run)));
        Assert.Equal("applied", ItemStatus);
        Assert.True(Decide(new ApplyRun(s_workspace, run)).IsNothing);
        Refused(new QueueRun(s_workspace, s_item), "applied");
        Refused(new DismissActionItem(s_workspace, s_item), "applied");
    }

    [Theory]
    [InlineData(false, true, "patch")]
    [InlineData(true, true, null)]
    [InlineData(true, true, "  ")]
    [InlineData(true, false, "patch")]
    public void After_three_attempts_without_success_the_run_fails_and_its_item_is_pending(bool hasChecks, bool success, string? patch)
    {
        var run = Queue();
        Do(new BeginRun(s_workspace, run));
        IReadOnlyList<RunCheck> checks = hasChecks ? [s_passed with { Success = success }] : [];
        foreach (var status in (string[])["running", "running", "failed"])
            Assert.Equal(status, Assert.IsType<RunAttempted>(Do(new RecordAttempt(s_workspace, run, checks, null, patch))).Status);
        Assert.Equal("pending", ItemStatus);
        Refused(new RecordAttempt(s_workspace, run, [s_passed], null, "patch"), "failed");
        Queue();
    }

    [Fact]
    public void A_run_of_a_workspace_without_a_tree_fails()
    {
        _events.RemoveAll(e => e is WorkspaceManifestMoved);
        var run = Queue();
        Assert.Equal("Workspace has no manifest hash", Assert.IsType<RunFailed>(Do(new BeginRun(s_workspace, run))).Error);
        Assert.Equal("pending", ItemStatus);
    }

    [Fact]
    public void A_patch_is_not_applied_to_another_tree()
    {
        var run = Queue();
        Do(new BeginRun(s_workspace, run));
        Do(new RecordAttempt(s_workspace, run, [s_passed], null, "patch"));
        _events.Add(new WorkspaceManifestMoved(s_workspace, new string('b', 64)));
        Refused(new ApplyRun(s_workspace, run), "Workspace has changed since run was generated");
    }

    [Fact]
    public void A_run_needs_a_conversation_and_no_other_run()
    {
        Queue();
        Refused(new QueueRun(s_workspace, s_item), "queued or running");
        _events.RemoveAll(e => e is WorkspaceConversationAdded or RunQueued);
        Refused(new QueueRun(s_workspace, s_item), "no conversation");
    }

    [Fact]
    public void Attempts_are_recorded_of_a_running_run_only()
    {
        var run = Queue();
        Refused(new RecordAttempt(s_workspace, run, [s_passed], null, "patch"), "queued");
        Refused(new ApplyRun(s_workspace, run), "queued");
        Do(new BeginRun(s_workspace, run));
        Refused(new BeginRun(s_workspace, run), "running");
        Assert.Equal(404, Decide(new BeginRun(s_workspace, Guid.NewGuid())).Problem?.Status);
    }

    [Fact]
    public void Only_a_pending_item_is_dismissed_and_a_dismissed_one_stays_so()
    {
        Assert.IsType<ActionItemDismissed>(Do(new DismissActionItem(s_workspace, s_item)));
        Assert.True(Decide(new DismissActionItem(s_workspace, s_item)).IsNothing);
        Refused(new QueueRun(s_workspace, s_item), "dismissed");
        Assert.Equal(404, Decide(new DismissActionItem(s_workspace, Guid.NewGuid())).Problem?.Status);
    }

    [Fact]
    public void An_open_item_of_the_same_type_and_title_is_not_found_again()
    {
        ActionItem same = new(Guid.Empty, "security", "critical", "Escape input", null, [], null, null), other = same with { Type = "refactoring" };
        Assert.Equal(["refactoring"], Analysis.New([same, other, other], Known, Guid.NewGuid()).Select(i => i.Type));
        Do(new DismissActionItem(s_workspace, s_item));
        Assert.Equal(["security"], Analysis.New([same], Known, Guid.NewGuid()).Select(i => i.Type));
    }

    [Fact]
    public void Findings_of_the_model_are_security_or_refactoring()
    {
        var items = Analysis.Read("""
            {"findings": [{"kind": "Security", "severity": "critical", "title": "SQL from input", "file": "a.py"}, {"kind": "duplication", "severity": "bad", "title": "Twice", "file": "elsewhere.py"}, {"kind": "x"}]}
            """, [new("a.py", "…")]);
        Assert.Equal([("security", "critical", 1, null), ("refactoring", "info", 0, "duplication")], items.Select(i => (i.Type, i.Severity, i.AffectedFiles.Count, i.SuggestionType)));
    }

    [Fact]
    public void A_failed_deployment_becomes_one_item_with_a_run_at_a_time()
    {
        var deployment = new DeploymentStarted(Guid.NewGuid(), s_project, s_workspace, "s", s_tree, "manual", null, []);
        var failed = new DeploymentFinished(deployment.DeploymentId, s_project, "failed", null, "no space");
        Assert.Equal("invalid_state", Deploy(deployment).Problem?.Code);
        Assert.Equal("invalid_state", Deploy(deployment, failed with { Status = "success", Error = null }).Problem?.Code);
        Assert.Equal(404, Deploy(deployment with { WorkspaceId = Guid.NewGuid() }, failed).Problem?.Status);
        var first = Deploy(deployment, failed).EventsOf(FastestStreams.Workspace(s_workspace));
        var item = Assert.Single(Assert.IsType<ActionItemsFound>(first[0]).Items);
        Assert.Equal(("build_failure", "critical", "Analyze build failure", "no space"), (item.Type, item.Severity, item.Title, item.Description));
        var run = Assert.IsType<RunQueued>(first[1]);
        Assert.Equal(item.Id, run.ItemId);
        _events.AddRange(first);
        Assert.Contains("queued or running", Deploy(deployment, failed).Problem?.Detail);
        _events.Add(new RunFailed(run.RunId, item.Id, s_workspace, "x"));
        Assert.Equal(item.Id, Assert.IsType<RunQueued>(Assert.Single(Deploy(deployment, failed).EventsOf(FastestStreams.Workspace(s_workspace)))).ItemId);
    }

    private Decision Deploy(DeploymentStarted started, params IEvent[] later) => ActionItemDecider.Decide(
        new WorkspaceDeployment(States, new DeploymentState(started.DeploymentId).After(Facts([started, .. later]))), new QueueDeploymentRun(s_workspace, started.DeploymentId),
        new CommandContext(Guid.NewGuid(), "tester", s_now, null, s_owner.ToString()));

    private KnownActionItems Known => States.Workspace.ActionItems;

    private string ItemStatus => Known.Item(s_item)!.Status;

    private WorkspaceContext States => new(
        new WorkspaceState(s_workspace).After(Facts(_events)), new ProjectState(s_project).After(Facts([new ProjectCreated(s_project, s_owner, "Garden"), new ProjectWorkspaceAdded(s_project, s_workspace)])));

    private Guid Queue() => Assert.IsType<RunQueued>(Do(new QueueRun(s_workspace, s_item))).RunId;

    private IEvent Do(ICommand command)
    {
        var decision = Decide(command);
        Assert.Null(decision.Problem);
        var e = Assert.Single(decision.EventsOf(FastestStreams.Workspace(s_workspace)));
        _events.Add(e);
        return e;
    }

    private void Refused(ICommand command, string reason)
    {
        var problem = Decide(command).Problem;
        Assert.Equal((400, "invalid_state"), (problem?.Status, problem?.Code));
        Assert.Contains(reason, problem!.Detail);
    }

    private Decision Decide(ICommand command)
    {
        var context = new CommandContext(Guid.NewGuid(), "tester", s_now, null, s_owner.ToString());
        return command switch
        {
            QueueRun c => ActionItemDecider.Decide(States, c, context),
            BeginRun c => ActionItemDecider.Decide(States, c, context),
            RecordAttempt c => ActionItemDecider.Decide(States, c, context),
            ApplyRun c => ActionItemDecider.Decide(States, c, context),
            DismissActionItem c => ActionItemDecider.Decide(States, c, context),
            _ => throw new ArgumentException($"{command} is not decided here."),
        };
    }

    private static IEnumerable<Fact> Facts(IEnumerable<IEvent> events) => events.Select((e, i) => new Fact(e, i + 1, i + 1, s_now, Guid.Empty));
}
