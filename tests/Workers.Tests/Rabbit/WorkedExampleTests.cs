using EventSourced.Contracts;
using EventSourced.Contracts.Rabbit;

namespace EventSourced.Workers.Tests.Rabbit;

public sealed class RabbitWorkedExampleTests
{
    private static readonly DateTimeOffset s_first = DateTimeOffset.FromUnixTimeMilliseconds(1_769_914_800_000);

    [Fact]
    public async Task Two_turns_give_exactly_the_rows_of_the_worked_example()
    {
        await using var world = await ProductWorld.OpenAsync();
        var (session, t1, t2) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        await world.DoAsync(new StartSession(session));
        await world.DoAsync(new RecordTurn(session, t1, "りんご すき！ りんご", Timestamp: s_first));
        await world.DoAsync(new RecordTurn(session, t2, "あかい りんご", Timestamp: s_first.AddSeconds(5)));
        await world.SettleAsync();

        Assert.Equal(
            [Word(t1, 0, "りんご", 0), Word(t1, 1, "すき", 0), Word(t1, 2, "りんご", 0), Word(t2, 0, "あかい", 5_000), Word(t2, 1, "りんご", 5_000)],
            InOrder(await world.RowsAsync("select id, session_id, turn_id, word, first_seen_at from rabbit.vocabulary"), "rabbit.vocabulary", t1, t2));
        Assert.Equal(
            [Highlight(t1, 0, "new_word|New word learned: りんご|りんご すき！ りんご", 0),
             Highlight(t1, 1, "new_word|New word learned: すき|りんご すき！ りんご", 0),
             Highlight(t1, 2, "emotional_moment|Emotional expression: すき|りんご すき！ りんご", 0),
             Highlight(t2, 0, "new_word|New word learned: あかい|あかい りんご", 5_000)],
            InOrder(await world.RowsAsync("""select id, turn_id, session_id, "timestamp", type, description, excerpt from rabbit.highlights"""), "rabbit.highlights", t1, t2));
        Assert.Equal(
            [$"{t1}|vocabulary_extraction|completed|True|3|2|2", $"{t2}|vocabulary_extraction|completed|True|2|1|2"],
            await world.RowsAsync("""
                select turn_id, job_type, status, completed_at >= created_at, result ->> 'wordsExtracted', result ->> 'newWords', (select count(*) from jsonb_object_keys(result::jsonb))
                from rabbit.analysis_jobs order by created_at
                """));
        Assert.Equal(
            [$"{t1}|{session}|1769914800000|りんご すき！ りんご|-|-", $"{t2}|{session}|1769914805000|あかい りんご|-|-"],
            await world.RowsAsync("""select id, session_id, "timestamp", child_input, child_audio_r2_key, duration_ms from rabbit.conversation_turns order by "timestamp" """));
        Assert.Equal([$"{session}|-|2|1|-|True"], await world.RowsAsync(
            "select id, child_id, turn_count, active, metadata, last_activity = (select max(created_at) from rabbit.analysis_jobs) from rabbit.sessions"));
        await world.VerifyAsync("rabbit");

        string Word(Guid turn, int ordinal, string word, int after) => $"{Id("rabbit.vocabulary", turn, ordinal)}|{session}|{turn}|{word}|{1_769_914_800_000 + after}";

        string Highlight(Guid turn, int ordinal, string text, int after) => $"{Id("rabbit.highlights", turn, ordinal)}|{turn}|{session}|{1_769_914_800_000 + after}|{text}";
    }

    private static long Id(string table, Guid turn, int ordinal) => RowId.Of(table, $"{turn}", $"{ordinal}");

    // An id is a hash: the order is that of the ordinals that it was made of.
    private static IEnumerable<string> InOrder(IReadOnlyList<string> rows, string table, params Guid[] turns)
    {
        var places = turns.SelectMany(turn => Enumerable.Range(0, 10).Select(i => $"{Id(table, turn, i)}|")).ToList();
        return rows.OrderBy(row => places.FindIndex(id => row.StartsWith(id, StringComparison.Ordinal)));
    }
}
