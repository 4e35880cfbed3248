namespace EventSourced.EventStore.Tests;

public sealed class Outcomes(LogFixture log) : IClassFixture<LogFixture>
{
    private readonly PostgresEventStore _store = log.Store;
    private readonly CommandLedger _ledger = new(log.DataSource, LogFixture.Options);

    [Fact]
    public async Task an_outcome_is_stored_with_its_append()
    {
        var (append, stream) = WithOutcome();
        await _ledger.AcceptAsync(append.Metadata.CommandId, "toy.open_shop", "ana", [1, 2, 3]);

        await _store.AppendAsync(append);

        var command = await _ledger.FindAsync(append.Metadata.CommandId);
        Assert.Equal(("toy.open_shop", "ana", "completed", """{"ok": true}"""), (command!.Type, command.Actor, command.Status, command.Result));
        Assert.NotNull(command.FinishedAt);
        Assert.Single(await _store.ReadStreamAsync(stream).ListAsync());
    }

    [Fact]
    public async Task an_append_creates_the_row_of_a_command_that_was_not_accepted()
    {
        var (append, _) = WithOutcome("rejected", null);
        await _store.AppendAsync(append);
        var command = await _ledger.FindAsync(append.Metadata.CommandId);
        Assert.Equal(("", "tester", "rejected", null), (command!.Type, command.Actor, command.Status, command.Result));
    }

    [Theory]
    [InlineData("completed"), InlineData("rejected"), InlineData("failed")]
    public async Task a_command_with_an_outcome_writes_nothing_more(string status)
    {
        var (append, stream) = WithOutcome();
        await _ledger.FinishAsync(new CommandOutcome(append.Metadata.CommandId, status, null));

        var e = await Assert.ThrowsAsync<CommandAlreadyHandledException>(() => _store.AppendAsync(append));
        Assert.Equal(append.Metadata.CommandId, e.CommandId);
        await Assert.ThrowsAsync<CommandAlreadyHandledException>(() => _store.BulkAppendAsync(append));

        Assert.Empty(await _store.ReadStreamAsync(stream).ListAsync());
        Assert.Equal(status, (await _ledger.FindAsync(append.Metadata.CommandId))!.Status);
    }

    [Fact]
    public async Task a_command_that_conflicts_has_no_outcome()
    {
        var (append, stream) = WithOutcome();
        await _store.AppendAsync(Some.Append(Some.To(stream, ExpectedVersion.Any)));
        append = append with { Streams = [Some.To(stream, ExpectedVersion.NoStream)] };
        await Assert.ThrowsAsync<ConcurrencyException>(() => _store.AppendAsync(append));
        Assert.Null(await _ledger.FindAsync(append.Metadata.CommandId));
    }

    [Fact]
    public async Task an_outcome_can_be_stored_without_events()
    {
        var metadata = Some.Metadata();
        Assert.Equal(0, (await _store.AppendAsync(new Append([], metadata, Some.Outcome(metadata, "rejected")))).Position);
        Assert.Equal("rejected", (await _ledger.FindAsync(metadata.CommandId))!.Status);
    }

