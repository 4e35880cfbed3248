using EventSourced.Commands.Modules;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts;
using EventSourced.Contracts.Rabbit;
using EventSourced.EventStore;
using Microsoft.Extensions.DependencyInjection;

namespace EventSourced.Workers.Tests.Rabbit;

public sealed class RabbitScopeTests
{
    [Theory]
    [InlineData("session", "New word learned: りんご,New word learned: りんご")]
    [InlineData("child", "New word learned: りんご")]
    public async Task A_word_is_new_within_its_session_or_within_its_child(string scope, string expected)
    {
        await using var world = await ProductWorld.OpenAsync($"--Rabbit:NewWordScope={scope}");
        foreach (var child in (string[])["one", "one", "other"])
        {
            var session = Guid.CreateVersion7();
            await world.DoAsync(new StartSession(session, child));
            await world.DoAsync(new RecordTurn(session, Guid.CreateVersion7(), "りんご"));
            await world.SettleAsync();
        }

        Assert.Equal(expected.Split(','), await world.RowsAsync("""
            select h.description from rabbit.highlights h join rabbit.sessions s on s.id = h.session_id where s.child_id = 'one' order by h."timestamp"
            """));
        Assert.Equal(1, await world.ScalarAsync<long>("select count(*) from rabbit.highlights h join rabbit.sessions s on s.id = h.session_id where s.child_id = 'other'"));
        Assert.Equal(3, await world.ScalarAsync<long>("select count(*) from rabbit.vocabulary"));
        await world.VerifyAsync("rabbit");
    }

    [Fact]
    public async Task Another_worker_knows_the_words_that_this_one_has_analysed()
    {
        await using var world = await ProductWorld.OpenAsync("--Rabbit:NewWordScope=child");
        await world.StartWorkerAsync();
        Guid[] sessions = [Guid.CreateVersion7(), Guid.CreateVersion7()];
        foreach (var session in sessions) await world.DoAsync(new StartSession(session, "one"));
        // Alternating, so that the cached state of each worker becomes stale.
        for (var i = 0; i < 12; i++)
        {
            await world.DoAsync(new RecordTurn(sessions[i % 2], Guid.CreateVersion7(), $"ことば{i / 2}"));
            await world.SettleAsync();
        }

        Assert.Equal(6, await world.ScalarAsync<long>("select count(*) from rabbit.highlights"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_word_is_new_in_only_one_of_two_concurrently_analysed_sessions(bool inTwoWorkers)
    {
        var (begun, both) = (0, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        // Only the test requests analyses; the first one that is about to be recorded waits for the other.
        void Watch(IServiceCollection services) => services.AddSingleton(ReactionCatalog.Empty).AddSingleton<IEventStore>(
            s => new WatchedStore(s.GetRequiredService<PostgresEventStore>(), async append =>
            {
                if (!append.Streams.SelectMany(stream => stream.Events).OfType<TurnAnalysed>().Any()) return;
                if (Interlocked.Increment(ref begun) == 2) both.SetResult();
                await Task.WhenAny(both.Task, Task.Delay(TimeSpan.FromSeconds(2)));
            }));
        await using var world = await ProductWorld.OpenAsync(null, Watch, "--Rabbit:NewWordScope=child");
        var one = world.Services;
        if (inTwoWorkers) await world.StartWorkerAsync(Watch);
        List<AnalyzeTurn> analyses = [];
        for (var i = 0; i < 2; i++)
        {
            var (session, turn) = (Guid.CreateVersion7(), Guid.CreateVersion7());
            await world.DoAsync(new StartSession(session, "one"));
            await world.DoAsync(new RecordTurn(session, turn, "りんご"));
            analyses.Add(new AnalyzeTurn(session, turn));
        }

        await Task.WhenAll(DispatchAsync(one, analyses[0]), DispatchAsync(world.Services, analyses[1]));

        var words = (await world.EventsAsync()).OfType<TurnAnalysed>().ToList();
        Assert.Equal(2, words.Count);
        Assert.Equal(["りんご"], words.SelectMany(e => e.NewWords!));

        static Task DispatchAsync(IServiceProvider worker, AnalyzeTurn command) =>
            worker.GetRequiredService<CommandDispatcher>().DispatchAsync(CommandEnvelope.For(command, Guid.CreateVersion7(), "tester", DateTimeOffset.UtcNow));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public async Task After_reanalysis_in_any_order_a_word_is_new_in_the_first_turn_of_the_log(int first, int second)
    {
        await using var world = await ProductWorld.OpenAsync("--Rabbit:NewWordScope=child");
        Guid[] sessions = [Guid.CreateVersion7(), Guid.CreateVersion7()];
        foreach (var session in sessions) await world.DoAsync(new StartSession(session, "one"));
        // Alternating, and with words that only the other tokeniser finds.
        foreach (var (session, text) in ((int, string)[])[(0, "わんわんがいる"), (1, "わんわん"), (1, "りんごがいる"), (0, "りんご わんわん")])
        {
            await world.DoAsync(new RecordTurn(sessions[session], Guid.CreateVersion7(), text));
            await world.SettleAsync();
        }

        foreach (var i in (int[])[first, second]) await world.DoAsync(new ReanalyseSession(sessions[i], "icu-words"));

        var events = await world.EventsAsync();
        var anew = events.OfType<TurnReanalysed>().ToDictionary(e => e.TurnId);
        HashSet<string> known = [];
        foreach (var turn in events.OfType<TurnRecorded>())
        {
            Assert.Equal(anew[turn.TurnId].Words!.Distinct().Where(word => !known.Contains(word)), anew[turn.TurnId].NewWords!);
            known.UnionWith(anew[turn.TurnId].Words!);
        }
        Assert.Equal(["いる", "が", "りんご", "わんわん"], known.Order(StringComparer.Ordinal));
        await world.SettleAsync();
        await world.VerifyAsync("rabbit");
    }

    [Fact]
    public async Task A_forgotten_word_is_new_again()
    {
        await using var world = await ProductWorld.OpenAsync("--Rabbit:NewWordScope=child");
        Assert.Equal(1, await SayAsync());
        Assert.Equal(0, await SayAsync());
        await world.DoAsync(new ForgetChild("one"));

        Assert.Equal(1, await SayAsync());

        async Task<int> SayAsync()
        {
            var session = Guid.CreateVersion7();
            await world.DoAsync(new StartSession(session, "one"));
            await world.DoAsync(new RecordTurn(session, Guid.CreateVersion7(), "りんご"));
            await world.SettleAsync();
            return (await world.EventsAsync()).OfType<TurnAnalysed>().Single(e => e.SessionId == session).NewWordCount;
        }
    }
}
