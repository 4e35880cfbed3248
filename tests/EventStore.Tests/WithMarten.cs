using System.Text;
using System.Text.Json.Nodes;
using EventSourced.EventStore.Log;
using JasperFx.Events;
using Marten;

namespace EventSourced.EventStore.Tests;

/// <summary>Marten sessions of other applications on the log.</summary>
public sealed class WithMarten(LogFixture log) : IClassFixture<LogFixture>
{
    private readonly PostgresEventStore _store = log.Store;

    [Fact]
    public async Task readers_skip_tombstones()
    {
        var stream = Some.Stream();
        var start = (await _store.AppendAsync(Some.Append(Some.To(stream, ExpectedVersion.NoStream)))).Position;
        await log.ExecuteAsync($$"""
            insert into log.mt_events (id, stream_id, version, data, type) values (gen_random_uuid(), '{{stream}}', 2, '{}', 'tombstone');
            update log.mt_streams set version = 2 where id = '{{stream}}'
            """);
        var end = (await _store.AppendAsync(Some.Append(Some.To(stream, ExpectedVersion.Exactly(2))))).Position;
        await AssertReadAsync(stream, start, end, [1, 3]);
    }

    [Fact]
    public async Task a_tombstone_has_no_time_and_is_not_part_of_the_backlog()
    {
        var (first, middle) = (Some.Stream(), Some.Stream());
        var before = (await _store.AppendAsync(Some.Append(Some.To(first, ExpectedVersion.NoStream)))).Position;
        // As Marten writes it.
        await log.ExecuteAsync($$"""
            insert into log.mt_streams (id, version) values ('{{middle}}', 1);
            insert into log.mt_events (id, stream_id, version, data, type, timestamp) values (gen_random_uuid(), '{{middle}}', 1, '{}', 'tombstone', '0001-01-01Z')
            """);
        var tombstone = await log.ScalarAsync<long>($"select seq_id from log.mt_events where stream_id = '{middle}'");

        var times = new LogTimes(log.DataSource, LogFixture.Options);
        Assert.True(await times.FirstAsync() > DateTimeOffset.UnixEpoch);
        Assert.True(await times.PositionAtAsync(Some.Noon) < tombstone);
        var backlog = new LogBacklog(log.DataSource, LogFixture.Options);
        Assert.Empty((await backlog.CountAsync(before, tombstone))!);
        Assert.Null(await backlog.FirstAfterAsync(before, tombstone));
    }

    [Fact]
    public async Task readers_skip_archived_streams()
    {
        var (stays, goes) = (Some.Stream(), Some.Stream());
        var start = (await _store.AppendAsync(Some.Append(Some.To(goes, ExpectedVersion.NoStream, 2)))).Position - 1;
        var end = (await _store.AppendAsync(Some.Append(Some.To(stays, ExpectedVersion.NoStream, 2)))).Position;
        await ArchiveAsync(goes);
        await AssertReadAsync(goes, start, end, []);
        await AssertReadAsync(stays, start, end, [1, 2]);
    }

    [Theory]
    [InlineData(-1), InlineData(0), InlineData(1), InlineData(7)]
    public async Task an_append_to_an_archived_stream_is_refused_whatever_version_it_expects(long expected)
    {
        var stream = Some.Stream();
        await _store.AppendAsync(Some.Append(Some.To(stream, ExpectedVersion.NoStream)));
        await ArchiveAsync(stream);
        var version = expected < 0 ? ExpectedVersion.Any : expected == 0 ? ExpectedVersion.NoStream : ExpectedVersion.Exactly(expected);
        var e = await Assert.ThrowsAsync<StreamArchivedException>(() => _store.AppendAsync(Some.Append(Some.To(stream, version))));
        Assert.Contains($"Stream {stream} is archived", e.Message);
        await Assert.ThrowsAsync<StreamArchivedException>(() => _store.BulkAppendAsync(Some.Append(Some.To(stream, version))));
        Assert.Equal(1, await log.ScalarAsync<long>($"select count(*) from log.mt_events where stream_id = '{stream}'"));
    }

