using System.Text;
using System.Text.Json.Nodes;
using EventSourced.EventStore.Log;

namespace EventSourced.EventStore.Tests;

public sealed class Reading(LogFixture log) : IClassFixture<LogFixture>
{
    private readonly PostgresEventStore _store = log.Store;

    [Fact]
    public async Task a_long_stream_is_read_in_several_pages()
    {
        var stream = Some.Stream();
        await _store.BulkAppendAsync(Some.Append(Some.To(stream, ExpectedVersion.NoStream, 2500)));
        Assert.Equal(Enumerable.Range(1, 2500).Select(v => (long)v), (await _store.ReadStreamAsync(stream).ListAsync()).Select(e => e.Version));
        Assert.Equal(Enumerable.Range(1490, 1011).Select(v => (long)v), (await _store.ReadStreamAsync(stream, 1490).ListAsync()).Select(e => e.Version));
        Assert.Empty(await _store.ReadStreamAsync(stream, 2501).ListAsync());
    }

    [Fact]
    public async Task several_streams_are_read_in_position_order()
    {
        var (a, b, c) = (Some.Stream(), Some.Stream(), Some.Stream());
        foreach (var stream in (string[])[a, b, c, b, a])
            await _store.AppendAsync(new Append([new(stream, ExpectedVersion.Any, [new ShopOpened("x", "X", "", 1), new ShopClosed("x")])], Some.Metadata()));

        var events = await _store.ReadStreamsAsync([a, b]);
        Assert.Equal([a, a, b, b, b, b, a, a], events.Select(e => e.StreamId));
        Assert.Equal(events.Select(e => e.Position).Order(), events.Select(e => e.Position));
        Assert.Equal([(a, 2), (b, 2), (b, 4), (a, 4)], (await _store.ReadStreamsAsync([b, a], ["toy.shop_closed.v1"])).Select(e => (e.StreamId, (int)e.Version)));
        Assert.Empty(await _store.ReadStreamsAsync([a, b], tenant: "other"));
        Assert.Empty(await _store.ReadStreamsAsync([]));
    }

    [Fact]
    public async Task several_streams_of_a_long_log_are_found_by_their_keys()
    {
        const int Long = 20_000;
        string[] absent = [.. Enumerable.Range(0, 300).Select(n => $"absent-{n}")], types = ["toy.shop_closed.v1"];
        long before;
        // Its sessions end with it, and an ending session adds to the statistics what it has read.
        await using (var source = EventLogSource.Create(log.ConnectionString))
        await using (var store = new PostgresEventStore(log.DataSource, LogFixture.Codec, LogFixture.Options, log: source))
        {
            // The statements are planned while the log is short, and keep their plans.
            for (var round = 0; round < 10; round++) await ReadAsync(store, 0);
            await _store.BulkAppendAsync(Some.Append([.. Enumerable.Range(0, Long).Select(n => Some.To($"long-{n}", ExpectedVersion.NoStream))]));
            before = await RowsReadAsync();
            for (var round = 0; round < 10; round++) await ReadAsync(store, 300);
        }
        for (var waited = 0; waited < 200 && await RowsReadAsync() - before < 6_000; waited++) await Task.Delay(50);
        Assert.InRange(await RowsReadAsync() - before, 6_000, Long);

        async Task ReadAsync(PostgresEventStore store, int found)
        {
            Assert.Empty(await store.ReadStreamsAsync(absent, types));
            string[] some = [.. Enumerable.Range(0, 300).Select(n => $"long-{n}")];
            Assert.Equal(found, (await store.ReadStreamsAsync(some)).Count);
            Assert.Equal(found, (await Task.WhenAll(some.Select(s => store.ReadTailAsync(s, 0)))).Sum(events => events.Count));
        }

        Task<long> RowsReadAsync() => log.ScalarAsync<long>("select seq_tup_read + idx_tup_fetch from pg_stat_user_tables where schemaname = 'log' and relname = 'mt_events'");
    }

