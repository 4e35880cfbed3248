using EventSourced.EventStore.Appending;
using EventSourced.EventStore.Log;
using Npgsql;

namespace EventSourced.EventStore.Tests;

public sealed class ConcurrentAppends(LogFixture log) : IClassFixture<LogFixture>
{
    private readonly PostgresEventStore _store = log.Store;

    [Fact]
    public async Task within_one_transaction_each_append_succeeds_or_fails_by_itself()
    {
        var (a, b, c) = (Some.Stream(), Some.Stream(), Some.Stream());
        await _store.AppendAsync(Some.Append(Some.To(b, ExpectedVersion.NoStream)));
        PendingAppend[] group =
        [
            await PendingAsync(Some.To(a, ExpectedVersion.NoStream, 2)),
            await PendingAsync(Some.To(b, ExpectedVersion.NoStream)),                                          // conflicts
            await PendingAsync(Some.To(a, ExpectedVersion.Exactly(2)), Some.To(b, ExpectedVersion.Exactly(1))), // follows the first
            await PendingAsync(Some.To(c, ExpectedVersion.NoStream), Some.To(a, ExpectedVersion.Exactly(2))),   // conflicts with the third
            await PendingAsync(Some.To(c, ExpectedVersion.NoStream, 0)),                                       // so the stream does not exist
            await PendingAsync(Some.To(c, ExpectedVersion.NoStream)),
            await PendingAsync(Some.To(c, ExpectedVersion.NoStream)),                                          // conflicts with the one before
            await PendingAsync(Some.To(c, ExpectedVersion.Any, 2)),
        ];

        await using var connection = await log.DataSource.OpenConnectionAsync();
        using var marten = MartenLog.Open(log.DataSource, LogFixture.Codec, LogFixture.Options);
        (await new AppendGroup(marten, LogFixture.Options).ExecuteAsync(connection, group)).Complete(group);

        Assert.Equal([2], (await group[0].Task).Versions);
        Assert.Equal(1, (await Assert.ThrowsAsync<ConcurrencyException>(() => group[1].Task)).Actual);
        Assert.Equal([3, 2], (await group[2].Task).Versions);
        var conflict = await Assert.ThrowsAsync<ConcurrencyException>(() => group[3].Task);
        Assert.Equal((a, 3), (conflict.StreamId, conflict.Actual));
        Assert.Equal([0], (await group[4].Task).Versions);
        Assert.Equal([1], (await group[5].Task).Versions);
        Assert.Equal((c, 1), (await Assert.ThrowsAsync<ConcurrencyException>(() => group[6].Task)) is var e ? (e.StreamId, e.Actual) : default);
        Assert.Equal([3], (await group[7].Task).Versions);

        Assert.Equal([1, 2, 3], (await _store.ReadStreamAsync(a).ListAsync()).Select(x => x.Version));
        Assert.Equal([1, 2], (await _store.ReadStreamAsync(b).ListAsync()).Select(x => x.Version));
        var last = await _store.ReadStreamAsync(c).ListAsync();
        Assert.Equal([1, 2, 3], last.Select(x => x.Version));
        Assert.Equal((await group[7].Task).Position, last[^1].Position);
        Assert.Equal((3L, 2L, 3L), (await VersionAsync(a), await VersionAsync(b), await VersionAsync(c)));
    }

    [Fact]
    public async Task sixty_four_callers_lose_nothing_and_leave_no_gap_in_any_stream()
    {
        const int Callers = 64, Each = 40;
        var hot = Some.Stream("hot");
        var own = Enumerable.Range(0, Callers).Select(_ => Some.Stream("own")).ToArray();

        var results = await Task.WhenAll(own.Select(stream => Task.Run(async () =>
        {
            List<AppendResult> mine = [];
            for (var i = 0; i < Each; i++)
                mine.Add(await _store.AppendAsync(Some.Append(Some.To(stream, ExpectedVersion.Exactly(i)), Some.To(hot, ExpectedVersion.Any, 2))));
            return mine;
        })));

        foreach (var stream in own)
            Assert.Equal(Enumerable.Range(1, Each).Select(v => (long)v), (await _store.ReadStreamAsync(stream).ListAsync()).Select(e => e.Version));
        var events = await _store.ReadStreamAsync(hot).ListAsync();
        Assert.Equal(Enumerable.Range(1, Callers * Each * 2).Select(v => (long)v), events.Select(e => e.Version));
        Assert.Equal(events.Select(e => e.Position).Order(), events.Select(e => e.Position));
        // Every caller got a version of its own, and the position of this version.
        var sorted = results.SelectMany(r => r).OrderBy(r => r.Versions[1]).ToList();
        Assert.Equal(events.Where(e => e.Version % 2 == 0).Select(e => (e.Version, e.Position)), sorted.Select(r => (r.Versions[1], r.Position)));
        Assert.True(_store.Groups < Callers * Each, $"{_store.Groups} transactions for {Callers * Each} appends: nothing was grouped.");
    }

