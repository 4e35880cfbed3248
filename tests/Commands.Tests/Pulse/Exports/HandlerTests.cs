using System.Text;
using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pipeline;
using EventSourced.Commands.Pulse.Communities;
using EventSourced.Commands.Pulse.Exports;
using EventSourced.Contracts.Pulse;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventSourced.Commands.Tests.Pulse;

/// <summary>Effects of handlers outside the log.</summary>
public sealed class HandlerTests(PulseWorld world) : IClassFixture<PulseWorld>
{
    private static readonly byte[] Text = Encoding.UTF8.GetBytes(Chats.WorkedExample);

    [Fact]
    public async Task A_refused_upload_leaves_no_object()
    {
        var scope = await world.NewSourceAsync();
        var upload = await world.UploadAsync(scope, Text, sourceId: "nowhere");
        Assert.Equal("source_not_found", (await world.RefuseAsync(upload)).Code);
        Assert.False(await world.Objects.ExistsAsync(upload.ObjectKey));

        // The same bytes belong to another export, so they stay.
        var registered = await world.RegisterAsync(scope, Chats.WorkedExample);
        Assert.Equal("source_not_found", (await world.RefuseAsync(await world.UploadAsync(scope, Text, sourceId: "nowhere"))).Code);
        Assert.True(await world.Objects.ExistsAsync(upload.ObjectKey));

        // A second registration under the same id is refused and removes nothing.
        Assert.Equal("export_exists", (await world.RefuseAsync(upload with { ExportId = registered, SourceId = "chat" })).Code);
        Assert.True(await world.Objects.ExistsAsync(upload.ObjectKey));
    }

    [Fact]
    public async Task An_export_without_a_source_is_queued_when_it_gets_one()
    {
        var scope = await world.NewSourceAsync();
        var id = await world.RegisterAsync(scope, Chats.WorkedExample, sourceId: null);
        await world.Imports.DrainAsync(scope.CommunityId, scope.SourceId);
        Assert.Equal(ExportStage.PendingSource, (await world.ExportAsync(id)).Stage);
        await world.DoAsync(new AssignSource(id, scope.SourceId));
        await world.Imports.DrainAsync(scope.CommunityId, scope.SourceId);
        Assert.Equal(ExportStage.Completed, (await world.ExportAsync(id)).Stage);
    }

    [Fact]
    public async Task A_command_delivered_twice_returns_the_same_outcome_and_records_once()
    {
        var scope = await world.NewSourceAsync();
        var (upload, id) = (await world.UploadAsync(scope, Text), Guid.NewGuid());
        var first = Assert.IsType<CommandResult.Completed>(await world.SendAsync(upload, id));
        var second = Assert.IsType<CommandResult.Completed>(await world.SendAsync(upload, id));
        Assert.Equal(first.Position, second.Position);
        Assert.Single(await world.EventsAsync(PulseStreams.Export(upload.ExportId)));
    }

    [Fact]
    public async Task A_shared_object_is_removed_when_its_last_export_expires()
    {
        var scope = await world.NewSourceAsync();
        var key = (await world.UploadAsync(scope, Text)).ObjectKey;
        var first = await world.ImportAsync(scope, Chats.WorkedExample);
        var second = await world.ImportAsync(scope, Chats.WorkedExample);
        await world.DoAsync(new DeleteExport(first));
        Assert.True(await world.Objects.ExistsAsync(key));
        Assert.NotNull(await world.LastAsync<DayDigested>(scope.Day(new(2024, 1, 1))));
        Assert.Equal("export_not_found", (await world.RefuseAsync(new ReplayExport(first))).Code);

        // Nothing is removed before its retention ends; then the object is removed and the export records it.
        await world.DoAsync(new RemoveExpiredRawObjects(DateTimeOffset.UtcNow.AddHours(71)));
        Assert.True(await world.Objects.ExistsAsync(key));
        await world.DoAsync(new RemoveExpiredRawObjects(DateTimeOffset.UtcNow.AddHours(73)));
        Assert.False(await world.Objects.ExistsAsync(key));
        Assert.True((await world.ExportAsync(second)).RawDeleted);
        Assert.Equal("raw_object_missing", (await world.RefuseAsync(new ReplayExport(second))).Code);
        await world.DoAsync(new DeleteExport(second));
    }

