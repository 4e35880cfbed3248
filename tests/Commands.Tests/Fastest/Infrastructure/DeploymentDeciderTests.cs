using EventSourced.Commands.Deciding;
using EventSourced.Commands.Fastest;
using EventSourced.Commands.Fastest.Deployments;
using EventSourced.Commands.Fastest.Detection;
using EventSourced.Commands.Fastest.Infrastructure;
using EventSourced.Commands.Fastest.Projects;
using EventSourced.Commands.Fastest.Workspaces;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts;
using EventSourced.Contracts.Fastest;

namespace EventSourced.Commands.Tests.Fastest.Infrastructure;

/// <summary>Decisions about deployments and their settings, without a database.</summary>
public sealed class DeploymentDeciderTests
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 9, 12, 0, 0, TimeSpan.Zero);
    private static readonly Guid s_owner = Guid.NewGuid(), s_project = Guid.NewGuid(), s_workspace = FastestStreams.NewWorkspace(s_project, Guid.NewGuid());
    private static readonly Guid s_deployment = DeploymentStreams.OfWorkspace(s_workspace, Guid.NewGuid());
    private static readonly string s_hash = new('1', 64);
    private static readonly ProjectCreated s_created = new(s_project, s_owner, "Garden");
    private static readonly ProjectMainSet s_main = new(s_project, s_workspace);
    private static readonly WorkspaceCreated s_opened = new(s_workspace, s_project, "main", null, null, null);
    private static readonly SnapshotRegistered s_snapshot = new(s_project, "one", s_hash, [], s_workspace, "cli", null);
    private static readonly WorkspaceHeadMoved s_moved = new(s_workspace, "one", s_hash);
    private static readonly StartDeployment s_start = new(s_workspace, s_deployment);
    private static readonly DeploymentStarted s_started = new(s_deployment, s_project, s_workspace, "one", s_hash, "manual", null, []);
    private static readonly FinishDeployment s_success = new(s_deployment, "success", "https://garden.example");
    private static readonly NeededResource s_postgres = new("database", "postgres", "railway", "pg"), s_bucket = new("storage", "r2", "cloudflare", "r2_buckets");

    [Fact]
    public void The_current_snapshot_is_deployed()
    {
        var events = Start([s_created, s_snapshot], [s_opened, s_moved]).Events;
        var started = Assert.Single(events.OfType<DeploymentStarted>());
        Assert.Equal("Deployment", Assert.Single(events.OfType<ConversationStarted>()).Title);
        Assert.Equal(("one", s_hash, "manual", s_workspace, s_project), (started.SnapshotId, started.ManifestHash, started.Trigger, started.WorkspaceId, started.ProjectId));
        Assert.Null(started.Provider);
        Assert.Empty(started.ResourceIds);
        // The base is the current snapshot of a workspace without one of its own.
        var forked = Start([s_created, s_snapshot with { WorkspaceId = null }], [s_opened with { BaseSnapshotId = "one" }]);
        Assert.Equal("one", Assert.Single(forked.Events.OfType<DeploymentStarted>()).SnapshotId);
        // A workspace with a conversation needs none.
        Assert.Single(Start([s_created, s_snapshot], [s_opened, s_moved, new WorkspaceConversationAdded(s_workspace, Guid.NewGuid())]).Events);
    }

    [Fact]
    public void Without_a_snapshot_or_by_somebody_else_nothing_is_deployed()
    {
        Assert.Equal((400, "no_snapshot"), Of(Start([s_created], [s_opened])));
        // A snapshot of another workspace does not count.
        Assert.Equal((400, "no_snapshot"), Of(Start([s_created, s_snapshot with { WorkspaceId = Guid.NewGuid() }], [s_opened])));
        Assert.Equal((404, "workspace_not_found"), Of(Start([s_created, s_snapshot], [s_opened, s_moved], Guid.NewGuid())));
        Assert.Equal((404, "workspace_not_found"), Of(Start([s_created, s_snapshot], [s_opened, s_moved, new WorkspaceDeleted(s_workspace, s_project)])));
        Assert.Equal((404, "workspace_not_found"), Of(Start([], [])));
    }

    [Fact]
    public void A_deployment_starts_once()
    {
        Assert.True(Start([s_created, s_snapshot], [s_opened, s_moved], null, s_started) is { IsNothing: true, Problem: null });
        Assert.Equal((409, "deployment_id_taken"), Of(Start([s_created, s_snapshot], [s_opened, s_moved], null, s_started with { WorkspaceId = Guid.NewGuid() })));
        Assert.True(new StartDeploymentValidator().Validate(s_start).IsValid);
        Assert.False(new StartDeploymentValidator().Validate(s_start with { DeploymentId = Guid.NewGuid() }).IsValid);
        Assert.False(new DeployProjectValidator().Validate(new DeployProject(s_project, Guid.NewGuid())).IsValid);
        Assert.True(new DeployProjectValidator().Validate(new DeployProject(s_project, DeploymentStreams.OfProject(s_project, Guid.NewGuid()))).IsValid);
        // Both are ordered with the other commands of the project.
        Assert.Equal(ScopedId.KeyOf(s_project.ToString()), ScopedId.KeyOf(s_deployment));
    }

    [Fact]
    public void A_deployment_ends_once_and_not_in_another_way()
    {
        var finished = new DeploymentFinished(s_deployment, s_project, "success", "https://garden.example", null);
        Assert.Equal([finished], Finish(s_success, [s_created], s_started).Events);
        Assert.True(Finish(s_success, [s_created], s_started, finished) is { IsNothing: true, Problem: null, Position: 2 });
        Assert.Equal((409, "deployment_finished"), Of(Finish(s_success with { Url = "https://other.example" }, [s_created], s_started, finished)));
        Assert.Equal((409, "deployment_finished"), Of(Finish(new(s_deployment, "failed", Error: "Late"), [s_created], s_started, finished)));
        Assert.Equal((404, "deployment_not_found"), Of(Finish(s_success, [s_created])));
        Assert.Equal((404, "deployment_not_found"), Of(Finish(s_success, [s_created, new ProjectDeleted(s_project, [])], s_started)));
        Assert.Equal((404, "deployment_not_found"), Of(DeploymentDecider.Decide(Running([s_created], s_started), s_success, By(Guid.NewGuid()))));
    }

    [Theory]
    [InlineData("success", "https://garden.example", null, true)]
    [InlineData("success", null, null, false)]
    [InlineData("success", "ftp://garden.example", null, false)]
    [InlineData("success", "garden", null, false)]
    [InlineData("success", "https://garden.example", "but", false)]
    [InlineData("failed", null, "No room", true)]
    [InlineData("failed", null, null, false)]
    [InlineData("failed", "https://garden.example", "No room", false)]
    [InlineData("deploying", null, null, false)]
    public void An_end_has_what_belongs_to_it(string status, string? url, string? error, bool isValid) =>
        Assert.Equal(isValid, new FinishDeploymentValidator().Validate(new FinishDeployment(s_deployment, status, url, error)).IsValid);

    [Fact]
    public void Settings_are_written_by_the_owner_and_blank_ones_are_none()
    {
        var write = new WriteDeploymentSettings(s_workspace, true, " node ", " ", "npm start");
        Assert.Equal([new DeploymentSettingsWritten(s_workspace, true, "node", null, "npm start")], DeploymentSettingsDecider.Decide(Workspace([s_created], [s_opened]), write, By(s_owner)).Events);
        Assert.Equal((404, "workspace_not_found"), Of(DeploymentSettingsDecider.Decide(Workspace([s_created], [s_opened]), write, By(Guid.NewGuid()))));
        Assert.False(new WriteDeploymentSettingsValidator().Validate(write with { BuildCommand = new string('x', 4_001) }).IsValid);
    }

    [Fact]
    public void A_project_is_deployed_with_the_resources_that_it_has_not()
    {
        var ready = new ResourceRequested(Guid.NewGuid(), s_project, Guid.NewGuid(), "database", "railway", "postgres");
        IEvent[] project = [s_created, s_snapshot, s_main, ready, new ResourceStatusRecorded(ready.ResourceId, s_project, ready.DeploymentId, "ready", null, null, null)];
        var decision = ProjectDeploymentDecider.Start(Project(project), Detected(s_postgres, s_bucket));
        var requested = Assert.IsType<ResourceRequested>(Assert.Single(decision.EventsOf(FastestStreams.Project(s_project))));
        Assert.Equal(("storage", "cloudflare", "r2", s_deployment), (requested.Type, requested.Provider, requested.Name, requested.DeploymentId));
        var started = Assert.IsType<DeploymentStarted>(Assert.Single(decision.EventsOf(DeploymentStreams.Deployment(s_deployment))));
        Assert.Equal([requested.ResourceId], started.ResourceIds);
        Assert.Equal("cloudflare", started.Provider);
        // Another decision about the same command requests the same.
        Assert.Equal(requested, ProjectDeploymentDecider.Start(Project(project), Detected(s_postgres, s_bucket)).Events.OfType<ResourceRequested>().Single());
    }

    [Fact]
    public void A_resource_that_failed_is_requested_again_a_deleted_one_anew_and_a_provisioned_one_not_twice()
    {
        var before = new ResourceRequested(Guid.NewGuid(), s_project, Guid.NewGuid(), "database", "railway", "postgres");
        IEvent[] project = [s_created, s_snapshot, s_main, before];
        Assert.Equal((409, "resource_provisioning"), Of(ProjectDeploymentDecider.Start(Project(project), Detected(s_postgres))));
        var failed = new ResourceStatusRecorded(before.ResourceId, s_project, before.DeploymentId, "error", null, null, "No room");
        Assert.Equal(before with { DeploymentId = s_deployment }, ProjectDeploymentDecider.Start(Project([.. project, failed]), Detected(s_postgres)).Events.OfType<ResourceRequested>().Single());
        var deleted = new ResourceDeleted(before.ResourceId, s_project, before.DeploymentId);
        Assert.NotEqual(before.ResourceId, ProjectDeploymentDecider.Start(Project([.. project, deleted]), Detected(s_postgres)).Events.OfType<ResourceRequested>().Single().ResourceId);
    }

    [Fact]
    public void A_project_without_a_main_workspace_or_its_snapshot_is_not_deployed()
    {
        var deploy = new DeployProject(s_project, s_deployment);
        Assert.Equal((400, "no_main_workspace"), Of(ProjectDeploymentDecider.WithoutStarting(Project([s_created, s_snapshot]), deploy, By(s_owner))!));
        Assert.Equal((400, "no_snapshot"), Of(ProjectDeploymentDecider.WithoutStarting(Project([s_created, s_main], [s_opened]), deploy, By(s_owner))!));
        Assert.Equal((404, "project_not_found"), Of(ProjectDeploymentDecider.WithoutStarting(Project([s_created, s_snapshot, s_main]), deploy, By(Guid.NewGuid()))!));
        Assert.Null(ProjectDeploymentDecider.WithoutStarting(Project([s_created, s_snapshot, s_main]), deploy, By(s_owner)));
        var started = Project([s_created, s_snapshot, s_main]) with { Deployment = State(new DeploymentState(s_deployment), [s_started]) };
        Assert.True(ProjectDeploymentDecider.WithoutStarting(started, deploy, By(s_owner)) is { IsNothing: true, Problem: null });
    }

    private static DetectedProject Detected(params NeededResource[] needed) => new("node", 0.7, [], [], true, [], "cloudflare", needed, []);

    private static (int, string) Of(Decision decision) => (decision.Problem!.Status, decision.Problem.Code);

    private static Decision Start(IEvent[] project, IEvent[] workspace, Guid? tenant = null, params IEvent[] deployment) =>
        DeploymentDecider.Decide(new(Workspace(project, workspace), State(new DeploymentState(s_deployment), deployment)), s_start, By(tenant ?? s_owner));

    private static Decision Finish(FinishDeployment command, IEvent[] project, params IEvent[] deployment) => DeploymentDecider.Decide(Running(project, deployment), command, By(s_owner));

    private static DeploymentContext Running(IEvent[] project, params IEvent[] deployment) => new(State(new DeploymentState(s_deployment), deployment), State(new ResourceState(s_project), project));

    private static WorkspaceContext Workspace(IEvent[] project, IEvent[] workspace) => new(State(new WorkspaceState(s_workspace), workspace), State(new ProjectState(s_project), project));

    private static ProjectDeployment Project(IEvent[] project, IEvent[]? workspace = null) => new(
        State(new ProjectState(s_project), project), project.Contains(s_main) ? State(new WorkspaceState(s_workspace), workspace ?? [s_opened, s_moved]) : null,
        State(new ResourceState(s_project), project), new DeploymentState(s_deployment));

    private static TState State<TState>(TState state, IEvent[] events) where TState : StreamState => state.After(events.Select((e, i) => new Fact(e, i + 1, i + 1, s_now, Guid.Empty)));

    private static CommandContext By(Guid tenant) => new(Guid.Empty, "tester", s_now, null, tenant.ToString());
}
