using EventSourced.Contracts.Rabbit;

namespace EventSourced.Workers.Tests.Rabbit;

public sealed class RabbitClosingTests
{
    [Fact]
    public async Task A_turn_needs_an_open_session()
    {
        await using var world = await ProductWorld.OpenAsync();
        var session = Guid.CreateVersion7();

        Assert.Equal((404, "session_not_found"), await world.RefusalAsync(new RecordTurn(session, Guid.CreateVersion7(), "わんわん")));
        Assert.Equal((404, "session_not_found"), await world.RefusalAsync(new CloseSession(session)));
        await world.DoAsync(new StartSession(session));
        await world.DoAsync(new CloseSession(session));
        await world.DoAsync(new CloseSession(session));

        Assert.Equal((410, "session_closed"), await world.RefusalAsync(new RecordTurn(session, Guid.CreateVersion7(), "わんわん")));
        await world.SettleAsync();
        Assert.Equal(["0|0"], await world.RowsAsync("select active, turn_count from rabbit.sessions"));
        Assert.Equal(["SessionStarted", "SessionClosed"], (await world.EventsAsync()).Select(e => e.GetType().Name));
    }

    [Fact]
    public async Task A_session_is_closed_after_35_minutes_without_a_turn_and_accepts_turns_until_then()
    {
        await using var world = await ProductWorld.OpenAsync();
        var (idle, busy) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await world.DoAsync(new StartSession(idle));
        await world.DoAsync(new StartSession(busy));
        await world.DoAsync(new RecordTurn(busy, Guid.CreateVersion7(), "わんわん"));
        await world.SettleAsync();

        Assert.Equal(0, (await world.DoAsync(new CloseIdleSessions(DateTimeOffset.UtcNow.AddMinutes(34)))).GetProperty("closed").GetInt32());
        await world.DoAsync(new RecordTurn(idle, Guid.CreateVersion7(), "わんわん"));
        await world.SettleAsync();
        Assert.Equal(2, (await world.DoAsync(new CloseIdleSessions(DateTimeOffset.UtcNow.AddMinutes(36)))).GetProperty("closed").GetInt32());

        await world.SettleAsync();
        Assert.Equal(["0|1", "0|1"], await world.RowsAsync("select active, turn_count from rabbit.sessions"));
        Assert.Equal((410, "session_closed"), await world.RefusalAsync(new RecordTurn(idle, Guid.CreateVersion7(), "わんわん")));
        Assert.All((await world.EventsAsync()).OfType<SessionClosed>(), closed => Assert.Equal("idle", closed.Reason));
    }

    [Fact]
    public async Task A_session_with_a_client_clock_that_is_ahead_is_closed_in_time()
    {
        await using var world = await ProductWorld.OpenAsync();
        await world.DoAsync(new StartSession(Guid.CreateVersion7(), StartedAt: DateTimeOffset.UtcNow.AddYears(1)));
        await world.CatchUpAsync();

        await world.DoAsync(new CloseIdleSessions(DateTimeOffset.UtcNow.AddHours(1)));
        await world.CatchUpAsync();

        Assert.Equal(["0"], await world.RowsAsync("select active from rabbit.sessions"));
    }

    [Fact]
    public async Task An_imported_session_of_long_ago_is_not_idle_while_it_is_imported()
    {
        await using var world = await ProductWorld.OpenAsync();
        var session = Guid.CreateVersion7();
        await world.DoAsync(new StartSession(session, StartedAt: DateTimeOffset.UtcNow.AddYears(-1)));
        await world.CatchUpAsync();

        await world.DoAsync(new CloseIdleSessions(DateTimeOffset.UtcNow));

        await world.DoAsync(new RecordTurn(session, Guid.CreateVersion7(), "わんわん", "そうだね", Source: "imported", Timestamp: DateTimeOffset.UtcNow.AddYears(-1)));
    }
}
