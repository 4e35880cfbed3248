using Npgsql;

namespace EventSourced.EventStore.Tests;

public sealed class Watermarks(LogFixture log) : IClassFixture<LogFixture>
{
    private readonly PostgresEventStore _store = log.Store;

    [Fact]
    public async Task the_watermark_of_an_empty_log_is_zero()
    {
        // In its own schema: the log of the fixture is not empty.
        var options = new EventStoreOptions { LogSchema = "empty_log", StateSchema = "empty_es" };
        await EventStoreSchema.ApplyAsync(log.DataSource, options);
        await using var store = log.OpenStore(options);
        Assert.Equal(0, await store.ReadWatermarkAsync());
        var page = await store.ReadPageAsync(0, 10);
        Assert.Equal((0, 0, 0), (page.Events.Count, page.Position, page.Watermark));
        var first = await store.AppendAsync(Some.Append(Some.To(Some.Stream(), ExpectedVersion.Any)));
        Assert.Equal((1, 1), (first.Position, await store.ReadWatermarkAsync()));
    }

    [Fact]
    public async Task without_open_appends_it_is_the_last_position()
    {
        var result = await AppendAsync();
        Assert.Equal(result, await _store.ReadWatermarkAsync());
    }

    [Fact]
    public async Task it_stays_below_a_position_that_is_assigned_but_not_committed()
    {
        var before = await AppendFinalAsync();
        await using var slow = await Appender.BeginAsync(log);
        var assigned = await slow.InsertAsync();
        var after = await AppendAsync();
        Assert.True(before < assigned && assigned < after);

        Assert.Equal(before, await _store.ReadWatermarkAsync());
        var page = await _store.ReadPageAsync(before - 1, 10);
        Assert.Equal([before], page.Events.Select(e => e.Position));
        Assert.Equal(before, page.Position);

        await slow.CommitAsync();
        Assert.Equal([assigned, after], (await _store.ReadPageAsync(before, 10)).Events.Select(e => e.Position));
    }

    [Fact]
    public async Task it_passes_a_position_that_was_rolled_back()
    {
        var before = await AppendFinalAsync();
        await using var slow = await Appender.BeginAsync(log);
        await slow.InsertAsync();
        var after = await AppendAsync();
        Assert.Equal(before, await _store.ReadWatermarkAsync());

        await slow.RollbackAsync();
        var page = await _store.ReadPageAsync(before, 10);
        Assert.Equal([after], page.Events.Select(e => e.Position));
        Assert.Equal(after, page.Watermark);
    }

    [Fact]
    public async Task it_stays_before_a_gap_at_the_end_of_the_log()
    {
        var before = await AppendFinalAsync();
        await using var slow = await Appender.BeginAsync(log);
        await slow.InsertAsync();
        await slow.RollbackAsync();
        // After a crash another event might get the position.
        var page = await _store.ReadPageAsync(before, 10);
        Assert.Equal((0, before, before), (page.Events.Count, page.Position, page.Watermark));
    }

    [Fact]
    public async Task overlapping_appends_do_not_starve_a_reader()
    {
        var current = await Appender.BeginAsync(log);
        var seen = await _store.ReadWatermarkAsync();
        for (var i = 0; i < 100; i++)
        {
            // There is always an open appender.
            var assigned = await current.InsertAsync();
            await _store.ReadWatermarkAsync();
            var next = await Appender.BeginAsync(log);
            await next.InsertAsync();
            await current.CommitAsync();
            await current.DisposeAsync();
            current = next;

            var watermark = await _store.ReadWatermarkAsync();
            Assert.True(watermark >= assigned, $"Position {assigned} is final, but the watermark is {watermark}.");
            Assert.True(watermark >= seen);
            seen = watermark;
        }
        await current.DisposeAsync();
    }

