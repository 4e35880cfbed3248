using EventSourced.Contracts;
using EventSourced.Contracts.Pulse;
using EventSourced.Testing;

namespace EventSourced.Projections.Tests.Pulse;

public sealed class PulseTests
{
    private static readonly Guid s_export = Guid.Parse("11111111-1111-1111-1111-111111111111");
    private static readonly DateOnly s_day = new(2026, 3, 4), s_week = new(2026, 3, 1);

    [Fact]
    public async Task An_export_passes_through_its_states()
    {
        await using var world = await WorldAsync("export_states");
        var status = new List<string>();
        foreach (var e in Export())
        {
            await world.ProjectAsync(await world.AppendAsync(e));
            status.Add(await world.ScalarAsync<string>("SELECT status FROM pulse.exports"));
        }
        Assert.Equal(["pending_source", "queued", "processing", "processing", "processing", "weekly_processing", "weekly_processing", "completed"], status);
        Assert.Equal("120 40 3 3 1 1 1 2026-03-02 2026-03-04", await world.ScalarAsync<string>(
            "SELECT concat_ws(' ', message_count, new_message_count, days_total, days_processed, weeks_total, weeks_processed, attempt_count, first_day, last_day) FROM pulse.exports"));

        await world.ProjectAsync(await world.AppendAsync(new ExportFailed(s_export, "raw_object_missing", "gone", false, null)));
        Assert.Equal("failed gone", await world.ScalarAsync<string>("SELECT status || ' ' || error_message FROM pulse.exports"));
        await world.ProjectAsync(await world.AppendAsync(new ExportRawDeleted(s_export)));
        Assert.True(await world.ScalarAsync<bool>("SELECT raw_deleted_at IS NOT NULL FROM pulse.exports"));
        await world.ProjectAsync(await world.AppendAsync(new ExportDeleted(s_export)));
        Assert.Equal(0L, await world.ScalarAsync<long>("SELECT count(*) FROM pulse.exports"));

        // Events of a deleted export change nothing and do not stop the table.
        await world.ProjectAsync(await world.AppendAsync(new ExportWeeksProcessed(s_export, 1), new ExportRawDeleted(s_export)));
        Assert.Equal("0 running", await world.ScalarAsync<string>("SELECT (SELECT count(*) FROM pulse.exports) || ' ' || state FROM es.read_tables WHERE table_name = 'pulse.exports'"));
    }

    [Fact]
    public async Task An_export_has_columns_for_what_was_read_left_out_and_corrected()
    {
        await using var world = await WorldAsync("export_account");
        const string Account = "SELECT concat_ws(' ', line_count, system_count, notice_count, left_out_count, encoding, date_order_basis, warning_state, first_day, last_day, warnings_json -> 0 ->> 'code') FROM pulse.exports";
        await world.ProjectAsync(await world.AppendAsync([.. Export().Take(3)]));
        Assert.Equal("", await world.ScalarAsync<string>(Account));
        await world.ProjectAsync(await world.AppendAsync(new ExportScanned(s_export, 120, 3, new(2026, 2, 3), new(2026, 4, 3), "day_first", "assumed", 130, 5, 2, 3, "utf-8", [new("date_order_assumed", "Look.", 3, [1], "1/2/26 - x")])));
        Assert.Equal("130 5 2 3 utf-8 assumed warnings 2026-02-03 2026-04-03 date_order_assumed", await world.ScalarAsync<string>(Account));
        await world.ProjectAsync(await world.AppendAsync(new ExportDateOrderCorrected(s_export, "month_first", Guid.NewGuid(), [s_day], new(2026, 3, 2), s_day, [new("date_order_corrected", "Moved.", 3, [], null)])));
        Assert.Equal("130 5 2 3 utf-8 corrected warnings 2026-03-02 2026-03-04 date_order_corrected", await world.ScalarAsync<string>(Account));
        await world.ProjectAsync(await world.AppendAsync(new ExportScanned(s_export, 120, 3, new(2026, 3, 2), s_day, "month_first", "earlier_import", 130, 5, 2, 3, "utf-8")));
        Assert.Equal("130 5 2 3 utf-8 earlier_import none 2026-03-02 2026-03-04", await world.ScalarAsync<string>(Account));
        await world.ProjectAsync(await world.AppendAsync(new ExportOverlapDiffered(s_export, 3, 2, [new("overlap_differs", "Look.", 2, [], null)])));
        Assert.Equal("130 5 2 3 utf-8 earlier_import warnings 2026-03-02 2026-03-04 overlap_differs", await world.ScalarAsync<string>(Account));
    }

    [Fact]
    public async Task Withdrawing_messages_of_an_export_keeps_those_of_other_exports_and_days()
    {
        await using var world = await WorldAsync("withdrawn");
        var other = Guid.NewGuid();
        await world.ProjectAsync(await world.AppendAsync(
            Hashes("garden"), Hashes("garden") with { ExportId = other, ContentHashes = ["c3", "c4"] }, Hashes("garden") with { DayDate = s_day.AddDays(1) }, Hashes("garage"),
            new DayMessagesWithdrawn("garden", "chat", s_day, s_export)));
        Assert.Equal("garage c1, garage c2, garden c1, garden c2, garden c3, garden c4",
            await world.ScalarAsync<string>("SELECT string_agg(community_id || ' ' || content_hash, ', ' ORDER BY community_id, content_hash) FROM pulse.message_hashes"));
        Assert.Equal(0L, await world.ScalarAsync<long>($"SELECT count(*) FROM pulse.message_hashes WHERE community_id = 'garden' AND day_date = '{s_day:yyyy-MM-dd}' AND export_id = '{s_export}'"));
    }