    [Fact]
    public async Task An_object_stays_if_an_export_that_the_read_table_does_not_have_yet_needs_it()
    {
        var scope = await world.NewSourceAsync();
        var first = await world.ImportAsync(scope, Chats.WorkedExample);
        var lagging = new LaggingHints(await world.Store.ReadWatermarkAsync());
        var second = await world.RegisterAsync(scope, Chats.WorkedExample);
        var key = (await world.ExportAsync(second)).Registered!.ObjectKey;

        var raw = new RawObjects(world.Reader, lagging, world.Objects);
        Assert.True(await raw.ReleaseAsync(key, first, DateTimeOffset.UtcNow, DateTimeOffset.UtcNow, default));

        Assert.True(await world.Objects.ExistsAsync(key));
    }

    [Fact]
    public async Task An_export_is_refused_if_its_object_was_removed_with_another_export()
    {
        var scope = await world.NewSourceAsync();
        var first = await world.ImportAsync(scope, Chats.WorkedExample);
        var upload = await world.UploadAsync(scope, Text);
        await world.DoAsync(new DeleteExport(first));

        Assert.Equal("raw_object_missing", (await world.RefuseAsync(upload)).Code);
        await world.DoAsync(await world.UploadAsync(scope, Text));
    }

    [Fact]
    public async Task Orphaned_uploads_are_removed_after_a_week_and_registered_ones_stay_regardless_of_the_table()
    {
        var scope = await world.NewSourceAsync();
        var known = await world.UploadAsync(scope, Text, sourceId: null);
        await world.DoAsync(known);
        var refused = await world.UploadAsync(scope, [.. Text, .. "\n1/2/24, 10:00 - Bob: refused"u8]);
        var unknown = new OrphanedUploads(world.Reader, new LaggingHints(0), world.Objects, NullLogger<OrphanedUploads>.Instance);

        await unknown.SweepAsync(DateTimeOffset.UtcNow.AddDays(6), TestContext.Current.CancellationToken);
        Assert.True(await world.Objects.ExistsAsync(refused.ObjectKey));
        await unknown.SweepAsync(DateTimeOffset.UtcNow.AddDays(8), TestContext.Current.CancellationToken);
        Assert.False(await world.Objects.ExistsAsync(refused.ObjectKey));
        Assert.True(await world.Objects.ExistsAsync(known.ObjectKey));

        // The scheduled command does it.
        refused = await world.UploadAsync(scope, [.. Text, .. "\n1/2/24, 10:00 - Bob: refused again"u8]);
        await world.DoAsync(new RemoveExpiredRawObjects(DateTimeOffset.UtcNow.AddDays(8)));
        Assert.False(await world.Objects.ExistsAsync(refused.ObjectKey));
        Assert.True(await world.Objects.ExistsAsync(known.ObjectKey));
    }

    [Fact]
    public async Task An_expired_object_that_another_export_needs_stays()
    {
        var scope = await world.NewSourceAsync();
        var first = await world.ImportAsync(scope, Chats.WorkedExample);
        var waiting = await world.UploadAsync(scope, Text, sourceId: null);
        await world.DoAsync(waiting);
        await world.DoAsync(new RemoveExpiredRawObjects(DateTimeOffset.UtcNow.AddHours(100)));
        Assert.True((await world.ExportAsync(first)).RawDeleted);
        Assert.False((await world.ExportAsync(waiting.ExportId)).RawDeleted);
        Assert.True(await world.Objects.ExistsAsync(waiting.ObjectKey));
    }

    [Fact]
    public async Task An_interrupted_deletion_is_finished_by_the_next_delivery()
    {
        var scope = await world.NewSourceAsync();
        var upload = await world.UploadAsync(scope, Text);
        await world.DoAsync(upload);
        var deletion = Guid.NewGuid();
        // The event is recorded; objects and key are not yet removed, and no outcome is stored.
        var recorded = await world.Store.AppendAsync(new([new(PulseStreams.Community(scope.CommunityId), EventStore.ExpectedVersion.Exactly(1), [new CommunityDeleted(scope.CommunityId)])],
            new(deletion, "tester", PulseWorld.Noon)));
        Assert.Equal(recorded.Position, Assert.IsType<CommandResult.Completed>(await world.SendAsync(new DeleteCommunity(scope.CommunityId), deletion)).Position);
        Assert.False(await world.Objects.ExistsAsync(upload.ObjectKey));
        Assert.Null(await world.Secrets.FindAsync(scope.Community.KeyName));
    }

