using EventSourced.EventStore.Log;
using Npgsql;

namespace EventSourced.EventStore.Tests;

public sealed class Batching(LogFixture log) : IClassFixture<LogFixture>
{
    private readonly List<int> _batches = [];
    private readonly SemaphoreSlim _go = new(0);

    [Fact]
    public async Task requests_that_arrive_while_one_is_executed_share_a_batch()
    {
        var halves = Halves();
        var first = halves.ExecuteAsync(0, CancellationToken.None);
        await UntilAsync(() => _batches.Count == 1);
        var others = Enumerable.Range(1, 50).Select(n => halves.ExecuteAsync(2 * n, CancellationToken.None)).ToList();
        Assert.All(others, o => Assert.False(o.IsCompleted));
        _go.Release(2);
        Assert.Equal(0, await first);
        Assert.Equal(Enumerable.Range(1, 50), await Task.WhenAll(others));
        Assert.Equal([1, 50], _batches);
    }

    [Fact]
    public async Task an_invalid_request_does_not_fail_others()
    {
        _go.Release(10);
        var inverses = new Batcher<int, int>(new EventLogSource(log.DataSource), (connection, numbers) => ExecuteAsync(connection, numbers, "1000 / n"));
        var results = new[] { 4, 0, 5 }.Select(n => inverses.ExecuteAsync(n, CancellationToken.None)).ToList();
        Assert.Equal(250, await results[0]);
        Assert.Equal("22012", (await Assert.ThrowsAsync<PostgresException>(() => results[1])).SqlState);
        Assert.Equal(200, await results[2]);
    }

    [Fact]
    public async Task a_connection_that_broke_while_idle_is_replaced()
    {
        _go.Release(10);
        var halves = Halves();
        Assert.Equal(1, await halves.ExecuteAsync(2, CancellationToken.None));
        await log.ExecuteAsync($"select pg_terminate_backend({_pid})");
        Assert.Equal(2, await halves.ExecuteAsync(4, CancellationToken.None));
    }

    [Fact]
    public async Task a_cancelled_request_does_not_affect_others()
    {
        var halves = Halves();
        using var cancellation = new CancellationTokenSource();
        var cancelled = halves.ExecuteAsync(2, cancellation.Token);
        await UntilAsync(() => _batches.Count == 1);
        var waiting = halves.ExecuteAsync(4, CancellationToken.None);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        _go.Release(2);
        Assert.Equal(2, await waiting);
    }

    private int _pid;

    private Batcher<int, int> Halves() => new(new EventLogSource(log.DataSource), (connection, numbers) => ExecuteAsync(connection, numbers, "n / 2"));

    private async Task<IReadOnlyList<int>> ExecuteAsync(NpgsqlConnection connection, IReadOnlyList<int> numbers, string what)
    {
        lock (_batches) _batches.Add(numbers.Count);
        _pid = connection.ProcessID;
        await _go.WaitAsync();
        await using var command = new NpgsqlCommand($"select {what} from unnest($1) with ordinality q (n, number) order by number", connection);
        command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [.. numbers] });
        await using var reader = await command.ExecuteReaderAsync();
        List<int> results = [];
        while (await reader.ReadAsync()) results.Add(reader.GetInt32(0));
        return results;
    }

    private async Task UntilAsync(Func<bool> condition)
    {
        for (var i = 0; ; i++)
        {
            lock (_batches)
                if (condition()) return;
            Assert.True(i < 1_000, "The condition was not met.");
            await Task.Delay(10);
        }
    }
}