    [Fact]
    public async Task streams_are_found_by_prefix_in_ordinal_order()
    {
        string[] ids = ["find%me-b", "find%me-B", "find%me-a_1", "find%me", "findXme-c", "find%mf", "find\\me", "find%me-ü", "find%me-\U0001F331", "find%me-z"];
        foreach (var id in ids) await _store.AppendAsync(new Append([Some.To(id, ExpectedVersion.Any)], Some.Metadata("finder")));

        Assert.Equal(["find%me", "find%me-B", "find%me-a_1", "find%me-b", "find%me-z", "find%me-ü", "find%me-\U0001F331"], await _store.FindStreamsAsync("find%me", "finder"));
        Assert.Equal(["find%me-a_1"], await _store.FindStreamsAsync("find%me-a_", "finder"));
        Assert.Equal(["find\\me"], await _store.FindStreamsAsync("find\\", "finder"));
        Assert.Equal(ids.Length, (await _store.FindStreamsAsync("", "finder")).Count);
        Assert.Empty(await _store.FindStreamsAsync("find%me"));
    }

    [Fact]
    public async Task streams_are_found_by_an_index()
    {
        await log.ExecuteAsync("insert into log.mt_streams (tenant_id, id, version) select 'many', 's-' || n, 1 from generate_series(1, 20000) n; analyze log.mt_streams");
        await using var connection = await log.DataSource.OpenConnectionAsync();
        await using var command = new Npgsql.NpgsqlCommand("explain select id from log.mt_streams where tenant_id = 'many' and id >= 's-123' and id ^@ 's-123' order by id", connection);
        StringBuilder plan = new();
        await using (var reader = await command.ExecuteReaderAsync())
            while (await reader.ReadAsync()) plan.AppendLine(reader.GetString(0));
        Assert.Contains("Index Only Scan using pkey_mt_streams_tenant_id_id", plan.ToString());
        Assert.Contains("< 's-124'", plan.ToString());
        Assert.Equal(111, (await _store.FindStreamsAsync("s-123", "many")).Count);
    }

    [Fact]
    public async Task the_log_is_read_page_by_page()
    {
        var start = await AppendAsync(1);
        var last = await AppendAsync(25);

        var (after, sizes, versions) = (start, new List<int>(), new List<long>());
        while (true)
        {
            var page = await _store.ReadPageAsync(after, 10);
            Assert.Equal(last, page.Watermark);
            if (page.Events.Count == 0) break;
            Assert.Equal(page.Events[^1].Position, page.Position);
            sizes.Add(page.Events.Count);
            versions.AddRange(page.Events.Select(e => e.Version));
            after = page.Position;
        }
        Assert.Equal([10, 10, 5], sizes);
        Assert.Equal(Enumerable.Range(1, 25).Select(v => (long)v), versions);
    }

    [Fact]
    public async Task a_page_of_large_events_is_limited_by_bytes_and_skips_none()
    {
        var start = await AppendAsync(1);
        // A store of its own, because a store estimates the size of events, and other tests expect full pages.
        await using var store = new PostgresEventStore(log.DataSource, LogFixture.Codec);
        var stream = Some.Stream();
        for (var i = 0; i < 30; i++)
            await store.AppendAsync(Some.Append(new StreamAppend(stream, ExpectedVersion.Any, Some.Events(1, new string('x', 1_000_000)))));
        var (after, sizes, versions) = (start, new List<int>(), new List<long>());
        while (await store.ReadPageAsync(after, 1_000) is { Events.Count: > 0 } page)
        {
            sizes.Add(page.Events.Count);
            versions.AddRange(page.Events.Select(e => e.Version));
            after = page.Position;
        }
        // Only after the first page the size of the events is known.
        Assert.InRange(sizes[0], 1, 17);
        Assert.All(sizes[1..], n => Assert.InRange(n, 1, 4));
        Assert.Equal(Enumerable.Range(1, 30).Select(v => (long)v), versions);
    }

    [Fact]
    public async Task a_page_ends_at_the_requested_position()
    {
        var start = await AppendAsync(1);
        await AppendAsync(20);
        var page = await _store.ReadPageAsync(start, 100, upTo: start + 7);
        Assert.Equal((7, start + 7), (page.Events.Count, page.Position));
        page = await _store.ReadPageAsync(start + 9, 100, upTo: start + 7);
        Assert.Equal((0, start + 9), (page.Events.Count, page.Position));
    }

