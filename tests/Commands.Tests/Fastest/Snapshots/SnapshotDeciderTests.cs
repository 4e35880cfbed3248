using EventSourced.Commands.Deciding;
using EventSourced.Commands.Fastest;
using EventSourced.Commands.Fastest.Projects;
using EventSourced.Commands.Fastest.Snapshots;
using EventSourced.Commands.Fastest.Workspaces;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts;
using EventSourced.Contracts.Fastest;

namespace EventSourced.Commands.Tests.Fastest.Snapshots;

/// <summary>Decisions about snapshots, without a database: the order of the checks and idempotency (specification, 1.3).</summary>
public sealed class SnapshotDeciderTests
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 9, 12, 0, 0, TimeSpan.Zero);
    private static readonly Guid s_project = Guid.NewGuid(), s_owner = Guid.NewGuid(), s_workspace = Guid.NewGuid();
    private static readonly string s_one = new('1', 64), s_two = new('2', 64);
    private static readonly ProjectCreated s_created = new(s_project, s_owner, "Garden");
    private static readonly WorkspaceCreated s_main = new(s_workspace, s_project, "main", null, null, null);
    private static readonly SnapshotRegistered s_root = new(s_project, "root", s_one, [], null, "cli", null);
    private static readonly SnapshotRegistered s_next = new(s_project, "next", s_two, ["root"], s_workspace, "cli", null);
    private static readonly RegisterSnapshot s_again = new(s_project, s_two, "next", ["root"], s_workspace);

    [Fact]
    public void The_first_fault_in_the_order_of_the_specification_is_reported()
    {
        var all = new RegisterSnapshot(s_project, s_one, null, ["nowhere"], s_workspace);
        Assert.Equal(404, Fault(all, "stranger", [s_created], [s_main])?.Status);
        Assert.Equal("workspace_id", Fault(all, s_owner.ToString(), [s_created], [s_main with { ProjectId = Guid.NewGuid() }])?.Errors?.Keys.Single());
        Assert.Equal("workspace_id", Fault(all, s_owner.ToString(), [s_created], [s_main, new WorkspaceDeleted(s_workspace, s_project)])?.Errors?.Keys.Single());
        Assert.Equal("parent_snapshot_ids", Fault(all, s_owner.ToString(), [s_created], [s_main])?.Errors?.Keys.Single());
        Assert.Null(SnapshotDecider.WithoutRegistering(States([s_created], [s_main]), all with { ParentSnapshotIds = [] }, By(s_owner.ToString())));
        Assert.Equal(404, Fault(all, s_owner.ToString(), [s_created, new ProjectDeleted(s_project, [])], [s_main])?.Status);
    }

    [Fact]
    public void The_same_id_with_the_same_content_is_registered_once_and_with_other_content_refused()
    {
        IEvent[] project = [s_created, s_root, new SnapshotRegistered(s_project, "side", s_one, [], null, "cli", null), s_next];
        var before = SnapshotDecider.WithoutRegistering(States(project, [s_main]), s_again with { ParentSnapshotIds = ["root", "", "root"] }, By(s_owner.ToString()))!;
        Assert.True(before is { IsNothing: true, Problem: null, Position: 4 });
        foreach (var other in (RegisterSnapshot[])[s_again with { ManifestHash = s_one }, s_again with { ParentSnapshotIds = [] }, s_again with { ParentSnapshotIds = ["root", "side"] }])
            Assert.Equal(409, Fault(other, s_owner.ToString(), project, [s_main])?.Status);
        // Parents are compared in their order.
        Assert.Equal(409, Fault(s_again with { SnapshotId = "both", ManifestHash = s_one, ParentSnapshotIds = ["side", "root"] }, s_owner.ToString(),
            [.. project, new SnapshotRegistered(s_project, "both", s_one, ["root", "side"], null, "cli", null)], [s_main])?.Status);
    }

    [Fact]
    public void A_snapshot_moves_the_pointer_of_its_workspace_in_the_same_append()
    {
        var decision = SnapshotDecider.Register(States([s_created, s_root], [s_main]), s_again, "next");
        Assert.Equal([s_next], decision.EventsOf(FastestStreams.Project(s_project)).Select(e => ((SnapshotRegistered)e) with { ParentSnapshotIds = s_next.ParentSnapshotIds }));
        Assert.Equal([new WorkspaceHeadMoved(s_workspace, "next", s_two)], decision.EventsOf(FastestStreams.Workspace(s_workspace)));
        Assert.Single(SnapshotDecider.Register(new SnapshotContext(States([s_created, s_root], []).Project, null), s_again with { WorkspaceId = null }, "next").Events);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("", true)]
    [InlineData("root", false)]
    public void A_workspace_without_a_snapshot_has_the_empty_head(string? expected, bool isRegistered) =>
        Assert.Equal(isRegistered ? null : "concurrent_modification", Fault(s_again with { ExpectedHead = expected }, s_owner.ToString(), [s_created, s_root], [s_main])?.Code);

    [Fact]
    public void Of_two_pushes_with_the_same_expected_head_the_second_is_refused()
    {
        IEvent[] workspace = [s_main, new WorkspaceHeadMoved(s_workspace, "root", s_one)];
        var mine = s_again with { SnapshotId = "mine", ExpectedHead = "root" };
        Assert.Null(Fault(mine, s_owner.ToString(), [s_created, s_root], workspace));
        var late = Fault(mine, s_owner.ToString(), [s_created, s_root, s_next], [.. workspace, new WorkspaceHeadMoved(s_workspace, "next", s_two)]);
        Assert.Equal((409, "concurrent_modification"), (late?.Status, late?.Code));
        // The one that was registered is answered as before.
        Assert.Null(Fault(s_again with { ExpectedHead = "root" }, s_owner.ToString(), [s_created, s_root, s_next], [.. workspace, new WorkspaceHeadMoved(s_workspace, "next", s_two)]));
    }

    [Fact]
    public void Ids_sort_by_time_and_are_the_same_for_a_repeated_command()
    {
        var command = Guid.NewGuid();
        Assert.Equal(Ulid.Of(s_now, command), Ulid.Of(s_now, command));
        Assert.NotEqual(Ulid.Of(s_now, command), Ulid.Of(s_now, Guid.NewGuid()));
        Assert.Equal(26, Ulid.Of(s_now, command).Length);
        List<string> ids = [.. Enumerable.Range(0, 100).Select(i => Ulid.Of(s_now.AddMilliseconds(i), Guid.NewGuid()))];
        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
        Assert.StartsWith("01HT15PE00", Ulid.Of(new DateTimeOffset(2024, 3, 28, 0, 0, 0, TimeSpan.Zero), command), StringComparison.Ordinal);
    }

    private static Problem? Fault(RegisterSnapshot command, string tenant, IEvent[] project, IEvent[] workspace) =>
        SnapshotDecider.WithoutRegistering(States(project, workspace), command, By(tenant))?.Problem;

    private static SnapshotContext States(IEvent[] project, IEvent[] workspace) => new(State(new ProjectState(s_project), project), State(new WorkspaceState(s_workspace), workspace));

    private static TState State<TState>(TState state, IEvent[] events) where TState : StreamState =>
        state.After(events.Select((e, i) => new Fact(e, i + 1, i + 1, s_now, Guid.Empty)));

    private static CommandContext By(string tenant) => new(Guid.Empty, "tester", s_now, null, tenant);
}