    [Fact]
    public async Task a_long_append_among_many_short_ones_holds_it_back_only_until_it_ends()
    {
        var before = await AppendFinalAsync();
        await using var slow = await Appender.BeginAsync(log);
        await slow.InsertAsync();
        var last = 0L;
        for (var i = 0; i < 100; i++)
        {
            last = await AppendAsync();
            Assert.Equal(before, await _store.ReadWatermarkAsync());
        }
        await using var newest = await Appender.BeginAsync(log);
        await slow.CommitAsync();
        // The newest appender has none of these positions: they are final although it is open.
        Assert.InRange(await _store.ReadWatermarkAsync(), before + 2, last);
        await newest.RollbackAsync();
        Assert.Equal(last, await _store.ReadWatermarkAsync());
    }

    [Fact]
    public async Task a_follower_takes_the_events_before_a_gap_first_and_passes_the_gap_with_its_next_read()
    {
        await AppendFinalAsync();
        using var watermark = new Watermark(LogFixture.Options);
        await using var connection = await log.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await watermark.ReadAsync(connection, mayStopAtGap: false, null, default);
        var next = await AppendAsync();
        await using (var ended = await Appender.BeginAsync(log))
        {
            await ended.InsertAsync();
            await ended.RollbackAsync();
        }
        var last = await AppendAsync();
        Assert.True(last > next + 1);

        Assert.Equal((next, false), Of(await watermark.ReadAsync(connection, mayStopAtGap: true, null, default)));
        Assert.Equal((last, true), Of(await watermark.ReadAsync(connection, mayStopAtGap: true, null, default)));

        static (long, bool) Of(Watermark.Result result) => (result.Position, result.IsEnd);
    }

