using EventSourced.Contracts.Rabbit;

namespace EventSourced.Workers.Tests.Rabbit;

public sealed class RabbitCrowdTests
{
    [Theory]
    [InlineData(1, 10)]
    [InlineData(20, 10)]
    public async Task Concurrent_turns_at_two_workers_are_each_recorded_and_analysed_once(int sessions, int turns)
    {
        await using var world = await ProductWorld.OpenAsync();
        await world.StartWorkerAsync();
        List<Guid> ids = [.. Enumerable.Range(0, sessions).Select(_ => Guid.CreateVersion7())];
        await Task.WhenAll(ids.Select(id => world.DoAsync(new StartSession(id))));

        await Task.WhenAll(
            from turn in Enumerable.Range(0, turns)
            from id in ids
            select world.DoAsync(new RecordTurn(id, Guid.CreateVersion7(), $"みんな ことば{turn}")));
        await world.SettleAsync();

        var events = await world.EventsAsync();
        Assert.Equal(sessions * turns, events.OfType<TurnRecorded>().Select(e => e.TurnId).Distinct().Count());
        Assert.Equal(sessions * turns, events.OfType<TurnRecorded>().Count());
        Assert.Equal(sessions * turns, events.OfType<TurnAnalysed>().Count());
        Assert.Empty(events.OfType<AnalysisFailed>());
        Assert.Equal([$"{turns}|{sessions}"], await world.RowsAsync("select turn_count, count(*) from rabbit.sessions group by turn_count"));
        Assert.Equal([$"completed|{sessions * turns}"], await world.RowsAsync("select status, count(*) from rabbit.analysis_jobs group by status"));
        Assert.Equal(sessions * turns * 2, await world.ScalarAsync<long>("select count(*) from rabbit.vocabulary"));
        // A word is new once in a session, in the turn that the log has first.
        Assert.Equal(sessions * (turns + 1), await world.ScalarAsync<long>("select count(*) from rabbit.highlights"));
        foreach (var session in ids)
        {
            var order = events.OfType<TurnRecorded>().Where(e => e.SessionId == session).Select(e => e.TurnId);
            Assert.Equal(order.First(), events.OfType<TurnAnalysed>().Single(e => e.SessionId == session && e.NewWords!.Contains("みんな")).TurnId);
        }
        Assert.Equal((0u, 0u), (await world.CountAsync("followups_error"), await world.CountAsync("commands_error")));
        await world.VerifyAsync("rabbit");
    }
}