    [Fact]
    public async Task an_append_to_an_archived_stream_does_not_affect_other_appends()
    {
        var gone = Some.Stream();
        await _store.AppendAsync(Some.Append(Some.To(gone, ExpectedVersion.NoStream)));
        await ArchiveAsync(gone);
        var before = _store.Groups;
        var streams = Enumerable.Range(0, 64).Select(i => i % 8 == 3 ? gone : Some.Stream()).ToList();
        var answers = await Task.WhenAll(streams.Select(async s =>
        {
            try
            {
                await _store.AppendAsync(Some.Append(Some.To(s, ExpectedVersion.Any)));
                return null;
            }
            catch (StreamArchivedException e)
            {
                return e.StreamId;
            }
        }));
        Assert.Equal(streams.Select(s => s == gone ? gone : null), answers);
        // The lookup finds it: no group is split.
        Assert.InRange(_store.Groups - before, 1, 32);
    }

    [Fact]
    public async Task deleted_events_do_not_stop_a_reader()
    {
        var stream = Some.Stream();
        var end = (await _store.AppendAsync(Some.Append(Some.To(stream, ExpectedVersion.NoStream, 5)))).Position;
        await using var reader = log.OpenStore();
        Assert.Equal(end, await reader.ReadWatermarkAsync());
        await log.ExecuteAsync($"delete from log.mt_events where stream_id = '{stream}' and version in (2, 3, 5)");
        foreach (var store in (PostgresEventStore[])[reader, _store])
        {
            var page = await store.ReadPageAsync(end - 5, 10);
            Assert.Equal([1, 4], page.Events.Select(e => (int)e.Version));
        }
        var last = (await _store.AppendAsync(Some.Append(Some.To(stream, ExpectedVersion.Exactly(5))))).Position;
        var rest = await reader.ReadPageAsync(end, 10);
        Assert.Equal((last, last), (rest.Events.Single().Position, rest.Position));
    }

    [Fact]
    public void modes_that_would_break_the_watermark_are_refused()
    {
        Refused("EventAppendMode.Rich", m => m.Events.AppendMode = EventAppendMode.Rich);
        Refused("StreamIdentity.AsGuid", m => m.Events.StreamIdentity = StreamIdentity.AsGuid);
        Refused("UseArchivedStreamPartitioning", m => m.Events.UseArchivedStreamPartitioning = true);
        Refused("UseTenantPartitionedEvents", m =>
        {
            m.Policies.PartitionMultiTenantedDocumentsUsingMartenManagement("tenants");
            m.Events.UseTenantPartitionedEvents = true;
        });
        using var quick = Open(LogFixture.Codec, m => m.Events.AppendMode = EventAppendMode.Quick);

        void Refused(string mode, Action<StoreOptions> configure)
        {
            var e = Assert.Throws<UnsupportedMartenModeException>(() => Open(LogFixture.Codec, configure));
            Assert.StartsWith($"Marten's {mode} cannot be used", e.Message);
        }
    }

    [Fact]
    public async Task a_session_reads_old_versions_personal_members_and_null_for_forgotten_data()
    {
        var world = new PersonalWorld(log, upcasters: [new TextToWords()]);
        await using var store = new PostgresEventStore(log.DataSource, world.Codec);
        var (old, note) = (new OldNoteTaken("n", Guid.NewGuid(), "of old"), new NoteTaken("n", Guid.NewGuid(), "of today", AuthorId: "ada", AuthorName: "Ada"));
        var stream = Some.Stream();
        await store.AppendAsync(Some.Append(new StreamAppend(stream, ExpectedVersion.NoStream, [old, note])));

        using var marten = Open(world.Codec);
        var events = await FetchAsync();
        Assert.Equal([new NoteTaken("n", old.ChildId, "of old"), note], events.Select(e => Assert.IsType<NoteTaken>(e.Data)));
        Assert.Equal(["toy.note_taken.v1", "toy.note_taken.v2"], await log.ListAsync($"select type from log.mt_events where stream_id = '{stream}' order by version"));
        Assert.Equal((stream, 2, "tester"), (events[1].StreamKey, events[1].Version, events[1].GetHeader("actor")?.ToString()));

        await world.Keys.DestroyAsync([$"child/{old.ChildId}", $"child/{note.ChildId}"]);
        Assert.Equal([new NoteTaken("n", old.ChildId, null), note with { Words = null }], (await FetchAsync()).Select(e => Assert.IsType<NoteTaken>(e.Data)));

        async Task<IReadOnlyList<JasperFx.Events.IEvent>> FetchAsync()
        {
            await using var session = marten.QuerySession();
            return await session.Events.FetchStreamAsync(stream);
        }
    }