    [Fact]
    public async Task A_redelivered_deletion_does_not_delete_the_community_that_was_created_again()
    {
        var scope = await world.NewSourceAsync();
        var upload = await world.UploadAsync(scope, Text);
        var deletion = Guid.NewGuid();
        await world.Store.AppendAsync(new([new(PulseStreams.Community(scope.CommunityId), EventStore.ExpectedVersion.Exactly(1), [new CommunityDeleted(scope.CommunityId)])],
            new(deletion, "tester", PulseWorld.Noon)));
        // Creating it again finishes the interrupted removal.
        await world.DoAsync(new CreateCommunity(scope.CommunityId, "Anew"));
        Assert.False(await world.Objects.ExistsAsync(upload.ObjectKey));
        Assert.Null(await world.Secrets.FindAsync(scope.Community.KeyName));

        await world.SendAsync(new DeleteCommunity(scope.CommunityId), deletion);
        Assert.True((await world.CommunityAsync(scope.CommunityId)).Exists);
        Assert.NotNull(await world.Secrets.FindAsync((scope.Community with { Incarnation = 2 }).KeyName));
    }

    [Fact]
    public async Task The_rest_of_a_deleted_community_is_removed_without_touching_the_new_one()
    {
        var scope = await world.NewSourceAsync();
        var former = await world.UploadAsync(scope, Text);
        await world.DoAsync(former);
        await world.DoAsync(new DeleteCommunity(scope.CommunityId));
        await world.DoAsync(new CreateCommunity(scope.CommunityId, "Anew"));
        await world.DoAsync(new CreateSource(scope.CommunityId, scope.SourceId, "Chat"));
        var present = await world.UploadAsync(scope, Text);
        await world.DoAsync(present);

        // A slow worker continues the deletion.
        await new CommunityStorage(world.Objects, world.Secrets).RemoveAsync(scope.Community, TestContext.Current.CancellationToken);

        Assert.False(await world.Objects.ExistsAsync(former.ObjectKey));
        Assert.True(await world.Objects.ExistsAsync(present.ObjectKey));
        await world.Imports.DrainAsync(scope.CommunityId, scope.SourceId);
        Assert.Equal(ExportStage.Completed, (await world.ExportAsync(present.ExportId)).Stage);
    }

    [Fact]
    public async Task An_upload_for_an_earlier_incarnation_is_refused_and_leaves_no_object()
    {
        var scope = await world.NewSourceAsync();
        await world.DoAsync(new DeleteCommunity(scope.CommunityId));
        // While the community does not exist, an upload belongs to its next incarnation.
        var early = await world.UploadAsync(scope, Text);
        await world.DoAsync(new CreateCommunity(scope.CommunityId, "Second"));
        await world.DoAsync(new CreateSource(scope.CommunityId, scope.SourceId, "Chat"));
        await world.DoAsync(early);
        var late = await world.UploadAsync(scope, [.. Text, .. "\n1/2/24, 10:00 - Bob: late"u8]);
        await world.Store.AppendAsync(new([new(PulseStreams.Community(scope.CommunityId), EventStore.ExpectedVersion.Any, [new CommunityDeleted(scope.CommunityId), new CommunityCreated(scope.CommunityId, "Third", "", 3)])],
            new(Guid.NewGuid(), "tester", PulseWorld.Noon)));

        Assert.Equal("community_recreated", (await world.RefuseAsync(late)).Code);
        Assert.False(await world.Objects.ExistsAsync(late.ObjectKey));
    }

    [Fact]
    public async Task An_object_in_the_folder_of_earlier_versions_is_registered_kept_by_the_sweep_and_removed_with_its_community()
    {
        var scope = await world.NewSourceAsync();
        var stored = await world.Objects.PutAsync(PulseStreams.Objects(scope.CommunityId), "txt", new MemoryStream(Text), long.MaxValue);
        await world.DoAsync((await world.UploadAsync(scope, Text)) with { ObjectKey = stored.Key });
        await new OrphanedUploads(world.Reader, new LaggingHints(0), world.Objects, NullLogger<OrphanedUploads>.Instance).SweepAsync(DateTimeOffset.UtcNow.AddDays(8), TestContext.Current.CancellationToken);
        Assert.True(await world.Objects.ExistsAsync(stored.Key));
        await world.DoAsync(new DeleteCommunity(scope.CommunityId));
        Assert.False(await world.Objects.ExistsAsync(stored.Key));
    }

    [Fact]
    public async Task A_lost_hash_key_fails_the_export_instead_of_counting_everything_again()
    {
        var scope = await world.NewSourceAsync();
        await world.Secrets.DestroyAsync(scope.Community.KeyName);
        var id = await world.ImportAsync(scope, Chats.WorkedExample);
        Assert.Equal("hash_key_missing", (await world.ExportAsync(id)).Failure!.Code);
    }