    [Fact]
    public async Task a_page_of_some_types_is_complete_up_to_its_position()
    {
        var start = await AppendAsync(1);
        await AppendAsync(5);
        var deleted = await _store.AppendAsync(new Append([new(Some.Stream(), ExpectedVersion.Any, [new ShopClosed("a")])], Some.Metadata()));
        var last = await AppendAsync(5);

        var page = await _store.ReadPageAsync(start, 10, types: ["toy.shop_closed.v1"]);
        Assert.Equal([deleted.Position], page.Events.Select(e => e.Position));
        Assert.Equal(last, page.Position);
        page = await _store.ReadPageAsync(start, 1, types: ["toy.shop_closed.v1"]);
        Assert.Equal(deleted.Position, page.Position);
        page = await _store.ReadPageAsync(start, 10, types: []);
        Assert.Equal((0, last), (page.Events.Count, page.Position));
    }

    [Fact]
    public async Task an_old_version_is_read_as_the_newest()
    {
        // As an earlier build could have written it: a name without a description.
        var upcaster = new NameOnly();
        var codec = new EventCodec(LogFixture.Codec.Catalog, [upcaster]);
        await using var store = new PostgresEventStore(log.DataSource, codec);
        var stream = Some.Stream();
        await log.ExecuteAsync($$"""
            insert into log.mt_streams (id, version) values ('{{stream}}', 1);
            insert into log.mt_events (id, stream_id, version, type, data) values (gen_random_uuid(), '{{stream}}', 1, 'toy.shop_opened.v0', '{"shop_id": "garden", "name": "Garden"}')
            """);
        await store.AppendAsync(Some.Append(new StreamAppend(stream, ExpectedVersion.Exactly(1), [new ShopOpened("garden", "Garden", "New", 2)])));

        var events = await store.ReadStreamAsync(stream).ListAsync();
        Assert.Equal(["toy.shop_opened.v0", "toy.shop_opened.v1"], events.Select(e => e.Type));
        Assert.Equal([new ShopOpened("garden", "Garden", "", 1), new ShopOpened("garden", "Garden", "New", 2)], events.Select(codec.Decode));

        var names = codec.NamesOf(typeof(ShopOpened));
        Assert.Equal(["toy.shop_opened.v1", "toy.shop_opened.v0"], names);
        Assert.Equal(2, (await store.ReadStreamsAsync([stream], names)).Count);

        var e = Assert.Throws<EventDecodingException>(() => LogFixture.Codec.Decode(events[0]));
        Assert.Contains($"position {events[0].Position} (stream {stream}, version 1)", e.Message);
    }

    [Fact]
    public async Task concurrent_reads_of_tails_return_the_events_after_each_version()
    {
        var (a, b) = (Some.Stream(), Some.Stream());
        await _store.AppendAsync(Some.Append(Some.To(a, ExpectedVersion.NoStream, 3)));
        await _store.AppendAsync(Some.Append(Some.To(b, ExpectedVersion.NoStream, 2)));
        await _store.AppendAsync(Some.Append(Some.To(a, ExpectedVersion.Exactly(3))));

        var tails = await Task.WhenAll(_store.ReadTailAsync(a, 0), _store.ReadTailAsync(a, 2), _store.ReadTailAsync(b, 1), _store.ReadTailAsync(b, 2), _store.ReadTailAsync(a, 0, "other"));
        Assert.Equal([[1, 2, 3, 4], [3, 4], [2], [], []], tails.Select(t => t.Select(e => (int)e.Version).ToArray()));
        Assert.All(tails[0].Concat(tails[1]), e => Assert.Equal(a, e.StreamId));
    }

    private async Task<long> AppendAsync(int count) => (await _store.AppendAsync(Some.Append(Some.To(Some.Stream(), ExpectedVersion.Any, count)))).Position;

    private sealed class NameOnly : IUpcaster
    {
        public string From => "toy.shop_opened.v0";

        public string To => "toy.shop_opened.v1";

        public ReadOnlyMemory<byte> Upcast(ReadOnlyMemory<byte> data)
        {
            var json = JsonNode.Parse(data.Span)!;
            json["description"] = "";
            json["incarnation"] = 1;
            return Encoding.UTF8.GetBytes(json.ToJsonString());
        }
    }
}
