using EventSourced.Contracts.Rabbit;

namespace EventSourced.Workers.Tests.Rabbit;

public sealed class RabbitScopeTests
{
    [Theory]
    [InlineData("session", "New word learned: りんご,New word learned: りんご")]
    [InlineData("child", "New word learned: りんご")]
    public async Task A_word_is_new_within_its_session_or_within_its_child(string scope, string expected)
    {
        await using var place = await RabbitPlace.OpenAsync($"--Rabbit:NewWordScope={scope}");
        foreach (var child in (string[])["one", "one", "other"])
        {
            var session = Guid.CreateVersion7();
            await place.DoAsync(new StartSession(session, child));
            await place.DoAsync(new RecordTurn(session, Guid.CreateVersion7(), "りんご"));
            await place.SettleAsync();
        }

        Assert.Equal(expected.Split(','), await place.RowsAsync("""
            select h.description from rabbit.highlights h join rabbit.sessions s on s.id = h.session_id where s.child_id = 'one' order by h."timestamp"
            """));
        Assert.Equal(1, await place.ScalarAsync<long>("select count(*) from rabbit.highlights h join rabbit.sessions s on s.id = h.session_id where s.child_id = 'other'"));
        Assert.Equal(3, await place.ScalarAsync<long>("select count(*) from rabbit.vocabulary"));
        await place.VerifyAsync();
    }

    [Fact]
    public async Task Another_worker_knows_the_words_that_this_one_has_analysed()
    {
        await using var place = await RabbitPlace.OpenAsync("--Rabbit:NewWordScope=child");
        await place.StartWorkerAsync();
        Guid[] sessions = [Guid.CreateVersion7(), Guid.CreateVersion7()];
        foreach (var session in sessions) await place.DoAsync(new StartSession(session, "one"));
        // In turn, so that what each worker remembers of the other session grows old.
        for (var i = 0; i < 12; i++)
        {
            await place.DoAsync(new RecordTurn(sessions[i % 2], Guid.CreateVersion7(), $"ことば{i / 2}"));
            await place.SettleAsync();
        }

        Assert.Equal(6, await place.ScalarAsync<long>("select count(*) from rabbit.highlights"));
    }
}
