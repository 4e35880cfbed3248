using EventSourced.Commands.Modules;
using EventSourced.Commands.Rabbit.Sessions;
using EventSourced.Contracts;
using EventSourced.Contracts.Rabbit;
using EventSourced.EventStore;
using EventSourced.Workers.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace EventSourced.Workers.Tests.Rabbit;

public sealed class RabbitClockTests
{
    [Fact]
    public async Task Scheduled_commands_close_sessions_remove_recordings_and_summarise_the_day()
    {
        await using var world = await ProductWorld.OpenAsync();
        var (session, turn) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var key = $"raw/{session}/{turn}.webm";
        await world.DoAsync(new StartSession(session, "one"));
        await world.ObjectStore.PutNamedAsync(key, new MemoryStream([1, 2, 3]), 100);
        await world.DoAsync(new RecordTurn(session, turn, "りんご すき りんご", ChildAudioKey: key, Source: "spoken"));
        // Whatever the client's clock says, and whether or not there ever was a turn.
        var ahead = Guid.CreateVersion7();
        var future = $"raw/{session}/{ahead}.webm";
        await world.ObjectStore.PutNamedAsync(future, new MemoryStream([5]), 100);
        await world.DoAsync(new RecordTurn(session, ahead, "みらい", ChildAudioKey: future, Timestamp: DateTimeOffset.UtcNow.AddYears(70), Source: "spoken"));
        var orphan = $"raw/{Guid.CreateVersion7()}/{Guid.CreateVersion7()}.webm";
        await world.ObjectStore.PutNamedAsync(orphan, new MemoryStream([4]), 100);
        await world.DoAsync(new RecordTurn(session, Guid.CreateVersion7(), "あかい"));
        await world.SettleAsync();
        // The noon that ends the 24 hours in which the turns were.
        var now = DateTimeOffset.UtcNow;
        var noon = new DateTimeOffset(now.UtcDateTime.Date.AddHours(12), TimeSpan.Zero);
        if (noon <= now) noon = noon.AddDays(1);

        Assert.Equal(
            $$"""{"date": "{{noon:yyyy-MM-dd}}", "new_words": 4, "total_turns": 3, "unique_words": 3, "active_sessions": 1}""", await FireAsync("rabbit.run_daily_summary", noon));
        Assert.Equal(
            $$"""{"date": "{{noon.AddDays(1):yyyy-MM-dd}}", "new_words": 0, "total_turns": 0, "unique_words": 0, "active_sessions": 0}""", await FireAsync("rabbit.run_daily_summary", noon.AddDays(1)));
        Assert.Equal("""{"closed": 1}""", await FireAsync("rabbit.close_idle_sessions", now.AddHours(1)));
        Assert.Equal("""{"removed": 0, "removed_answers": 0}""", await FireAsync("rabbit.expire_audio", now.AddDays(89)));
        Assert.True(await world.ObjectStore.ExistsAsync(key));
        Assert.Equal("""{"removed": 3, "removed_answers": 3}""", await FireAsync("rabbit.expire_audio", now.AddDays(91)));

        Assert.False(await world.ObjectStore.ExistsAsync(key));
        Assert.Empty(world.ObjectStore.Find("tts", DateTimeOffset.MaxValue));
        Assert.Empty(world.ObjectStore.Find("raw", DateTimeOffset.MaxValue));
        await world.CatchUpAsync();
        Assert.Equal(["-", "-", "-"], await world.RowsAsync("select child_audio_r2_key from rabbit.conversation_turns"));
        Assert.Equal(["0"], await world.RowsAsync("select active from rabbit.sessions"));
        await world.VerifyAsync("rabbit");

        async Task<string?> FireAsync(string job, DateTimeOffset at)
        {
            var envelope = ClockJobs.Envelope(ModuleCatalog.Default, job, at);
            await world.SendAsync(envelope);
            var record = await world.OutcomeAsync(envelope.CommandId);
            // Another scheduler fired it too; it runs once.
            await world.SendAsync(envelope);
            Assert.Equal(CommandStatus.Completed, record.Status);
            return record.Result;
        }
    }

