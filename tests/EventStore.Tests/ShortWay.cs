namespace EventSourced.EventStore.Tests;

/// <summary>What the short way through the server writes, and what it leaves to the rules for all cases.</summary>
public sealed class ShortWay(LogFixture log) : IClassFixture<LogFixture>
{
    private readonly PostgresEventStore _store = log.Store;

    [Fact]
    public async Task a_group_is_written_where_it_is_plain_and_the_others_are_left()
    {
        var (old, moved, taken, handled, fresh, absent, any) =
            (Some.Stream("old"), Some.Stream("moved"), Some.Stream("taken"), Some.Stream("handled"), Some.Stream("fresh"), Some.Stream("absent"), Some.Stream("any"));
        foreach (var stream in new[] { old, moved, taken, handled, any }) await _store.AppendAsync(Some.Append(Some.To(stream, ExpectedVersion.NoStream, 2)));
        var done = WithOutcome(Some.To(handled, ExpectedVersion.Exactly(2)));
        await _store.AppendAsync(WithOutcome(Some.To(Some.Stream(), ExpectedVersion.NoStream), done.Metadata));
        PendingAppend[] group =
        [
            await PendingAsync(WithOutcome(Some.To(old, ExpectedVersion.Exactly(2)))),
            await PendingAsync(Some.Append(Some.To(moved, ExpectedVersion.Exactly(1)))),
            await PendingAsync(Some.Append(Some.To(taken, ExpectedVersion.NoStream))),
            await PendingAsync(done),
            await PendingAsync(WithOutcome(Some.To(fresh, ExpectedVersion.NoStream))),
            await PendingAsync(Some.Append(Some.To(absent, ExpectedVersion.Any))),
            await PendingAsync(Some.Append(Some.To(any, ExpectedVersion.Any))),
        ];

        await using var connection = await log.DataSource.OpenConnectionAsync();
        await using var plain = new AppendPlain(connection, LogFixture.Options);
        Assert.True(plain.Fits(group));
        var (left, last) = await plain.ExecuteAsync(group);

        Assert.Equivalent(new[] { group[1], group[2], group[3], group[5] }.Select(p => p.Append.Streams[0].StreamId), left.Select(p => p.Append.Streams[0].StreamId), strict: true);
        Assert.All(left, p => Assert.False(p.Task.IsCompleted));
        var written = new[] { (group[0], old, 3L), (group[4], fresh, 1L), (group[6], any, 3L) };
        foreach (var (pending, stream, version) in written)
        {
            var result = await pending.Task;
            var e = (await _store.ReadStreamAsync(stream).ListAsync())[^1];
            Assert.Equal((version, version, result.Position), (result.Versions[0], e.Version, e.Position));
            Assert.Equal(version, await log.ScalarAsync<long>($"select version from log.mt_streams where id = '{stream}'"));
        }
        Assert.Equal(written.Max(w => w.Item1.Task.Result.Position), last);
        foreach (var stream in new[] { moved, taken, handled }) Assert.Equal(2, (await _store.ReadStreamAsync(stream).ListAsync()).Count);
        Assert.Empty(await _store.ReadStreamAsync(absent).ListAsync());
        foreach (var pending in new[] { group[0], group[4] })
            Assert.Equal((await pending.Task).Position, await log.ScalarAsync<long>($"select position from es.commands where command_id = '{pending.Append.Metadata.CommandId}'"));
    }

    [Fact]
    public async Task what_the_short_way_leaves_is_written_or_refused_all_the_same()
    {
        var taken = Some.Stream("taken");
        await _store.AppendAsync(Some.Append(Some.To(taken, ExpectedVersion.NoStream)));

        Assert.Equal([1], (await _store.AppendAsync(Some.Append(Some.To(Some.Stream(), ExpectedVersion.Any)))).Versions);
        Assert.Equal(1, (await Assert.ThrowsAsync<ConcurrencyException>(() => _store.AppendAsync(Some.Append(Some.To(taken, ExpectedVersion.NoStream))))).Actual);
        Assert.Equal(1, (await Assert.ThrowsAsync<ConcurrencyException>(() => _store.AppendAsync(Some.Append(Some.To(taken, ExpectedVersion.Exactly(4)))))).Actual);
    }

    [Fact]
    public async Task the_same_stream_twice_takes_the_long_way()
    {
        var stream = Some.Stream();
        await using var connection = await log.DataSource.OpenConnectionAsync();
        await using var plain = new AppendPlain(connection, LogFixture.Options);
        Assert.False(plain.Fits([await PendingAsync(Some.Append(Some.To(stream, ExpectedVersion.Any))), await PendingAsync(Some.Append(Some.To(stream, ExpectedVersion.Any)))]));
        Assert.False(plain.Fits([await PendingAsync(Some.Append(Some.To(stream, ExpectedVersion.Any, 2)))]));
        Assert.False(plain.Fits([await PendingAsync(Some.Append(Some.To(stream, ExpectedVersion.Any, 0)))]));
    }

    private static Append WithOutcome(StreamAppend stream, EventMetadata? metadata = null)
    {
        metadata ??= Some.Metadata();
        return new Append([stream], metadata, Some.Outcome(metadata));
    }

    private static async Task<PendingAppend> PendingAsync(Append append) => await PendingAppend.OfAsync(append, LogFixture.Codec);
}
