
namespace EventSourced.EventStore.Tests;

/// <summary>Readers that follow the end of the log share the events in memory.</summary>
public sealed class RecentReads(LogFixture log) : IClassFixture<LogFixture>
{
    private static readonly string[] s_created = ["toy.shop_opened.v1"], s_deleted = ["toy.shop_closed.v1"];

    private readonly PostgresEventStore _store = log.Store;

    [Fact]
    public async Task readers_beside_writers_miss_nothing_and_get_nothing_twice()
    {
        var (start, writers, each) = (await _store.ReadEndAsync(), 6, 150);
        using var stop = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 6).Select(i => FollowAsync(i, start, (i % 3) switch { 0 => s_created, 1 => s_deleted, _ => [.. s_created, .. s_deleted] }, stop.Token)).ToList();

        await Task.WhenAll(Enumerable.Range(0, writers).Select(w => WriteAsync(w, each)));
        await stop.CancelAsync();

        var all = new List<RecordedEvent>();
        await foreach (var e in AllAsync(start)) all.Add(e);
        Assert.Equal(writers * each * 2, all.Count);
        foreach (var (types, positions) in await Task.WhenAll(readers))
            Assert.Equal(all.Where(e => types.Contains(e.Type)).Select(e => e.Position), positions);
    }

    [Fact]
    public async Task readers_that_wait_share_one_read()
    {
        var (reads, gate) = (0, new TaskCompletionSource());
        using var recent = new RecentEvents(TimeProvider.System, async (after, _) =>
        {
            Interlocked.Increment(ref reads);
            await gate.Task;
            return new EventPage([Event(after + 1), Event(after + 2)], after + 2, after + 2);
        });
        var first = recent.ReadAsync(10, 100, ["a"], default).AsTask();
        var others = Enumerable.Range(0, 5).Select(_ => recent.ReadAsync(10, 100, ["a"], default).AsTask()).ToList();
        gate.SetResult();

        foreach (var page in await Task.WhenAll(others.Prepend(first))) Assert.Equal([11, 12], page!.Events.Select(e => e.Position));
        Assert.Equal(1, reads);
    }

    [Fact]
    public async Task a_reader_that_is_behind_reads_from_the_database()
    {
        using var recent = new RecentEvents(TimeProvider.System, (after, _) => Task.FromResult(new EventPage([Event(after + 1)], after + 1, after + 1)));
        Assert.NotNull(await recent.ReadAsync(10, 100, ["a"], default));
        Assert.Null(await recent.ReadAsync(9, 100, ["a"], default));
    }

    [Fact]
    public async Task a_page_has_the_requested_types_up_to_its_limit()
    {
        using var recent = new RecentEvents(
            TimeProvider.System, (after, _) => Task.FromResult(new EventPage([.. Enumerable.Range(1, 10).Select(i => Event(after + i, i % 2 == 0 ? "even" : "odd"))], after + 10, after + 10)));

        var limited = await recent.ReadAsync(0, 2, ["even"], default);
        Assert.Equal([2, 4], limited!.Events.Select(e => e.Position));
        Assert.Equal(4, limited.Position);
        var rest = await recent.ReadAsync(4, 100, ["even"], default);
        Assert.Equal([6, 8, 10], rest!.Events.Select(e => e.Position));
        Assert.Equal(10, rest.Position);
        var other = await recent.ReadAsync(4, 100, ["neither"], default);
        Assert.Empty(other!.Events);
        Assert.Equal(10, other.Position);
    }

    [Fact]
    public async Task an_old_event_is_read_again()
    {
        var (time, reads) = (new Clock(), 0);
        using var recent = new RecentEvents(time, (after, _) => Task.FromResult(new EventPage([Event(after + 1, $"{++reads}")], after + 1, after + 1)));
        Assert.Single((await recent.ReadAsync(10, 100, ["1"], default))!.Events);
        Assert.Single((await recent.ReadAsync(10, 100, ["1"], default))!.Events);

        time.Seconds += 2;

        Assert.Null(await recent.ReadAsync(10, 100, ["1"], default));
        Assert.Single((await recent.ReadAsync(11, 100, ["2"], default))!.Events);
    }

    [Fact]
    public async Task a_failed_read_is_repeated()
    {
        var fails = true;
        using var recent = new RecentEvents(TimeProvider.System, (after, _) => fails ? throw new TimeoutException() : Task.FromResult(new EventPage([Event(after + 1)], after + 1, after + 1)));
        await Assert.ThrowsAsync<TimeoutException>(async () => await recent.ReadAsync(10, 100, ["a"], default));
        fails = false;
        Assert.Equal([11], (await recent.ReadAsync(10, 100, ["a"], default))!.Events.Select(e => e.Position));
    }

    private async Task<(string[] Types, List<long> Positions)> FollowAsync(int reader, long start, string[] types, CancellationToken stop)
    {
        var (after, positions, random) = (start, new List<long>(), new Random(reader));
        while (true)
        {
            var ends = stop.IsCancellationRequested;
            var page = await _store.FollowAsync(after, random.Next(1, 200), types);
            positions.AddRange(page.Events.Select(e => e.Position));
            if (ends && page.Position == after) return (types, positions);
            after = page.Position;
            // Some of them fall behind.
            if (random.Next(20) == 0) await Task.Delay(random.Next(60), CancellationToken.None);
        }
    }

    private async Task WriteAsync(int writer, int count)
    {
        for (var i = 0; i < count; i++)
            await _store.AppendAsync(new Append([new(Some.Stream(), ExpectedVersion.Any, [new ShopOpened($"c{writer}", "X", "", i), new ShopClosed($"c{writer}")])], Some.Metadata()));
    }

    private async IAsyncEnumerable<RecordedEvent> AllAsync(long after)
    {
        while (await _store.ReadPageAsync(after, 1_000) is { Events.Count: > 0 } page)
        {
            foreach (var e in page.Events) yield return e;
            after = page.Position;
        }
    }

    private static RecordedEvent Event(long position, string type = "a") =>
        new() { Position = position, StreamId = "s", Version = position, Type = type, Data = "{}"u8.ToArray(), RecordedAt = DateTimeOffset.UnixEpoch, Tenant = Tenants.Default };

    private sealed class Clock : TimeProvider
    {
        public long Seconds { get; set; } = 1;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }
}
