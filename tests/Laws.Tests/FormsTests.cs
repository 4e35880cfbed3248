using EventSourced.Contracts;
using EventSourced.Laws.Tracker;
using EventSourced.ReadTables;
using EventSourced.ReadTables.Explain;
using EventSourced.Testing;

namespace EventSourced.Laws.Tests;

/// <summary>Tests each form of the definition language, with all events in one page and with one event in each page.</summary>
public sealed class FormsTests
{
    private static readonly ReadTableCatalog s_catalog = ReadTableCatalog.Of(
        EventCatalog.Of(EventCatalog.Scan(typeof(Projects).Assembly).All.Where(e => e.Module == "tracker")),
        [typeof(Projects), typeof(Milestones), typeof(Issues), typeof(IssueLabels), typeof(Comments), typeof(Members), typeof(ProjectSizes)], new HashSet<Type>());

    private static readonly Guid s_project = Id(1), s_other = Id(2), s_issue = Id(11), s_second = Id(12), s_milestone = Id(21), s_ann = Id(31), s_bob = Id(32), s_cid = Id(33);
    private static readonly DateTimeOffset s_noted = DateTimeOffset.UnixEpoch.AddDays(1);

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    public async Task Replacing_a_set_keeps_rows_in_both_sets_adds_new_ones_and_removes_the_rest(int pageSize)
    {
        await using var world = await WorldAsync("set");
        await world.ProjectAsync(await world.AppendAsync(Labelled(s_issue, "bug red", "ui red"), Labelled(s_second, "bug blue")), pageSize);
        var before = await world.ScalarAsync<DateTime>($"SELECT created_at FROM tracker.issue_label WHERE label = 'bug' AND issue_id = '{s_issue}'");
        await world.ProjectAsync(await world.AppendAsync(Labelled(s_issue, "bug green", "new red")), pageSize);
        Assert.Equal("bug blue, bug green, new red", await LabelsAsync(world));
        Assert.Equal(before, await world.ScalarAsync<DateTime>($"SELECT created_at FROM tracker.issue_label WHERE label = 'bug' AND issue_id = '{s_issue}'"));

        await world.ProjectAsync(await world.AppendAsync(Labelled(s_issue, "bug red"), Labelled(s_issue), Labelled(s_issue, "ui red"), Labelled(s_second)), pageSize);
        Assert.Equal("ui red", await LabelsAsync(world));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    public async Task Rows_are_deleted_with_their_parents_at_every_level_and_later_rows_stay(int pageSize)
    {
        await using var world = await WorldAsync("cascade");
        await world.ProjectAsync(await world.AppendAsync(
            new ProjectOpened(s_project, "acme", "One"), new ProjectOpened(s_other, "acme", "Two"),
            Opened(s_issue, s_project), Opened(s_second, s_other), Labelled(s_issue, "bug red"), Labelled(s_second, "bug blue", s_other),
            CommentOf(s_issue, s_project, null, "gone"), CommentOf(s_second, s_other, null, "stays"),
            new ProjectDeleted(s_project),
            Opened(s_issue, s_project), Labelled(s_issue, "again red"), CommentOf(s_issue, s_project, null, "again")), pageSize);
        Assert.Equal("again red, bug blue", await LabelsAsync(world));
        Assert.Equal("again, stays", await world.ScalarAsync<string>("SELECT string_agg(text, ', ' ORDER BY text) FROM tracker.comments"));
        Assert.Equal(2L, await world.ScalarAsync<long>("SELECT count(*) FROM tracker.issues"));

        await world.ProjectAsync(await world.AppendAsync(new IssueDeleted(s_second)), pageSize);
        Assert.Equal("again red", await LabelsAsync(world));
        Assert.Equal("again", await world.ScalarAsync<string>("SELECT string_agg(text, ', ') FROM tracker.comments"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    public async Task A_reference_becomes_null_when_its_row_is_deleted_also_in_insert_only_tables_and_derived_tables_are_updated(int pageSize)
    {
        await using var world = await WorldAsync("set_null");
        await world.ProjectAsync(await world.AppendAsync(
            new MilestoneSet(s_milestone, s_project, "M"), Opened(s_issue, s_project), Opened(s_second, s_project), new IssuePlanned(s_issue, s_milestone), new IssuePlanned(s_second, s_milestone),
            new MemberJoined(s_ann, "acme", "a@x"), CommentOf(s_issue, s_project, s_ann, "one"), CommentOf(s_issue, s_project, s_bob, "two")), pageSize);
        Assert.Equal(2, await world.ScalarAsync<int>("SELECT planned FROM tracker.project_sizes"));
        await world.ProjectAsync(await world.AppendAsync(
            CommentOf(s_issue, s_project, s_ann, "three"), new MilestonesDropped([s_milestone]), new MemberLeft(s_ann), new IssuePlanned(s_second, s_milestone), CommentOf(s_issue, s_project, s_ann, "four")), pageSize);
        Assert.Equal($"{s_second}", await world.ScalarAsync<string>("SELECT string_agg(id, ',') FROM tracker.issues WHERE milestone_id IS NOT NULL"));
        Assert.Equal(1, await world.ScalarAsync<int>("SELECT planned FROM tracker.project_sizes"));
        Assert.Equal($"four {s_ann}, one -, three -, two {s_bob}", await world.ScalarAsync<string>("SELECT string_agg(text || ' ' || coalesce(member_id, '-'), ', ' ORDER BY text) FROM tracker.comments"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    public async Task Unique_values_can_move_between_rows_within_a_page_and_a_duplicate_is_a_fault(int pageSize)
    {
        await using var world = await WorldAsync("unique");
        await world.ProjectAsync(await world.AppendAsync(new MemberJoined(s_ann, "acme", "a@x"), new MemberJoined(s_bob, "acme", "b@x"), new MemberJoined(s_cid, "other", "a@x")), pageSize);
        await world.ProjectAsync(await world.AppendAsync(
            new AddressesExchanged([new(s_ann, "b@x"), new(s_bob, "a@x")]), new MemberSuspended(s_bob), new AddressesExchanged([new(s_ann, "a@x")])), pageSize);
        Assert.Equal("a@x a@x a@x", await world.ScalarAsync<string>("SELECT string_agg(email, ' ') FROM tracker.members"));
        Assert.Equal(0L, await world.ScalarAsync<long>("SELECT count(*) FROM es.dead_letters"));

        await world.ProjectAsync(await world.AppendAsync(new MemberJoined(s_bob, "acme", "a@x")), pageSize, except: "tracker.members");
        Assert.Contains("ux_members_email", await world.ScalarAsync<string>("SELECT error FROM es.dead_letters WHERE table_name = 'tracker.members'"));
    }

    [Fact]
    public async Task Timestamps_are_the_recording_time_or_the_member_named_by_the_mapping_and_copies_are_in_the_documented_format()
    {
        await using var world = await WorldAsync("timestamps");
        await world.ProjectAsync(await world.AppendAsync(Opened(s_issue, s_project), new IssueEdited(s_issue, s_project, "Title", true, s_noted.AddHours(1))));
        Assert.Equal($"{s_noted.ToUnixTimeMilliseconds()} {s_noted.AddHours(1).ToUnixTimeMilliseconds()} Title 1", await IssueAsync(world));
        await world.ProjectAsync(await world.AppendAsync(new IssuePlanned(s_issue, s_milestone)));
        Assert.Equal(await world.ScalarAsync<long>("SELECT floor(extract(epoch FROM timestamp) * 1000)::bigint FROM log.mt_events WHERE seq_id = 3"), await world.ScalarAsync<long>("SELECT updated_at FROM tracker.issues"));

        static Task<string> IssueAsync(ProjectionWorld world) => world.ScalarAsync<string>("SELECT concat_ws(' ', created_at, updated_at, title, is_public) FROM tracker.issues");
    }

    [Fact]
    public async Task Lineage_and_documentation_name_copied_members_and_references()
    {
        var issues = s_catalog.Find("tracker.issues")!;
        Assert.Equal(["tracker.issue_edited.v1 title", "tracker.issue_opened.v1 title"], issues.Lineage.Where(l => l.Column == "title").Select(l => $"{l.Event} {Assert.Single(l.Fields)}").Order());
        Assert.Equal("tracker.issue_labelled.v1 item.color", Assert.Single(s_catalog.Find("tracker.issue_label")!.Lineage.Where(l => l.Column == "color").Select(l => $"{l.Event} {Assert.Single(l.Fields)}")));
        Assert.Equal(["created_at @recorded_at"], s_catalog.Find("tracker.projects")!.Lineage.Where(l => l.Column == "created_at").Select(l => $"{l.Column} {Assert.Single(l.Fields)}"));
        Assert.Equal("The milestone that it is planned for, or null. Refers to tracker.milestones.id; null once that is removed.", issues.Columns.Single(c => c.Name == "milestone_id").Description);
        Assert.Equal(["tracker.milestones SetNull", "tracker.projects Cascade"], issues.References.Select(r => $"{r.Table} {r.OnDelete}").Order());

        await using var world = await WorldAsync("documented");
        Assert.Equal(1L, await world.ScalarAsync<long>("SELECT count(*) FROM pg_indexes WHERE schemaname = 'tracker' AND indexname = 'ix_issues_milestone_id'"));
        Assert.Contains("WHERE ((is_public = 1) AND (milestone_id IS NOT NULL))", await world.ScalarAsync<string>("SELECT indexdef FROM pg_indexes WHERE indexname = 'ix_issues_public'"));
        Assert.Contains("UNIQUE INDEX", await world.ScalarAsync<string>("SELECT indexdef FROM pg_indexes WHERE indexname = 'ux_members_email'"));
    }

    [Fact]
    public async Task An_area_is_a_separate_lane_and_a_table_moved_to_another_lane_keeps_its_position()
    {
        Assert.Equal(["tracker", "tracker/discussion"], s_catalog.Lanes);
        await using var world = await WorldAsync("areas");
        await world.ProjectAsync(await world.AppendAsync(CommentOf(s_issue, s_project, null, "one")));
        Assert.Equal("tracker/discussion", await world.ScalarAsync<string>("SELECT lane FROM es.read_tables WHERE table_name = 'tracker.comments'"));
        Assert.Equal("tracker tracker/discussion", await world.ScalarAsync<string>("SELECT string_agg(lane, ' ' ORDER BY lane) FROM es.lanes WHERE epoch > 0"));

        await world.ExecuteAsync("UPDATE es.read_tables SET lane = 'tracker' WHERE table_name = 'tracker.comments'");
        await ReadTables.Schema.ReadTableSchema.ApplyAsync(world.Source, s_catalog);
        await world.ProjectAsync(await world.AppendAsync(CommentOf(s_issue, s_project, null, "two")));
        Assert.Equal("one, two", await world.ScalarAsync<string>("SELECT string_agg(text, ', ' ORDER BY position) FROM tracker.comments"));
        Assert.Equal(1L, await world.ScalarAsync<long>("SELECT incarnation FROM es.read_tables WHERE table_name = 'tracker.comments'"));
    }

    [Fact]
    public async Task Explain_shows_the_effects_of_replaced_sets_and_references_on_a_row()
    {
        await using var world = await WorldAsync("explained");
        await world.ProjectAsync(await world.AppendAsync(
            Opened(s_issue, s_project), new IssuePlanned(s_issue, s_milestone), Labelled(s_issue, "bug red"), Labelled(s_issue), Labelled(s_issue, "bug red"),
            new MilestonesDropped([s_milestone]), new ProjectDeleted(s_project)));
        var explainer = new RowExplainer(world.Source, s_catalog, world.Store, world.Codec);
        Assert.Equal(["fold", "update", "set_null_where", "delete_where"], await EffectsAsync("tracker.issues", ("id", $"{s_issue}")));
        Assert.Equal(["fold", "replace_set", "fold", "delete_where"], await EffectsAsync("tracker.issue_label", ("issue_id", $"{s_issue}"), ("label", "bug")));

        var dropped = (await explainer.EffectsAsync(6)).Tables.SelectMany(t => t.Rows.Select(r => $"{t.Table} {r.Effect} {(r.Key ?? r.Where)!.ToJsonString()}")).Order();
        Assert.Equal(
            [
                $"tracker.issues set_null_where {{\"milestone_id\":\"{s_milestone}\"}}", $"tracker.milestones delete {{\"id\":\"{s_milestone}\"}}",
                $"tracker.project_sizes recompute {{\"milestone_id\":\"{s_milestone}\"}}",
            ], dropped);

        async Task<IEnumerable<string>> EffectsAsync(string table, params (string, string)[] key)
        {
            var explained = await explainer.ExplainAsync(s_catalog.Find(table)!, key.Select(k => KeyValuePair.Create(k.Item1, k.Item2)));
            Assert.Empty(explained.Differences);
            return explained.Events.SelectMany(e => e.Effects);
        }
    }

    private static Task<ProjectionWorld> WorldAsync(string name) => ProjectionWorld.CreateAsync($"forms_{name}", s_catalog);

    private static Task<string> LabelsAsync(ProjectionWorld world) => world.ScalarAsync<string>("SELECT coalesce(string_agg(label || ' ' || color, ', ' ORDER BY label, color), '') FROM tracker.issue_label");

    private static IssueOpened Opened(Guid issue, Guid project) => new(issue, project, "Title", false, s_noted);

    private static Commented CommentOf(Guid issue, Guid project, Guid? member, string text) => new(issue, project, member, [text]);

    private static IssueLabelled Labelled(Guid issue, string label, Guid project) => new(issue, project, [Of(label)]);

    private static IssueLabelled Labelled(Guid issue, params string[] labels) => new(issue, s_project, [.. labels.Select(Of)]);

    private static Label Of(string label) => new(label.Split(' ')[0], label.Split(' ')[1]);

    private static Guid Id(int number) => Guid.Parse($"00000000-0000-0000-0000-{number:D12}");
}