    [Fact]
    public async Task conflicts_do_not_affect_other_appends_of_the_group()
    {
        var taken = Some.Stream("taken");
        await _store.AppendAsync(Some.Append(Some.To(taken, ExpectedVersion.NoStream)));

        var results = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(async () =>
        {
            try
            {
                await _store.AppendAsync(Some.Append(Some.To(i % 2 == 0 ? Some.Stream() : taken, ExpectedVersion.NoStream)));
                return true;
            }
            catch (ConcurrencyException)
            {
                return false;
            }
        })));

        Assert.Equal(Enumerable.Range(0, 200).Select(i => i % 2 == 0), results);
        Assert.Equal(1, await VersionAsync(taken));
    }

    [Fact]
    public async Task an_event_that_the_server_refuses_does_not_fail_other_appends()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(async () =>
        {
            // JSON may contain U+0000, jsonb may not.
            var e = new ShopOpened("garden", i == 17 ? "\0" : "Garden", "", 1);
            return await Record.ExceptionAsync(() => _store.AppendAsync(new Append([new(Some.Stream(), ExpectedVersion.NoStream, [e])], Some.Metadata())));
        })));

        Assert.IsType<PostgresException>(results[17]);
        Assert.All(results.Where((_, i) => i != 17), Assert.Null);
    }

    [Fact]
    public async Task a_locked_stream_does_not_block_appends_to_other_streams()
    {
        var held = Some.Stream("held");
        await _store.AppendAsync(Some.Append(Some.To(held, ExpectedVersion.NoStream)));
        await using var connection = await log.DataSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand($"select from log.mt_streams where id = '{held}' for update", connection, transaction))
            await hold.ExecuteNonQueryAsync();

        var waiting = Enumerable.Range(0, 3).Select(_ => _store.AppendAsync(Some.Append(Some.To(held, ExpectedVersion.Any)))).ToArray();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _store.AppendAsync(Some.Append(Some.To(Some.Stream(), ExpectedVersion.NoStream)))));
        Assert.All(waiting, task => Assert.False(task.IsCompleted));

        await transaction.RollbackAsync();
        await Task.WhenAll(waiting);
        Assert.Equal([1, 2, 3, 4], (await _store.ReadStreamAsync(held).ListAsync()).Select(e => e.Version));
    }

    [Fact]
    public async Task of_two_processes_that_create_a_stream_one_succeeds()
    {
        await using var other = log.OpenStore();
        var streams = Enumerable.Range(0, 100).Select(_ => Some.Stream("raced")).ToArray();

        var wins = await Task.WhenAll(new[] { _store, other }.Select(store => Task.WhenAll(streams.Select(stream => Task.Run(async () =>
        {
            try
            {
                await store.AppendAsync(Some.Append(Some.To(stream, ExpectedVersion.NoStream, 2)));
                return 1;
            }
            catch (ConcurrencyException e)
            {
                Assert.Equal((stream, 2), (e.StreamId, e.Actual));
                return 0;
            }
        })))));

        Assert.All(streams.Select((_, i) => wins[0][i] + wins[1][i]), n => Assert.Equal(1, n));
        Assert.Equal(200, (await _store.ReadStreamsAsync(streams)).Count);
    }

    [Fact]
    public async Task two_processes_that_append_to_the_same_streams_never_overwrite_each_other()
    {
        await using var other = log.OpenStore();
        var streams = Enumerable.Range(0, 3).Select(_ => Some.Stream("raced")).ToArray();

        var written = await Task.WhenAll(new[] { _store, other }.SelectMany(store => Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            var (wrote, versions) = (0, new long[streams.Length]);
            while (wrote < 15)
            {
                try
                {
                    // All three streams in one append, in either order: only one append can succeed on each set of versions.
                    var order = Random.Shared.GetItems(new[] { 1, 2 }, 1)[0];
                    var items = streams.Select((s, i) => Some.To(s, ExpectedVersion.Exactly(versions[i])));
                    var result = await store.AppendAsync(Some.Append([.. order == 1 ? items : items.Reverse()]));
                    versions = [.. order == 1 ? result.Versions : result.Versions.Reverse()];
                    wrote++;
                }
                catch (ConcurrencyException e)
                {
                    Array.Fill(versions, e.Actual);
                }
            }
            return wrote;
        }))));

        foreach (var stream in streams)
            Assert.Equal(Enumerable.Range(1, written.Sum()).Select(v => (long)v), (await _store.ReadStreamAsync(stream).ListAsync()).Select(e => e.Version));
    }

    [Fact]
    public async Task an_append_that_is_cancelled_before_it_is_taken_writes_nothing()
    {
        await using var store = log.OpenStore();
        var (cancelled, kept) = (Some.Stream("cancelled"), Some.Stream("kept"));
        using var writer = await BlockedWriter.AfterAppendAsync(store, cancelled);
        using CancellationTokenSource cancellation = new();
        var one = store.AppendAsync(Some.Append(Some.To(cancelled, ExpectedVersion.Any)), cancellation.Token);
        var two = store.AppendAsync(Some.Append(Some.To(kept, ExpectedVersion.Any)));
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one);
        await writer.ReleaseAsync();
        await two;

        Assert.Single(await store.ReadStreamAsync(cancelled).ListAsync());
        Assert.Single(await store.ReadStreamAsync(kept).ListAsync());
    }

    [Fact]
    public async Task a_store_that_is_disposed_writes_the_appends_that_wait()
    {
        var store = log.OpenStore(LogFixture.Options with { MaxGroupAppends = 10 });
        var stream = Some.Stream();
        using var writer = await BlockedWriter.AfterAppendAsync(store, stream);
        var tasks = Enumerable.Range(0, 100).Select(_ => store.AppendAsync(Some.Append(Some.To(stream, ExpectedVersion.Any)))).ToArray();
        var closed = store.DisposeAsync();
        await writer.ReleaseAsync();
        await closed;
        await Task.WhenAll(tasks);
        Assert.Equal(101, await VersionAsync(stream));
    }

    private static async Task<PendingAppend> PendingAsync(params StreamAppend[] streams) => await PendingAppend.OfAsync(Some.Append(streams), LogFixture.Codec);

    private Task<long> VersionAsync(string stream) => log.ScalarAsync<long>($"select version from log.mt_streams where id = '{stream}'");
}
