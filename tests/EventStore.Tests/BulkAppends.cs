namespace EventSourced.EventStore.Tests;

public sealed class BulkAppends(LogFixture log) : IClassFixture<LogFixture>
{
    private readonly PostgresEventStore _store = log.Store;

    [Fact]
    public async Task many_events_are_appended_to_several_streams()
    {
        var (a, b) = (Some.Stream(), Some.Stream());
        await _store.AppendAsync(Some.Append(Some.To(b, ExpectedVersion.NoStream, 3)));
        var metadata = Some.Metadata();

        var result = await _store.BulkAppendAsync(new Append([Some.To(a, ExpectedVersion.NoStream, 5000), Some.To(b, ExpectedVersion.Exactly(3), 2000)], metadata, Some.Outcome(metadata)));

        Assert.Equal([5000, 2003], result.Versions);
        var events = await _store.ReadStreamAsync(b).ListAsync();
        Assert.Equal(Enumerable.Range(1, 2003).Select(v => (long)v), events.Select(e => e.Version));
        Assert.Equal(result.Position, events[^1].Position);
        Assert.Equal(metadata.CommandId.ToString(), events[^1].CorrelationId);
        Assert.Equal(Some.Events(2000)[^1], LogFixture.Codec.Decode(events[^1]));
        Assert.Equal("completed", await log.ScalarAsync<string>($"select status from es.commands where command_id = '{metadata.CommandId}'"));
        Assert.Equal(5000, await log.ScalarAsync<long>($"select version from log.mt_streams where id = '{a}'"));
    }

    [Fact]
    public async Task a_conflict_writes_nothing()
    {
        var (a, b) = (Some.Stream(), Some.Stream());
        await _store.AppendAsync(Some.Append(Some.To(b, ExpectedVersion.NoStream)));
        var e = await Assert.ThrowsAsync<ConcurrencyException>(() => _store.BulkAppendAsync(Some.Append(Some.To(a, ExpectedVersion.NoStream, 10), Some.To(b, ExpectedVersion.NoStream, 10))));
        Assert.Equal((b, 1), (e.StreamId, e.Actual));
        Assert.Single(await _store.ReadStreamsAsync([a, b]));
        Assert.Equal(0, await log.ScalarAsync<long>($"select count(*) from log.mt_streams where id = '{a}'"));
    }

    [Fact]
    public async Task bulk_and_single_appends_can_write_to_one_stream()
    {
        var stream = Some.Stream();
        var singles = Enumerable.Range(0, 50).Select(_ => Task.Run(() => _store.AppendAsync(Some.Append(Some.To(stream, ExpectedVersion.Any)))));
        var bulks = Enumerable.Range(0, 4).Select(_ => Task.Run(() => _store.BulkAppendAsync(Some.Append(Some.To(stream, ExpectedVersion.Any, 1000)))));
        await Task.WhenAll(singles.Concat(bulks));
        Assert.Equal(Enumerable.Range(1, 4050).Select(v => (long)v), (await _store.ReadStreamAsync(stream).ListAsync()).Select(e => e.Version));
    }

    [Fact]
    public async Task a_cancelled_bulk_append_writes_nothing()
    {
        var stream = Some.Stream();
        using CancellationTokenSource stop = new();
        var events = new CancellingList(Some.Events(3000), 2000, stop);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _store.BulkAppendAsync(new Append([new(stream, ExpectedVersion.NoStream, events)], Some.Metadata()), stop.Token));
        Assert.Empty(await _store.ReadStreamAsync(stream).ListAsync());
        Assert.Equal([1], (await _store.AppendAsync(Some.Append(Some.To(stream, ExpectedVersion.NoStream)))).Versions);
    }

    /// <summary>Cancels when a certain event is read.</summary>
    private sealed class CancellingList(IReadOnlyList<Contracts.IEvent> events, int at, CancellationTokenSource stop) : IReadOnlyList<Contracts.IEvent>
    {
        public int Count => events.Count;

        public Contracts.IEvent this[int index]
        {
            get
            {
                if (index == at) stop.Cancel();
                return events[index];
            }
        }

        public IEnumerator<Contracts.IEvent> GetEnumerator() => events.GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
