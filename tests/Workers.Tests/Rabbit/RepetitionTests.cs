using EventSourced.Commands.Bus;
using EventSourced.Contracts.Rabbit;
using Microsoft.Extensions.DependencyInjection;

namespace EventSourced.Workers.Tests.Rabbit;

public sealed class RabbitRepetitionTests
{
    [Fact]
    public async Task Commands_sent_twice_take_effect_once()
    {
        await using var place = await RabbitPlace.OpenAsync();
        var (session, turn, id) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var (start, record) = (new StartSession(session, "child-a"), new RecordTurn(session, turn, "わんわん いた"));
        await place.DoAsync(start);
        await place.DoAsync(start);
        Assert.Equal((409, "session_id_taken"), await place.RefusalAsync(start with { ChildId = "child-b" }));

        var first = await place.RunAsync(record, id);
        await place.SendAsync(record, id);
        var again = await place.RunAsync(record);

        Assert.Equal(("completed", "completed"), (first.Status, again.Status));
        Assert.Equal((409, "turn_id_taken"), await place.RefusalAsync(record with { ChildInput = "にゃんにゃん いた" }));
        Assert.Equal((409, "turn_id_taken"), await place.RefusalAsync(record with { RabbitResponse = "そうだね" }));
        await place.SettleAsync();
        Assert.Equal(["SessionStarted", "ChildSessionStarted", "TurnRecorded", "TurnAnalysed"], (await place.EventsAsync()).Select(e => e.GetType().Name));
        Assert.Equal(["1"], await place.RowsAsync("select turn_count from rabbit.sessions"));
    }

    [Fact]
    public async Task A_turn_id_belongs_to_one_session()
    {
        await using var place = await RabbitPlace.OpenAsync();
        var (closed, mine, other, turn) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        foreach (var session in (Guid[])[closed, mine, other]) await place.DoAsync(new StartSession(session));
        await place.DoAsync(new CloseSession(closed));

        // A refused turn has taken no id.
        Assert.Equal((410, "session_closed"), await place.RefusalAsync(new RecordTurn(closed, turn, "わんわん いた")));
        await place.DoAsync(new RecordTurn(mine, turn, "わんわん いた"));
        Assert.Equal((409, "turn_id_taken"), await place.RefusalAsync(new RecordTurn(other, turn, "わんわん いた")));
        await place.DoAsync(new RecordTurn(mine, turn, "わんわん いた"));
        await place.SettleAsync();
        Assert.Equal([$"{mine}|わんわん いた"], await place.RowsAsync("select session_id, child_input from rabbit.conversation_turns"));
    }

    [Fact]
    public async Task An_analysis_that_is_asked_for_again_changes_nothing()
    {
        await using var place = await RabbitPlace.OpenAsync();
        var (session, turn) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await place.DoAsync(new StartSession(session));
        await place.DoAsync(new RecordTurn(session, turn, "わんわん いた"));
        await place.SettleAsync();
        var end = await place.Store.ReadWatermarkAsync();
        var options = place.Services.GetRequiredService<BusOptions>();
        var sender = place.Services.GetRequiredService<IBusSender>();
        var request = FollowUps.Envelope(new AnalyzeTurn(session, turn), "the test", DateTimeOffset.UtcNow);

        await sender.SendAsync(options.FollowUps, request);
        await sender.SendAsync(options.FollowUps, request);
        // By another command as well.
        await place.DoAsync(new AnalyzeTurn(session, turn));
        // One after another in a session: when this one is analysed, those before it are done.
        var next = Guid.CreateVersion7();
        await place.DoAsync(new RecordTurn(session, next, "にゃんにゃん"));
        await place.SettleAsync();
        await place.UntilAsync(async () => await place.CountAsync("followups") == 0, "an empty queue");

        Assert.Equal(["TurnRecorded", "TurnAnalysed"], (await place.EventsAsync()).Skip((int)end).Select(e => e.GetType().Name));
        Assert.Equal(0u, await place.CountAsync("followups_error"));
        await place.VerifyAsync();
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \u3000 ")]
    [InlineData(null)]
    public async Task A_turn_in_which_nothing_was_understood_has_no_job(string? nothing)
    {
        await using var place = await RabbitPlace.OpenAsync();
        var session = Guid.CreateVersion7();
        await place.DoAsync(new StartSession(session));
        await place.DoAsync(new RecordTurn(session, Guid.CreateVersion7(), nothing));
        await place.DoAsync(new RecordTurn(session, Guid.CreateVersion7(), "！！"));
        await place.SettleAsync();

        // Signs without a word are analysed and have no words: no result.
        Assert.Equal(["completed|-"], await place.RowsAsync("select status, result from rabbit.analysis_jobs"));
        Assert.Equal(["2"], await place.RowsAsync("select turn_count from rabbit.sessions"));
        Assert.Equal(0, await place.ScalarAsync<long>("select count(*) from rabbit.vocabulary"));
    }
}