    [Fact]
    public async Task of_many_deliveries_in_two_processes_one_is_written()
    {
        await using var other = log.OpenStore();
        for (var round = 0; round < 10; round++)
        {
            var (append, stream) = WithOutcome();
            var results = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(async () =>
            {
                try
                {
                    await (i % 2 == 0 ? _store : other).AppendAsync(append);
                    return 1;
                }
                catch (CommandAlreadyHandledException)
                {
                    return 0;
                }
            })));
            Assert.Equal(1, results.Sum());
            Assert.Single(await _store.ReadStreamAsync(stream).ListAsync());
        }
    }

    [Fact]
    public async Task of_deliveries_that_wait_together_the_first_is_written()
    {
        await using var store = log.OpenStore();
        using var writer = await BlockedWriter.AfterAppendAsync(store, Some.Stream());
        var (append, stream) = WithOutcome();
        var (first, second, neighbour) = (store.AppendAsync(append), store.AppendAsync(append), store.AppendAsync(WithOutcome().Item1));
        await writer.ReleaseAsync();
        await first;
        await neighbour;
        await Assert.ThrowsAsync<CommandAlreadyHandledException>(() => second);
        Assert.Single(await store.ReadStreamAsync(stream).ListAsync());
    }

    [Fact]
    public async Task a_status_that_is_not_final_is_an_error()
    {
        var (append, _) = WithOutcome("accepted");
        await Assert.ThrowsAsync<ArgumentException>(async () => await _store.AppendAsync(append));
        await Assert.ThrowsAsync<ArgumentException>(() => _ledger.FinishAsync(append.Outcome!));
    }

    private static (Append, string) WithOutcome(string status = "completed", string? result = "{\"ok\":true}")
    {
        var (metadata, stream) = (Some.Metadata(), Some.Stream());
        return (new Append([Some.To(stream, ExpectedVersion.Any)], metadata, Some.Outcome(metadata, status, result)), stream);
    }
}

public sealed class Ledger(LogFixture log) : IClassFixture<LogFixture>
{
    private static readonly byte[] Body = [1, 2, 3];
    private readonly CommandLedger _ledger = new(log.DataSource, LogFixture.Options);

    [Fact]
    public async Task a_command_is_accepted_once()
    {
        var id = Guid.CreateVersion7();
        Assert.Equal(new AcceptResult(Acceptance.Accepted, "accepted"), await _ledger.AcceptAsync(id, "a.b", "ana", Body));
        Assert.Equal(new AcceptResult(Acceptance.AlreadyKnown, "accepted"), await _ledger.AcceptAsync(id, "a.b", "ana", Body));
        Assert.Equal("accepted", (await _ledger.FindAsync(id))!.Status);
        Assert.Null((await _ledger.FindAsync(id))!.FinishedAt);
    }

    [Fact]
    public async Task another_request_with_the_same_id_conflicts()
    {
        var id = Guid.CreateVersion7();
        await _ledger.AcceptAsync(id, "a.b", "ana", Body);
        Assert.Equal(Acceptance.ConflictingBody, (await _ledger.AcceptAsync(id, "a.b", "ana", [9])).Acceptance);
        Assert.Equal(Acceptance.ConflictingBody, (await _ledger.AcceptAsync(id, "a.c", "ana", Body)).Acceptance);
    }

    [Fact]
    public async Task a_retry_gets_the_outcome()
    {
        var id = Guid.CreateVersion7();
        await _ledger.AcceptAsync(id, "a.b", "ana", Body);
        Assert.True(await _ledger.FinishAsync(new CommandOutcome(id, "rejected", "{\"title\":\"no\"}")));
        Assert.Equal(new AcceptResult(Acceptance.AlreadyKnown, "rejected"), await _ledger.AcceptAsync(id, "a.b", "ana", Body));
    }

    [Fact]
    public async Task an_outcome_is_final()
    {
        var id = Guid.CreateVersion7();
        Assert.True(await _ledger.FinishAsync(new CommandOutcome(id, "completed", "{\"n\":1}")));
        Assert.False(await _ledger.FinishAsync(new CommandOutcome(id, "failed", null)));
        var command = await _ledger.FindAsync(id);
        Assert.Equal(("completed", "{\"n\": 1}"), (command!.Status, command.Result));
    }

    [Fact]
    public async Task of_many_acceptances_at_once_one_is_the_first()
    {
        var id = Guid.CreateVersion7();
        var results = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => _ledger.AcceptAsync(id, "a.b", "ana", Body))));
        Assert.Single(results, r => r.Acceptance == Acceptance.Accepted);
        Assert.Equal(15, results.Count(r => r.Acceptance == Acceptance.AlreadyKnown));
    }

    [Fact]
    public async Task an_unknown_command_is_not_found() => Assert.Null(await _ledger.FindAsync(Guid.NewGuid()));
}