    [Fact]
    public async Task A_summary_has_the_sessions_of_its_day_however_late_it_is_made()
    {
        await using var world = await ProductWorld.OpenAsync(null, services => services.AddSingleton(ReactionCatalog.Empty));
        var noon = new DateTimeOffset(DateTimeOffset.UtcNow.UtcDateTime.Date.AddDays(-3).AddHours(12), TimeSpan.Zero);
        // The last words, in days after that noon, and their counts in the 24 hours before it.
        await SayAsync("before", -2.5);
        await SayAsync("within", -0.1);
        await SayAsync("within and after", -0.9, -0.1, 0.1);
        await SayAsync("around", -1.1, 0.1);
        await SayAsync("after", 0.1);
        await world.CatchUpAsync();

        var envelope = ClockJobs.Envelope(ModuleCatalog.Default, "rabbit.run_daily_summary", noon.AddHours(5));
        await world.SendAsync(envelope);

        Assert.Equal(
            $$"""{"date": "{{noon:yyyy-MM-dd}}", "new_words": 0, "total_turns": 4, "unique_words": 0, "active_sessions": 2}""", (await world.OutcomeAsync(envelope.CommandId)).Result);

        async Task SayAsync(string child, params double[] days)
        {
            var session = Guid.CreateVersion7();
            // The client's timestamps of the turns are ignored, unless nothing else is known.
            List<IEvent> events = [new SessionStarted(session, child, "ja", "separator", noon.AddDays(-5), null)];
            foreach (var received in days.Select(d => noon.AddDays(d)))
                events.Add(events.Count == 1
                    ? new TurnRecorded(session, Guid.CreateVersion7(), $"child/{child}", "うん", "うん", null, null, noon.AddDays(-9), received, null, "typed", Guid.CreateVersion7())
                    : new TurnRecorded(session, Guid.CreateVersion7(), $"child/{child}", "", "うん", null, null, received, received, null, "typed", null));
            await world.Store.AppendAsync(new Append([new StreamAppend($"rabbit-session-{session}", ExpectedVersion.NoStream, events)], new EventMetadata(Guid.NewGuid(), "tester", noon)));
        }
    }

    [Fact]
    public async Task A_summary_waits_until_the_tables_have_caught_up()
    {
        await using var world = await ProductWorld.OpenAsync();
        var session = Guid.CreateVersion7();
        await world.DoAsync(new StartSession(session));
        await world.CatchUpAsync();
        await using var connection = await world.Database.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var hold = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using (var command = new Npgsql.NpgsqlCommand("select 1 from es.read_tables for update", connection, hold)) await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        await world.DoAsync(new RecordTurn(session, Guid.CreateVersion7(), ""));

        var id = await world.SendAsync(new RunDailySummary(DateOnly.FromDateTime(DateTime.UtcNow.AddHours(12))));
        await Task.Delay(TimeSpan.FromMilliseconds(500), TestContext.Current.CancellationToken);
        Assert.Equal(CommandStatus.Accepted, (await world.Ledger.FindAsync(id, TestContext.Current.CancellationToken))!.Status);
        await hold.RollbackAsync(TestContext.Current.CancellationToken);

        Assert.Contains("\"total_turns\": 1", (await world.OutcomeAsync(id)).Result);
    }

    [Fact]
    public async Task A_summary_does_not_wait_for_a_table_that_is_paused()
    {
        await using var world = await ProductWorld.OpenAsync();
        await world.CatchUpAsync();
        await world.RowsAsync("update es.read_tables set state = 'paused' where table_name = 'rabbit.vocabulary'");
        var end = await world.Store.ReadWatermarkAsync(TestContext.Current.CancellationToken) + 1;

        var fault = await Assert.ThrowsAsync<InvalidOperationException>(
            () => world.Services.GetRequiredService<DailySummaries>().WaitAsync(end, TestContext.Current.CancellationToken));

        Assert.Contains("rabbit.vocabulary is paused", fault.Message);
    }
}
