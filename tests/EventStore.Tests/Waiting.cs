namespace EventSourced.EventStore.Tests;

public sealed class Waiting(LogFixture log) : IClassFixture<LogFixture>
{
    private static readonly byte[] One = new byte[32], Other = [.. Enumerable.Repeat((byte)7, 32)];
    private readonly CommandLedger _ledger = new(log.DataSource, LogFixture.Options);

    [Fact]
    public async Task an_id_that_is_accepted_many_times_at_once_is_new_once()
    {
        var id = Guid.CreateVersion7();
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(n => _ledger.AcceptAsync(id, "toy.count", "tester", n % 2 == 0 ? One : Other)));
        Assert.Equal((1, 19, 20), (Count(Acceptance.Accepted), Count(Acceptance.AlreadyKnown), Count(Acceptance.ConflictingBody)));
        Assert.All(answers, a => Assert.Equal("accepted", a.Status));

        int Count(Acceptance acceptance) => answers.Count(a => a.Acceptance == acceptance);
    }

    [Fact]
    public async Task each_waiting_caller_gets_its_own_outcome()
    {
        Guid[] ids = [.. Enumerable.Range(0, 500).Select(_ => Guid.CreateVersion7())];
        await Task.WhenAll(ids.Select(id => _ledger.AcceptAsync(id, "toy.count", "tester", One)));
        var waiting = ids.Append(ids[0]).Select(id => _ledger.WaitAsync(id, TimeSpan.FromMinutes(1))).ToList();
        foreach (var id in ids) Assert.True(await _ledger.FinishAsync(new CommandOutcome(id, CommandStatus.Completed, $"\"{id}\"")));
        var records = await Task.WhenAll(waiting);
        Assert.Equal(ids.Append(ids[0]).Select(id => (id, $"\"{id}\"")), records.Select(r => (r.CommandId, r.Result!)));
    }

    [Fact]
    public async Task a_wait_that_times_out_returns_the_current_status_and_can_be_repeated()
    {
        var id = Guid.CreateVersion7();
        await _ledger.AcceptAsync(id, "toy.count", "tester", One);
        Assert.Equal("accepted", (await _ledger.WaitAsync(id, TimeSpan.Zero)).Status);
        Assert.Equal("accepted", (await _ledger.WaitAsync(id, TimeSpan.FromMilliseconds(50))).Status);

        using var cancellation = new CancellationTokenSource();
        var cancelled = _ledger.WaitAsync(id, TimeSpan.FromMinutes(1), cancellation.Token);
        var waiting = _ledger.WaitAsync(id, TimeSpan.FromMinutes(1));
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        await _ledger.FinishAsync(new CommandOutcome(id, CommandStatus.Failed, null));
        Assert.Equal("failed", (await waiting).Status);
    }

    [Fact]
    public async Task an_outcome_that_arrives_at_the_timeout_is_returned()
    {
        var record = new CommandRecord(Guid.NewGuid(), "toy.count", "tester", CommandStatus.Completed, default, default, null);
        Assert.Same(record, await AtTimeoutAsync(record.CommandId, () => [record]));
    }

    [Fact]
    public async Task a_failure_that_arrives_at_the_timeout_is_thrown() =>
        Assert.Equal("No database.", (await Assert.ThrowsAsync<InvalidOperationException>(() => AtTimeoutAsync(Guid.NewGuid(), () => throw new InvalidOperationException("No database.")))).Message);

    /// <summary>Waits for a command whose outcome arrives between the timeout and the check of the task.</summary>
    private static async Task<CommandProgress?> AtTimeoutAsync(Guid id, Func<IReadOnlyList<CommandRecord>> find)
    {
        var ended = false;
        var limit = TimeSpan.FromMinutes(1);
        var clock = new EndingClock(limit);
        var poller = new OutcomePoller(_ => Task.FromResult(Volatile.Read(ref ended) ? find() : []), clock);
        var other = Task.Run(() => poller.WaitAsync(id, TimeSpan.FromHours(1), CancellationToken.None));
        clock.Ended = () =>
        {
            Volatile.Write(ref ended, true);
            Assert.True(SpinWait.SpinUntil(() => other.IsCompleted, limit));
        };
        return await Task.Run(() => poller.WaitAsync(id, limit, CancellationToken.None));
    }

    /// <summary>A timer of a certain length elapses at once, and an action runs before the caller continues.</summary>
    private sealed class EndingClock(TimeSpan length) : TimeProvider
    {
        public Action? Ended { get; set; }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime != length) return base.CreateTimer(callback, state, dueTime, period);
            callback(state);
            Ended?.Invoke();
            return base.CreateTimer(_ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }
}
