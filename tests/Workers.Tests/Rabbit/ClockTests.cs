using EventSourced.Contracts.Rabbit;
using EventSourced.EventStore;
using EventSourced.Workers.Jobs;

namespace EventSourced.Workers.Tests.Rabbit;

public sealed class RabbitClockTests
{
    [Fact]
    public async Task The_clock_closes_sessions_removes_voices_and_sums_up_the_day()
    {
        await using var place = await RabbitPlace.OpenAsync();
        var (session, turn) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var key = $"raw/{session}/{turn}.webm";
        await place.DoAsync(new StartSession(session, "one"));
        await place.ObjectStore.PutNamedAsync(key, new MemoryStream([1, 2, 3]), 100);
        await place.DoAsync(new RecordTurn(session, turn, "りんご すき りんご", ChildAudioKey: key, Source: "spoken"));
        // Whatever the client's clock says, and whether or not there ever was a turn.
        var ahead = Guid.CreateVersion7();
        var future = $"raw/{session}/{ahead}.webm";
        await place.ObjectStore.PutNamedAsync(future, new MemoryStream([5]), 100);
        await place.DoAsync(new RecordTurn(session, ahead, "みらい", ChildAudioKey: future, Timestamp: DateTimeOffset.UtcNow.AddYears(70), Source: "spoken"));
        var orphan = $"raw/{Guid.CreateVersion7()}/{Guid.CreateVersion7()}.webm";
        await place.ObjectStore.PutNamedAsync(orphan, new MemoryStream([4]), 100);
        await place.DoAsync(new RecordTurn(session, Guid.CreateVersion7(), "あかい"));
        await place.SettleAsync();
        // The noon that ends the 24 hours in which the turns were.
        var now = DateTimeOffset.UtcNow;
        var noon = new DateTimeOffset(now.UtcDateTime.Date.AddHours(12), TimeSpan.Zero);
        if (noon <= now) noon = noon.AddDays(1);

        Assert.Equal(
            $$"""{"date": "{{noon:yyyy-MM-dd}}", "new_words": 4, "total_turns": 3, "unique_words": 3, "active_sessions": 1}""", await FireAsync("rabbit.run_daily_summary", noon));
        Assert.Equal(
            $$"""{"date": "{{noon.AddDays(1):yyyy-MM-dd}}", "new_words": 0, "total_turns": 0, "unique_words": 0, "active_sessions": 0}""", await FireAsync("rabbit.run_daily_summary", noon.AddDays(1)));
        Assert.Equal("""{"closed": 1}""", await FireAsync("rabbit.close_idle_sessions", now.AddHours(1)));
        Assert.Equal("""{"removed": 0}""", await FireAsync("rabbit.expire_audio", now.AddDays(89)));
        Assert.True(await place.ObjectStore.ExistsAsync(key));
        Assert.Equal("""{"removed": 3}""", await FireAsync("rabbit.expire_audio", now.AddDays(91)));

        Assert.False(await place.ObjectStore.ExistsAsync(key));
        Assert.Empty(place.ObjectStore.Find("raw", DateTimeOffset.MaxValue));
        await place.CatchUpAsync();
        Assert.Equal(["-", "-", "-"], await place.RowsAsync("select child_audio_r2_key from rabbit.conversation_turns"));
        Assert.Equal(["0"], await place.RowsAsync("select active from rabbit.sessions"));
        await place.VerifyAsync();

        async Task<string?> FireAsync(string job, DateTimeOffset at)
        {
            var envelope = ClockJobs.Envelope(job, at);
            await place.SendAsync(envelope);
            var record = await place.OutcomeAsync(envelope.CommandId);
            // Another scheduler fired it too: it runs once.
            await place.SendAsync(envelope);
            Assert.Equal(CommandStatus.Completed, record.Status);
            return record.Result;
        }
    }
}