    [Fact]
    public async Task A_recomputed_digest_keeps_its_creation_time()
    {
        await using var world = await WorldAsync("digested_again");
        await world.ProjectAsync(await world.AppendAsync(Digest("garden", 3)));
        await world.ProjectAsync(await world.AppendAsync(Digest("garden", 9)));
        Assert.Equal("9 2 [\"garden\", \"noise\"] 0.4 high up", await world.ScalarAsync<string>(
            "SELECT concat_ws(' ', message_count, unique_sender_count, top_themes_json, strain_score, strain_level, CASE WHEN updated_at > created_at THEN 'up' END) FROM pulse.daily_digests"));
    }

    [Fact]
    public async Task Clearing_a_day_deletes_the_digest_and_on_request_the_hashes()
    {
        await using var world = await WorldAsync("clearing");
        await world.ProjectAsync(await world.AppendAsync(Hashes("garden"), Digest("garden", 2), new DayCleared("garden", "chat", s_day, IncludeHashes: false)));
        Assert.Equal("0 2", await CountsAsync(world));
        await world.ProjectAsync(await world.AppendAsync(new DayCleared("garden", "chat", s_day, IncludeHashes: true)));
        Assert.Equal("0 0", await CountsAsync(world));

        static Task<string> CountsAsync(ProjectionWorld world) =>
            world.ScalarAsync<string>("SELECT (SELECT count(*) FROM pulse.daily_digests) || ' ' || (SELECT count(*) FROM pulse.message_hashes)");
    }

    [Fact]
    public async Task A_deleted_community_leaves_no_rows_and_affects_no_other()
    {
        await using var world = await WorldAsync("deleted_community");
        await world.ProjectAsync(await world.AppendAsync([.. Everything("garden"), .. Everything("garage")]));
        var before = await RowsAsync(world, "garage");
        Assert.All(before, c => Assert.True(c.Rows > 0, c.Table));

        await world.ProjectAsync(await world.AppendAsync(new CommunityDeleted("garden")));
        Assert.All(await RowsAsync(world, "garden"), c => Assert.Equal(0, c.Rows));
        Assert.Equal(before, await RowsAsync(world, "garage"));
    }

    private static async Task<List<(string Table, long Rows)>> RowsAsync(ProjectionWorld world, string community)
    {
        var counts = new List<(string, long)>();
        foreach (var table in ReadTableSet.Catalog.Tables.Where(t => t.Module == "pulse"))
            counts.Add((table.QualifiedName, await world.ScalarAsync<long>($"SELECT count(*) FROM {table.QualifiedName} WHERE community_id = '{community}'")));
        return counts;
    }

    private static Task<ProjectionWorld> WorldAsync(string name) => ProjectionWorld.CreateAsync(name, ReadTableSet.Catalog);

    private static IEnumerable<IEvent> Export() =>
    [
        new ExportRegistered(s_export, "garden", null, "community/garden/x.txt", "x.txt", "txt", 10, "00", true),
        new ExportQueued("garden", "chat", s_export, 1, "uploaded"),
        new ExportProcessingStarted(s_export, 1),
        new ExportScanned(s_export, 120, 3, new(2026, 3, 2), s_day, "day_first"),
        new ExportDaysProcessed(s_export, [s_day], 3, 40),
        new ExportWeeksStarted(s_export, 1),
        new ExportWeeksProcessed(s_export, 1),
        new ExportCompleted(s_export, DateTimeOffset.UnixEpoch),
    ];

    private static IEnumerable<IEvent> Everything(string community) =>
    [
        new CommunityCreated(community, "Name", "", 1),
        new ChatSourceCreated(community, "chat", "Chat", "", "whatsapp", null),
        new ExportRegistered(Guid.NewGuid(), community, "chat", "k", "x.txt", "txt", 10, "00", true),
        Hashes(community),
        Digest(community, 2),
        new WeekSummarised(community, "chat", s_week, s_week.AddDays(6), "neutral", 0, .5, ["garden"], "A week.", 2, 2, Strain(), null, "test/1"),
        new WeekHealthAssessed(community, "chat", s_week, s_week.AddDays(6), [new("equity", 70, [new("concentration", "equity", "Concentration", .3, "share", "lower_is_better", 1, "Talk is spread.")])], 70, .5),
        new WeekConceptsMapped(community, "chat", s_week, s_week.AddDays(6), [new("garden", "garden", 2, 1, 0, "belonging")], [], "keyword"),
    ];

    private static DayMessagesRecorded Hashes(string community) => new(community, "chat", s_day, s_export, ["s1", "s2"], ["c1", "c2"], [0, 1]);

    private static DayDigested Digest(string community, int messages) => new(
        community, "chat", s_day, s_export, messages, ["s1", "s2"], messages,
        new DayAnalysis("neutral", 0.1, ["garden", "noise"], "A day.", Strain()), "test/1");

    private static Strain Strain() => new(.4, "high", [new("urgency", "Urgency", .5, .15)], .7);
}
