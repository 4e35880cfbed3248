using EventSourced.Commands.Bus;
using EventSourced.Contracts.Rabbit;
using Microsoft.Extensions.DependencyInjection;

namespace EventSourced.Workers.Tests.Rabbit;

public sealed class RabbitRepetitionTests
{
    [Fact]
    public async Task Commands_sent_twice_take_effect_once()
    {
        await using var world = await ProductWorld.OpenAsync();
        var (session, turn, id) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var (start, record) = (new StartSession(session, "child-a"), new RecordTurn(session, turn, "わんわん いた"));
        await world.DoAsync(start);
        await world.DoAsync(start);
        Assert.Equal((409, "session_id_taken"), await world.RefusalAsync(start with { ChildId = "child-b" }));

        var first = await world.RunAsync(record, id);
        await world.SendAsync(record, id);
        var again = await world.RunAsync(record);

        Assert.Equal(("completed", "completed"), (first.Status, again.Status));
        Assert.Equal((409, "turn_id_taken"), await world.RefusalAsync(record with { ChildInput = "にゃんにゃん いた" }));
        Assert.Equal((409, "turn_id_taken"), await world.RefusalAsync(record with { RabbitResponse = "そうだね" }));
        await world.SettleAsync();
        Assert.Equal(["SessionStarted", "ChildSessionStarted", "TurnRecorded", "TurnAnalysed"], (await world.EventsAsync()).Select(e => e.GetType().Name));
        Assert.Equal(["1"], await world.RowsAsync("select turn_count from rabbit.sessions"));
    }

    [Fact]
    public async Task A_turn_id_belongs_to_one_session()
    {
        await using var world = await ProductWorld.OpenAsync();
        var (closed, mine, other, turn) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        foreach (var session in (Guid[])[closed, mine, other]) await world.DoAsync(new StartSession(session));
        await world.DoAsync(new CloseSession(closed));

        // A refused turn does not use up its id.
        Assert.Equal((410, "session_closed"), await world.RefusalAsync(new RecordTurn(closed, turn, "わんわん いた")));
        await world.DoAsync(new RecordTurn(mine, turn, "わんわん いた"));
        Assert.Equal((409, "turn_id_taken"), await world.RefusalAsync(new RecordTurn(other, turn, "わんわん いた")));
        await world.DoAsync(new RecordTurn(mine, turn, "わんわん いた"));
        await world.SettleAsync();
        Assert.Equal([$"{mine}|わんわん いた"], await world.RowsAsync("select session_id, child_input from rabbit.conversation_turns"));
    }

    [Fact]
    public async Task A_repeated_analysis_changes_nothing()
    {
        await using var world = await ProductWorld.OpenAsync();
        var (session, turn) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await world.DoAsync(new StartSession(session));
        await world.DoAsync(new RecordTurn(session, turn, "わんわん いた"));
        await world.SettleAsync();
        var end = await world.Store.ReadWatermarkAsync();
        var options = world.Services.GetRequiredService<BusOptions>();
        var sender = world.Services.GetRequiredService<IBusSender>();
        var request = FollowUps.Envelope(new AnalyzeTurn(session, turn), "the test", DateTimeOffset.UtcNow);

        await sender.SendAsync(options.FollowUpQueue(request), request);
        await sender.SendAsync(options.FollowUpQueue(request), request);
        // By another command as well.
        await world.DoAsync(new AnalyzeTurn(session, turn));
        // One after another in a session: when this one is analysed, those before it are done.
        var next = Guid.CreateVersion7();
        await world.DoAsync(new RecordTurn(session, next, "にゃんにゃん"));
        await world.SettleAsync();
        await world.UntilAsync(async () => await world.CountAsync("followups") == 0, "an empty queue");

        Assert.Equal(["TurnRecorded", "TurnAnalysed"], (await world.EventsAsync()).Skip((int)end).Select(e => e.GetType().Name));
        Assert.Equal(0u, await world.CountAsync("followups_error"));
        await world.VerifyAsync("rabbit");
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \u3000 ")]
    [InlineData(null)]
    public async Task A_turn_without_recognised_speech_has_no_job(string? nothing)
    {
        await using var world = await ProductWorld.OpenAsync();
        var session = Guid.CreateVersion7();
        await world.DoAsync(new StartSession(session));
        await world.DoAsync(new RecordTurn(session, Guid.CreateVersion7(), nothing));
        await world.DoAsync(new RecordTurn(session, Guid.CreateVersion7(), "！！"));
        await world.SettleAsync();

        // Punctuation without a word is analysed and contains no words: no result.
        Assert.Equal(["completed|-"], await world.RowsAsync("select status, result from rabbit.analysis_jobs"));
        Assert.Equal(["2"], await world.RowsAsync("select turn_count from rabbit.sessions"));
        Assert.Equal(0, await world.ScalarAsync<long>("select count(*) from rabbit.vocabulary"));
    }
}