    [Fact]
    public async Task The_lock_of_a_source_is_exclusive_and_released()
    {
        var scope = await world.NewSourceAsync();
        var other = scope.Community.Source("other");
        await using (var held = await SourceImports.LockOf(world.DataSource, scope).TryTakeAsync(default))
        {
            Assert.NotNull(held);
            Assert.Null(await SourceImports.LockOf(world.DataSource, scope).TryTakeAsync(default));
            await using var another = await SourceImports.LockOf(world.DataSource, other).TryTakeAsync(default);
            Assert.NotNull(another);
        }
        await using var again = await SourceImports.LockOf(world.DataSource, scope).TryTakeAsync(default);
        Assert.NotNull(again);
    }

    [Fact]
    public async Task The_hints_find_exports_in_the_read_table()
    {
        await using (var table = world.DataSource.CreateCommand("""
            create schema pulse;
            create table es.read_tables (table_name text primary key, position bigint);
            insert into es.read_tables values ('pulse.exports', 7);
            create table pulse.exports (export_id text primary key, status text, updated_at timestamptz, attempt_count integer, error_message text,
                raw_delete_after timestamptz, raw_deleted_at timestamptz, object_key text)
            """))
            await table.ExecuteNonQueryAsync();
        List<Guid> ids = [];
        async Task Row(string status, string updated, string? error = null, string? after = null, string? deleted = null)
        {
            await using var row = world.DataSource.CreateCommand("insert into pulse.exports values ($1, $2, $3::timestamptz, 1, $4, $5::timestamptz, $6::timestamptz, 'k' || $1)");
            ids.Add(Guid.NewGuid());
            foreach (var value in new[] { ids[^1].ToString(), status, updated, error, after, deleted })
                row.Parameters.Add(new Npgsql.NpgsqlParameter { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
            await row.ExecuteNonQueryAsync();
        }
        await Row("failed", "2026-01-01T00:00Z", "[retry 2/5] x", "2026-01-05T00:00Z");
        await Row("failed", "2026-01-01T00:00Z", "[retry 5/5] x");
        await Row("failed", "2026-01-01T00:00Z", "no_transcript");
        await Row("processing", "2026-01-01T00:10Z");
        await Row("processing", "2026-01-01T00:40Z");
        await Row("completed", "2026-01-01T00:00Z", null, "2026-01-04T00:00Z");
        await Row("completed", "2026-01-01T00:00Z", null, "2026-01-04T00:00Z", "2026-01-04T01:00Z");
        await Row("queued", "2026-01-01T00:05Z", null, "2026-01-04T00:00Z");

        var hints = new TableHints(world.DataSource);
        Assert.Equal([ids[0], ids[7], ids[3]], await hints.FindAsync(ExportHints.ForRequeue, DateTimeOffset.Parse("2026-01-01T00:30Z", null), 10));
        Assert.Equal([ids[5]], await hints.FindAsync(ExportHints.ExpiredRaw, DateTimeOffset.Parse("2026-01-04T12:00Z", null), 10));
        Assert.Equal([ids[5], ids[0]], await hints.FindAsync(ExportHints.ExpiredRaw, DateTimeOffset.Parse("2026-01-05T00:00Z", null), 10));
        var found = await hints.FindAsync(ExportHints.ByObject, "k" + ids[2]);
        Assert.Equal([ids[2]], found.Ids);
        Assert.Equal(7, found.Position);
        var none = await hints.FindAsync(ExportHints.ByObject, "nothing");
        Assert.Empty(none.Ids);
        Assert.Equal(7, none.Position);
    }

    /// <summary>A read table that does not advance.</summary>
    private sealed class LaggingHints(long position) : ITableHints
    {
        public Task<IReadOnlyList<Guid>> FindAsync(TableHint hint, DateTimeOffset time, int limit, CancellationToken cancellationToken = default) => Task.FromResult<IReadOnlyList<Guid>>([]);

        public Task<LookupResult> FindAsync(TableLookup lookup, string value, CancellationToken cancellationToken = default) => Task.FromResult(new LookupResult([], position));

        public Task<IReadOnlyList<string>> FindTextsAsync(TextHint hint, long id, string after, int limit, CancellationToken cancellationToken = default) => Task.FromResult<IReadOnlyList<string>>([]);
    }
}
