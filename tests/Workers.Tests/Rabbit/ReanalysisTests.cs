using EventSourced.Contracts.Rabbit;

namespace EventSourced.Workers.Tests.Rabbit;

public sealed class RabbitReanalysisTests
{
    [Fact]
    public async Task Another_tokeniser_replaces_the_rows_and_the_former_analysis_stays_in_the_log()
    {
        await using var place = await RabbitPlace.OpenAsync();
        var (session, first, second) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        await place.DoAsync(new StartSession(session));
        await place.DoAsync(new RecordTurn(session, first, "わんわんがいる"));
        await place.DoAsync(new RecordTurn(session, second, "わんわん"));
        await place.SettleAsync();
        Assert.Equal(["わんわん", "わんわんがいる"], await WordsAsync());

        Assert.Equal(2, (await place.DoAsync(new ReanalyseSession(session, "icu-words"))).GetProperty("turns").GetInt32());
        await place.SettleAsync();

        Assert.Equal(["いる", "が", "わんわん", "わんわん"], (await WordsAsync()).OrderBy(w => w, StringComparer.Ordinal).OrderBy(w => w.Length == 4).ThenBy(w => w == "が"));
        Assert.Equal([$"{first}|3|3", $"{second}|1|0"], await place.RowsAsync(
            "select turn_id, result ->> 'wordsExtracted', result ->> 'newWords' from rabbit.analysis_jobs order by created_at"));
        var events = await place.EventsAsync();
        Assert.Equal(["わんわんがいる"], events.OfType<TurnAnalysed>().Single(e => e.TurnId == first).Words!);
        Assert.Equal(["separator", "separator", "icu-words", "icu-words"], [.. events.OfType<TurnAnalysed>().Select(e => e.Tokenizer), .. events.OfType<TurnReanalysed>().Select(e => e.Tokenizer)]);
        await place.VerifyAsync();

        // The words that gave way are not known any more.
        await place.DoAsync(new RecordTurn(session, Guid.CreateVersion7(), "わんわんがいる"));
        await place.SettleAsync();
        Assert.Equal(1, await place.ScalarAsync<long>("select count(*) from rabbit.highlights where description = 'New word learned: わんわんがいる'"));

        async Task<IReadOnlyList<string>> WordsAsync() => await place.RowsAsync("""select word from rabbit.vocabulary order by word collate "C" """);
    }
}