    [Fact]
    public async Task the_store_reads_events_of_a_session()
    {
        var world = new PersonalWorld(log);
        await using var store = new PostgresEventStore(log.DataSource, world.Codec);
        using var marten = Open(world.Codec);
        var (stream, note) = (Some.Stream(), new NoteTaken("n", Guid.NewGuid(), "secret words"));
        await using (var session = marten.LightweightSession())
        {
            session.Events.StartStream(stream, note);
            await session.SaveChangesAsync();
        }
        await using (var session = marten.LightweightSession("tenant-b"))
        {
            session.Events.Append(stream, note with { Words = "of b" });
            await session.SaveChangesAsync();
        }
        var read = Assert.Single(await store.ReadStreamAsync(stream).ListAsync());
        Assert.Equal(("toy.note_taken.v2", 1, Tenants.Default), (read.Type, read.Version, read.Tenant));
        Assert.Equal(note, world.Read<NoteTaken>(read));
        Assert.DoesNotContain("secret", PersonalWorld.Text(read));
        Assert.Equal("of b", world.Read<NoteTaken>(Assert.Single(await store.ReadStreamAsync(stream, tenant: "tenant-b").ListAsync())).Words);
        Assert.Equal(2, (await store.AppendAsync(Some.Append(new StreamAppend(stream, ExpectedVersion.Exactly(1), [note])))).Versions[0]);
    }

    [Fact]
    public async Task an_unknown_event_name_is_read_and_named_when_it_is_decoded()
    {
        var stream = Some.Stream();
        await log.ExecuteAsync($$"""
            insert into log.mt_streams (id, version) values ('{{stream}}', 1);
            insert into log.mt_events (id, stream_id, version, data, type) values (gen_random_uuid(), '{{stream}}', 1, '{}', 'others.unknown.v3')
            """);
        var end = await _store.ReadEndAsync();
        var read = Assert.Single((await _store.ReadPageAsync(end - 1, 10)).Events);
        Assert.Equal("others.unknown.v3", read.Type);
        var e = Assert.Throws<EventDecodingException>(() => LogFixture.Codec.Decode(read));
        Assert.Contains($"Event others.unknown.v3 at position {end} (stream {stream}, version 1)", e.Message);
    }

    private DocumentStore Open(EventCodec codec, Action<StoreOptions>? configure = null) => MartenLog.Open(log.DataSource, codec, LogFixture.Options, configure: configure);

    private async Task ArchiveAsync(string stream)
    {
        using var marten = Open(LogFixture.Codec);
        await using var session = marten.LightweightSession();
        session.Events.ArchiveStream(stream);
        await session.SaveChangesAsync();
    }

    private async Task AssertReadAsync(string stream, long start, long end, int[] versions)
    {
        Assert.Equal(versions, (await _store.ReadPageAsync(start - 1, 100, end)).Events.Where(e => e.StreamId == stream).Select(e => (int)e.Version));
        Assert.Equal(versions, (await _store.ReadStreamAsync(stream).ListAsync()).Select(e => (int)e.Version));
        Assert.Equal(versions, (await _store.ReadTailAsync(stream, 0)).Select(e => (int)e.Version));
        Assert.Equal(versions, (await _store.ReadStreamsAsync([stream])).Select(e => (int)e.Version));
    }

    private sealed class TextToWords : IUpcaster
    {
        public string From => "toy.note_taken.v1";

        public string To => "toy.note_taken.v2";

        public ReadOnlyMemory<byte> Upcast(ReadOnlyMemory<byte> data)
        {
            var json = JsonNode.Parse(data.Span)!.AsObject();
            (json["words"], json["text"]) = (json["text"]?.DeepClone(), null);
            return Encoding.UTF8.GetBytes(json.ToJsonString());
        }
    }
}
