namespace EventSourced.EventStore.Tests;

public sealed class Waiting(LogFixture log) : IClassFixture<LogFixture>
{
    private static readonly byte[] One = new byte[32], Other = [.. Enumerable.Repeat((byte)7, 32)];
    private readonly CommandLedger _ledger = new(log.DataSource, LogFixture.Options);

    [Fact]
    public async Task one_id_that_comes_in_many_times_at_once_is_new_once()
    {
        var id = Guid.CreateVersion7();
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(n => _ledger.AcceptAsync(id, "toy.count", "tester", n % 2 == 0 ? One : Other)));
        Assert.Equal((1, 19, 20), (Count(Acceptance.Accepted), Count(Acceptance.AlreadyKnown), Count(Acceptance.ConflictingBody)));
        Assert.All(answers, a => Assert.Equal("accepted", a.Status));

        int Count(Acceptance acceptance) => answers.Count(a => a.Acceptance == acceptance);
    }

    [Fact]
    public async Task all_who_wait_get_their_own_outcome()
    {
        Guid[] ids = [.. Enumerable.Range(0, 500).Select(_ => Guid.CreateVersion7())];
        await Task.WhenAll(ids.Select(id => _ledger.AcceptAsync(id, "toy.count", "tester", One)));
        var waiting = ids.Append(ids[0]).Select(id => _ledger.WaitAsync(id, TimeSpan.FromMinutes(1))).ToList();
        foreach (var id in ids) Assert.True(await _ledger.FinishAsync(new CommandOutcome(id, CommandStatus.Completed, $"\"{id}\"")));
        var records = await Task.WhenAll(waiting);
        Assert.Equal(ids.Append(ids[0]).Select(id => (id, $"\"{id}\"")), records.Select(r => (r.CommandId, r.Result!)));
    }

    [Fact]
    public async Task who_waits_in_vain_learns_how_it_stands_and_may_wait_again()
    {
        var id = Guid.CreateVersion7();
        await _ledger.AcceptAsync(id, "toy.count", "tester", One);
        Assert.Equal("accepted", (await _ledger.WaitAsync(id, TimeSpan.Zero)).Status);
        Assert.Equal("accepted", (await _ledger.WaitAsync(id, TimeSpan.FromMilliseconds(50))).Status);

        using var impatient = new CancellationTokenSource();
        var given = _ledger.WaitAsync(id, TimeSpan.FromMinutes(1), impatient.Token);
        var patient = _ledger.WaitAsync(id, TimeSpan.FromMinutes(1));
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        await _ledger.FinishAsync(new CommandOutcome(id, CommandStatus.Failed, null));
        Assert.Equal("failed", (await patient).Status);
    }
}
