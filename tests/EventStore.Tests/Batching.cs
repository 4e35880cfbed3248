using Npgsql;

namespace EventSourced.EventStore.Tests;

public sealed class Batching(LogFixture log) : IClassFixture<LogFixture>
{
    private readonly List<int> _batches = [];
    private readonly SemaphoreSlim _go = new(0);

    [Fact]
    public async Task questions_asked_while_one_is_under_way_are_asked_together()
    {
        var halves = Halves();
        var first = halves.AskAsync(0, CancellationToken.None);
        await UntilAsync(() => _batches.Count == 1);
        var others = Enumerable.Range(1, 50).Select(n => halves.AskAsync(2 * n, CancellationToken.None)).ToList();
        Assert.All(others, o => Assert.False(o.IsCompleted));
        _go.Release(2);
        Assert.Equal(0, await first);
        Assert.Equal(Enumerable.Range(1, 50), await Task.WhenAll(others));
        Assert.Equal([1, 50], _batches);
    }

    [Fact]
    public async Task a_question_at_fault_hurts_no_other()
    {
        _go.Release(10);
        var inverses = new Batcher<int, int>(log.DataSource, (connection, numbers) => AskAsync(connection, numbers, "1000 / n"));
        var answers = new[] { 4, 0, 5 }.Select(n => inverses.AskAsync(n, CancellationToken.None)).ToList();
        Assert.Equal(250, await answers[0]);
        Assert.Equal("22012", (await Assert.ThrowsAsync<PostgresException>(() => answers[1])).SqlState);
        Assert.Equal(200, await answers[2]);
    }

    [Fact]
    public async Task a_connection_that_broke_while_nobody_asked_is_replaced()
    {
        _go.Release(10);
        var halves = Halves();
        Assert.Equal(1, await halves.AskAsync(2, CancellationToken.None));
        await log.ExecuteAsync($"select pg_terminate_backend({_pid})");
        Assert.Equal(2, await halves.AskAsync(4, CancellationToken.None));
    }

    [Fact]
    public async Task who_gives_up_leaves_the_others_their_answers()
    {
        var halves = Halves();
        using var impatient = new CancellationTokenSource();
        var given = halves.AskAsync(2, impatient.Token);
        await UntilAsync(() => _batches.Count == 1);
        var patient = halves.AskAsync(4, CancellationToken.None);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        _go.Release(2);
        Assert.Equal(2, await patient);
    }

    private int _pid;

    private Batcher<int, int> Halves() => new(log.DataSource, (connection, numbers) => AskAsync(connection, numbers, "n / 2"));

    private async Task<IReadOnlyList<int>> AskAsync(NpgsqlConnection connection, IReadOnlyList<int> numbers, string what)
    {
        lock (_batches) _batches.Add(numbers.Count);
        _pid = connection.ProcessID;
        await _go.WaitAsync();
        await using var command = new NpgsqlCommand($"select {what} from unnest($1) with ordinality q (n, place) order by place", connection);
        command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [.. numbers] });
        await using var reader = await command.ExecuteReaderAsync();
        List<int> answers = [];
        while (await reader.ReadAsync()) answers.Add(reader.GetInt32(0));
        return answers;
    }

    private async Task UntilAsync(Func<bool> so)
    {
        for (var i = 0; ; i++)
        {
            lock (_batches)
                if (so()) return;
            Assert.True(i < 1_000, "Waited in vain.");
            await Task.Delay(10);
        }
    }
}
