using EventSourced.Contracts.Rabbit;

namespace EventSourced.Workers.Tests.Rabbit;

public sealed class RabbitClosingTests
{
    [Fact]
    public async Task A_turn_needs_a_session_that_is_there_and_open()
    {
        await using var place = await RabbitPlace.OpenAsync();
        var session = Guid.CreateVersion7();

        Assert.Equal((404, "session_not_found"), await place.RefusalAsync(new RecordTurn(session, Guid.CreateVersion7(), "わんわん")));
        Assert.Equal((404, "session_not_found"), await place.RefusalAsync(new CloseSession(session)));
        await place.DoAsync(new StartSession(session));
        await place.DoAsync(new CloseSession(session));
        await place.DoAsync(new CloseSession(session));

        Assert.Equal((410, "session_closed"), await place.RefusalAsync(new RecordTurn(session, Guid.CreateVersion7(), "わんわん")));
        await place.SettleAsync();
        Assert.Equal(["0|0"], await place.RowsAsync("select active, turn_count from rabbit.sessions"));
        Assert.Equal(["SessionStarted", "SessionClosed"], (await place.EventsAsync()).Select(e => e.GetType().Name));
    }

    [Fact]
    public async Task A_session_is_closed_after_35_minutes_without_a_turn_and_takes_turns_until_then()
    {
        await using var place = await RabbitPlace.OpenAsync();
        var (idle, busy) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await place.DoAsync(new StartSession(idle));
        await place.DoAsync(new StartSession(busy));
        await place.DoAsync(new RecordTurn(busy, Guid.CreateVersion7(), "わんわん"));
        await place.SettleAsync();

        Assert.Equal(0, (await place.DoAsync(new CloseIdleSessions(DateTimeOffset.UtcNow.AddMinutes(34)))).GetProperty("closed").GetInt32());
        await place.DoAsync(new RecordTurn(idle, Guid.CreateVersion7(), "わんわん"));
        await place.SettleAsync();
        Assert.Equal(2, (await place.DoAsync(new CloseIdleSessions(DateTimeOffset.UtcNow.AddMinutes(36)))).GetProperty("closed").GetInt32());

        await place.SettleAsync();
        Assert.Equal(["0|1", "0|1"], await place.RowsAsync("select active, turn_count from rabbit.sessions"));
        Assert.Equal((410, "session_closed"), await place.RefusalAsync(new RecordTurn(idle, Guid.CreateVersion7(), "わんわん")));
        Assert.All((await place.EventsAsync()).OfType<SessionClosed>(), closed => Assert.Equal("idle", closed.Reason));
    }

    [Fact]
    public async Task A_session_of_a_clock_that_is_ahead_is_closed_in_time()
    {
        await using var place = await RabbitPlace.OpenAsync();
        await place.DoAsync(new StartSession(Guid.CreateVersion7(), StartedAt: DateTimeOffset.UtcNow.AddYears(1)));
        await place.CatchUpAsync();

        await place.DoAsync(new CloseIdleSessions(DateTimeOffset.UtcNow.AddHours(1)));
        await place.CatchUpAsync();

        Assert.Equal(["0"], await place.RowsAsync("select active from rabbit.sessions"));
    }

    [Fact]
    public async Task An_imported_session_of_long_ago_is_not_idle_while_it_is_imported()
    {
        await using var place = await RabbitPlace.OpenAsync();
        var session = Guid.CreateVersion7();
        await place.DoAsync(new StartSession(session, StartedAt: DateTimeOffset.UtcNow.AddYears(-1)));
        await place.CatchUpAsync();

        await place.DoAsync(new CloseIdleSessions(DateTimeOffset.UtcNow));

        await place.DoAsync(new RecordTurn(session, Guid.CreateVersion7(), "わんわん", "そうだね", Source: "imported", Timestamp: DateTimeOffset.UtcNow.AddYears(-1)));
    }
}
