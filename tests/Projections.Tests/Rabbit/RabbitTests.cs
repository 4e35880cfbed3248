using EventSourced.Contracts.Rabbit;
using EventSourced.Testing;

namespace EventSourced.Projections.Tests.Rabbit;

public sealed class RabbitTests
{
    private static readonly Guid s_session = Guid.Parse("22222222-2222-2222-2222-222222222222"), s_turn = Guid.NewGuid(), s_other = Guid.NewGuid(), s_job = Guid.NewGuid();
    private static readonly DateTimeOffset s_time = DateTimeOffset.UnixEpoch.AddDays(20_000);

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    public async Task A_reanalysed_turn_has_only_the_words_and_highlights_of_the_last_analysis(int pageSize)
    {
        await using var world = await WorldAsync("reanalysed");
        await world.ProjectAsync(await world.AppendAsync(
            Analysed(s_turn, ["cat", "dog", "cow"], ["new_word", "long_sentence"]), Analysed(s_other, ["sun"], ["new_word"]),
            Reanalysed(s_turn, ["cat", "moo"], ["emotional_moment"])), pageSize);
        Assert.Equal("cat moo sun", await world.ScalarAsync<string>("SELECT string_agg(word, ' ' ORDER BY word) FROM rabbit.vocabulary"));
        Assert.Equal("0 cat, 1 moo", await world.ScalarAsync<string>($"SELECT string_agg(ordinal || ' ' || word, ', ' ORDER BY ordinal) FROM rabbit.vocabulary WHERE turn_id = '{s_turn}'"));
        Assert.Equal("emotional_moment 0, new_word 0", await world.ScalarAsync<string>("SELECT string_agg(type || ' ' || ordinal, ', ' ORDER BY type) FROM rabbit.highlights"));

        await world.ProjectAsync(await world.AppendAsync(Reanalysed(s_turn, [], [])), pageSize);
        Assert.Equal("sun", await world.ScalarAsync<string>("SELECT string_agg(word, ' ') FROM rabbit.vocabulary"));
        Assert.Equal(1L, await world.ScalarAsync<long>("SELECT count(*) FROM rabbit.highlights"));
    }

    [Fact]
    public async Task A_job_is_completed_by_any_analysis_and_has_the_reason_of_a_failure()
    {
        await using var world = await WorldAsync("jobs");
        const string Job = "SELECT concat_ws(' ', status, result, completed_at IS NOT NULL) FROM rabbit.analysis_jobs";
        await world.ProjectAsync(await world.AppendAsync(Started(), Turn()));
        Assert.Equal("pending f", await world.ScalarAsync<string>(Job));
        await world.ProjectAsync(await world.AppendAsync(Analysed(s_turn, ["cat"], [])));
        Assert.Equal("completed {\"newWords\": 0, \"wordsExtracted\": 1} t", await world.ScalarAsync<string>(Job));
        await world.ProjectAsync(await world.AppendAsync(new AnalysisFailed(s_session, s_turn, s_job, "no")));
        Assert.Equal("failed {\"error\": \"no\"} t", await world.ScalarAsync<string>(Job));
        await world.ProjectAsync(await world.AppendAsync(Reanalysed(s_turn, [], [])));
        Assert.Equal("completed t", await world.ScalarAsync<string>(Job));
    }

    [Fact]
    public async Task A_forgotten_session_keeps_its_rows_without_the_words()
    {
        await using var world = await WorldAsync("forgotten");
        await world.ProjectAsync(await world.AppendAsync(
            Started(), Turn(), Analysed(s_turn, ["cat", "dog"], ["new_word"]), Analysed(s_other, ["sun"], ["new_word"]), new SessionForgotten(s_session, [new ForgottenTurn(s_turn, 2, 1)])));
        Assert.Equal("1 0", await world.ScalarAsync<string>("SELECT turn_count || ' ' || (SELECT count(*) FROM rabbit.conversation_turns WHERE child_input IS NOT NULL) FROM rabbit.sessions"));
        Assert.Equal("  sun", await world.ScalarAsync<string>("SELECT string_agg(word, ' ' ORDER BY word) FROM rabbit.vocabulary"));
        Assert.Equal("1 2", await world.ScalarAsync<string>("SELECT count(description) || ' ' || count(*) FROM rabbit.highlights"));
    }

    [Fact]
    public async Task A_session_counts_its_turns_until_it_is_closed()
    {
        await using var world = await WorldAsync("session");
        await world.ProjectAsync(await world.AppendAsync(Started(), Turn(), Turn() with { TurnId = s_other }, new SessionClosed(s_session, "bye")));
        Assert.Equal("2 0", await world.ScalarAsync<string>("SELECT turn_count || ' ' || active FROM rabbit.sessions"));
    }

    private static Task<ProjectionWorld> WorldAsync(string name) => ProjectionWorld.CreateAsync(name, ReadTableSet.Catalog);

    private static SessionStarted Started() => new(s_session, null, "en", "words", s_time, null);

    private static TurnRecorded Turn() => new(s_session, s_turn, $"{s_session}", "Look, a cat", "Oh!", null, null, s_time, s_time, null, "text", s_job);

    private static TurnAnalysed Analysed(Guid turn, string[] words, string[] highlights) =>
        new(s_session, turn, s_job, $"{s_session}", s_time, "words", "1", words.Length, 0, words, [], highlights, [.. highlights.Select(h => $"It is {h}.")], "Look");

    private static TurnReanalysed Reanalysed(Guid turn, string[] words, string[] highlights) =>
        new(s_session, turn, s_job, $"{s_session}", s_time, "words", "2", words.Length, 0, words, [], highlights, [.. highlights.Select(h => $"It is {h}.")], "Look");
}