    [Fact]
    public void an_older_candidate_becomes_final_with_a_younger_one()
    {
        using var watermark = new Watermark(LogFixture.Options);
        Assert.Equal(0, watermark.Advance(10, ["a"]));
        Assert.Equal(0, watermark.Advance(20, ["a", "b"]));
        Assert.Equal(0, watermark.Advance(30, ["a", "c"]));
        Assert.Equal(30, watermark.Advance(40, ["d"]));
        Assert.Equal(30, watermark.Advance(50, ["d", "e"]));
        Assert.Equal(40, watermark.Advance(60, ["e"]));
        Assert.Equal(60, watermark.Advance(60, []));
        Assert.Equal(60, watermark.Advance(50, []));
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3)]
    public void a_watermark_never_passes_an_open_position_whatever_the_order_of_events(int seed)
    {
        // A model of the log: appenders start, get positions and end; a reader reads in between; every published watermark is compared with the open positions.
        var random = new Random(seed);
        using var watermark = new Watermark(LogFixture.Options);
        var (sequence, published, names) = (0L, 0L, 0);
        Dictionary<string, List<long>> open = [];
        for (var step = 0; step < 20_000; step++)
        {
            switch (random.Next(4))
            {
                case 0 when open.Count < 40:
                    open.Add($"t{names++}", []);
                    break;
                case 1 when open.Count > 0:
                    open.ElementAt(random.Next(open.Count)).Value.Add(++sequence);
                    break;
                case 2 when open.Count > 0:
                    open.Remove(open.ElementAt(random.Next(open.Count)).Key);
                    break;
                default:
                    var last = sequence;
                    // The log may change between the two statements of a read.
                    if (open.Count > 0 && random.Next(2) == 0) open.ElementAt(random.Next(open.Count)).Value.Add(++sequence);
                    if (open.Count > 0 && random.Next(2) == 0) open.Remove(open.ElementAt(random.Next(open.Count)).Key);
                    var now = watermark.Advance(last, [.. open.Keys]);
                    Assert.True(now >= published, "The watermark decreased.");
                    published = now;
                    Assert.All(open.Values.SelectMany(p => p), p => Assert.True(p > published, $"Position {p} is open below the watermark {published}."));
                    break;
            }
        }
        Assert.True(published > sequence / 2, $"The reader starved at {published} of {sequence}.");
    }

    [Theory]
    [InlineData(false), InlineData(true)]
    public async Task a_reader_under_constant_load_reads_exactly_the_final_log(bool follows)
    {
        var start = await AppendFinalAsync();
        string[] types = [.. LogFixture.Codec.NamesOf(typeof(ShopOpened)), "slow"];
        await using var other = log.OpenStore();
        using CancellationTokenSource done = new();
        var reader = Task.Run(async () =>
        {
            List<(long, Guid)> read = [];
            var (after, published) = (start, 0L);
            while (true)
            {
                var ending = done.IsCancellationRequested;
                var page = follows ? await _store.FollowAsync(after, 100, types) : await _store.ReadPageAsync(after, 100);
                Assert.True(page.Watermark >= published && page.Position <= page.Watermark && page.Position >= after);
                read.AddRange(page.Events.Select(e => (e.Position, e.Id)));
                (after, published) = (page.Position, page.Watermark);
                if (ending && page.Events.Count == 0) return read;
            }
        });

        var writers = new[] { _store, other }.SelectMany(store => Enumerable.Range(0, 6).Select(n => Task.Run(async () =>
        {
            for (var i = 0; i < 60; i++)
            {
                var append = Some.Append(Some.To(Some.Stream(), ExpectedVersion.Any, 1 + i % 5));
                if (n == 0 && i % 10 == 0) await store.BulkAppendAsync(append);
                else await store.AppendAsync(append);
                if (n == 1) await Record.ExceptionAsync(() => store.AppendAsync(Some.Append(Some.To(Some.Stream(), ExpectedVersion.Any), Some.To(Some.Stream(), ExpectedVersion.Exactly(9)))));
            }
        }))).Append(Task.Run(async () =>
        {
            for (var i = 0; i < 60; i++)
            {
                await using var slow = await Appender.BeginAsync(log);
                await slow.InsertAsync();
                await log.ScalarAsync<int>("select 1");
                if (i % 3 == 0) await slow.RollbackAsync();
                else await slow.CommitAsync();
            }
        }));
        await Task.WhenAll(writers);
        await done.CancelAsync();

        List<(long, Guid)> final = [];
        await using var command = log.DataSource.CreateCommand($"select seq_id, id from log.mt_events where seq_id > {start} order by seq_id");
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync()) final.Add((rows.GetInt64(0), rows.GetGuid(1)));
        Assert.Equal(final, await reader);
    }

    private async Task<long> AppendAsync() => (await _store.AppendAsync(Some.Append(Some.To(Some.Stream(), ExpectedVersion.Any)))).Position;

    /// <summary>A position that the store knows to be final.</summary>
    private async Task<long> AppendFinalAsync()
    {
        var position = await AppendAsync();
        Assert.Equal(position, await _store.ReadWatermarkAsync());
        return position;
    }

    /// <summary>An append in single steps, which the store does in one call.</summary>
    private sealed class Appender : IAsyncDisposable
    {
        private readonly NpgsqlConnection _connection;
        private readonly NpgsqlTransaction _transaction;

        private Appender(NpgsqlConnection connection, NpgsqlTransaction transaction) => (_connection, _transaction) = (connection, transaction);

        public static async Task<Appender> BeginAsync(LogFixture log)
        {
            var connection = await log.DataSource.OpenConnectionAsync();
            var transaction = await connection.BeginTransactionAsync();
            return new Appender(connection, transaction);
        }

        public async Task<long> InsertAsync()
        {
            await using var command = new NpgsqlCommand(
                """
                with stream as (insert into log.mt_streams (id, version) values (gen_random_uuid()::text, 1) returning id)
                insert into log.mt_events (id, stream_id, version, data, type) select gen_random_uuid(), id, 1, '{}', 'slow' from stream returning seq_id
                """, _connection, _transaction);
            return (long)(await command.ExecuteScalarAsync())!;
        }

        public Task CommitAsync() => _transaction.CommitAsync();

        public Task RollbackAsync() => _transaction.RollbackAsync();

        public async ValueTask DisposeAsync()
        {
            await _transaction.DisposeAsync();
            await _connection.DisposeAsync();
        }
    }
}
