using EventSourced.Contracts.Rabbit;

namespace EventSourced.Workers.Tests.Rabbit;

public sealed class RabbitReanalysisTests
{
    [Fact]
    public async Task Another_tokeniser_replaces_the_rows_and_the_former_analysis_stays_in_the_log()
    {
        await using var world = await ProductWorld.OpenAsync();
        var (session, first, second) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        await world.DoAsync(new StartSession(session));
        await world.DoAsync(new RecordTurn(session, first, "わんわんがいる"));
        await world.DoAsync(new RecordTurn(session, second, "わんわん"));
        await world.SettleAsync();
        Assert.Equal(["わんわん", "わんわんがいる"], await WordsAsync());

        Assert.Equal(2, (await world.DoAsync(new ReanalyseSession(session, "icu-words"))).GetProperty("turns").GetInt32());
        await world.SettleAsync();

        Assert.Equal(["いる", "が", "わんわん", "わんわん"], (await WordsAsync()).OrderBy(w => w, StringComparer.Ordinal).OrderBy(w => w.Length == 4).ThenBy(w => w == "が"));
        Assert.Equal([$"{first}|3|3", $"{second}|1|0"], await world.RowsAsync(
            "select turn_id, result ->> 'wordsExtracted', result ->> 'newWords' from rabbit.analysis_jobs order by created_at"));
        var events = await world.EventsAsync();
        Assert.Equal(["わんわんがいる"], events.OfType<TurnAnalysed>().Single(e => e.TurnId == first).Words!);
        Assert.Equal(["separator", "separator", "icu-words", "icu-words"], [.. events.OfType<TurnAnalysed>().Select(e => e.Tokenizer), .. events.OfType<TurnReanalysed>().Select(e => e.Tokenizer)]);
        await world.VerifyAsync("rabbit");

        // The replaced words are not known any more.
        await world.DoAsync(new RecordTurn(session, Guid.CreateVersion7(), "わんわんがいる"));
        await world.SettleAsync();
        Assert.Equal(1, await world.ScalarAsync<long>("select count(*) from rabbit.highlights where description = 'New word learned: わんわんがいる'"));

        async Task<IReadOnlyList<string>> WordsAsync() => await world.RowsAsync("""select word from rabbit.vocabulary order by word collate "C" """);
    }
}
