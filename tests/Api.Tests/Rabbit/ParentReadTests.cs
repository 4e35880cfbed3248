using System.Text.Json;
using EventSourced.Commands.Rabbit.Sessions;
using EventSourced.Contracts.Rabbit;

namespace EventSourced.Api.Tests.Rabbit;

public sealed class ParentReadTests(ApiWorld world) : IClassFixture<ApiWorld>
{
    private const string Example = "2026-02-01T03:00:00.000Z";
    private readonly FakeWorker _worker = new(world);
    private readonly string _child = $"child-{Guid.NewGuid():N}";

    [Fact]
    public async Task The_worked_example_is_read_as_documented()
    {
        var session = await StartAsync();
        await SayAsync(session, At(Example), "りんご すき！ りんご", ["りんご", "すき", "りんご"], ["りんご", "すき"], ("emotional_moment", "Emotional expression: すき"));
        await ProjectAsync(await SayAsync(session, At(Example), "あかい りんご", ["あかい", "りんご"], ["あかい"]));

        Assert.Equal(
            """{"vocabularyGrowth":[{"date":"2026-02-01","uniqueWords":3,"newWords":["りんご","すき","あかい"]}],"totalUniqueWords":3,"""
            + "\"mostUsedWords\":" + """[{"word":"りんご","count":3},{"word":"すき","count":1},{"word":"あかい","count":1}]}""",
            (await GetAsync("vocabulary", "&period=all")).GetRawText());
        var highlights = (await GetAsync("highlights")).GetProperty("highlights").EnumerateArray().ToList();
        Assert.Equal(["new_word あかい", "new_word りんご", "new_word すき", "emotional_moment すき"],
            highlights.Select(h => $"{h.GetProperty("type").GetString()} {h.GetProperty("description").GetString()!.Split(": ")[1]}"));
        Assert.Equal(["turnId", "timestamp", "type", "description", "excerpt"], highlights[0].EnumerateObject().Select(p => p.Name));
        Assert.Equal("2026-02-01T03:00:00Z", highlights[0].GetProperty("timestamp").GetString());
    }

    [Fact]
    public async Task A_word_is_new_only_on_the_day_of_its_first_use_and_only_for_its_child()
    {
        var (mine, other) = (await StartAsync(), await StartAsync("another"));
        await SayAsync(other, At("2020-01-01T00:00:00Z"), "", ["りんご"], []);
        await SayAsync(mine, At("2026-02-02T00:00:00Z"), "", ["みかん", "りんご", "みかん"], []);
        // Sent later, but said earlier: the day counts, not the order of arrival.
        await ProjectAsync(await SayAsync(mine, At("2026-02-01T23:59:59.999Z"), "", ["りんご"], []));

        Assert.Equal(["2026-02-01 1 りんご", "2026-02-02 2 みかん"], Growth(await GetAsync("vocabulary", "&period=all")));
        var all = Growth(await GetAsync("vocabulary", "&period=all", "")).ToList();
        Assert.Contains("2020-01-01 1 りんご", all);
        Assert.DoesNotContain(all, day => day.StartsWith("2026", StringComparison.Ordinal) && day.Contains("りんご", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("week", 1, 0)]
    [InlineData("month", 2, 1)]
    [InlineData("whatever", 2, 1)]
    [InlineData("all", 3, 2)]
    public async Task A_period_limits_the_rows_but_not_the_known_words(string period, int days, int fresh)
    {
        var session = await StartAsync();
        var now = DateTimeOffset.UtcNow;
        await SayAsync(session, now.AddDays(-40), "", ["a"], []);
        await SayAsync(session, now.AddDays(-20), "", ["b", "a"], []);
        await ProjectAsync(await SayAsync(session, now.AddDays(-2), "", ["a", "b"], []));

        var read = await GetAsync("vocabulary", $"&period={period}");
        var growth = read.GetProperty("vocabularyGrowth").EnumerateArray().ToList();
        Assert.Equal((days, fresh), (growth.Count, growth.Sum(d => d.GetProperty("newWords").GetArrayLength())));
        Assert.Equal(days, read.GetProperty("mostUsedWords").EnumerateArray().Single(w => w.GetProperty("word").GetString() == "a").GetProperty("count").GetInt32());
        Assert.Equal(2, read.GetProperty("totalUniqueWords").GetInt32());
    }

    [Fact]
    public async Task Of_equally_frequent_words_the_first_twenty_are_shown()
    {
        var session = await StartAsync();
        string[] words = [.. Enumerable.Range(0, 25).Select(i => $"w{(i * 7) % 25}")];
        await ProjectAsync(await SayAsync(session, At(Example), "", words, []));

        Assert.Equal(words[..20], (await GetAsync("vocabulary", "&period=all")).GetProperty("mostUsedWords").EnumerateArray().Select(w => w.GetProperty("word").GetString()));
        Assert.Equal(words, (await GetAsync("vocabulary", "&period=all")).GetProperty("vocabularyGrowth")[0].GetProperty("newWords").EnumerateArray().Select(w => w.GetString()));
    }

    [Fact]
    public async Task Forgotten_words_are_not_counted()
    {
        var session = await StartAsync();
        await SayAsync(session, At(Example), "りんご すき", ["りんご", "すき"], ["りんご"]);
        var logs = (await GetAsync("logs")).GetProperty("logs");
        var position = await _worker.AppendAsync(RabbitStreams.Session(session), new SessionForgotten(session, [new ForgottenTurn(_turns[0], 2, 1)]));
        await ProjectAsync(position);

        Assert.Equal("""{"vocabularyGrowth":[],"totalUniqueWords":0,"mostUsedWords":[]}""", (await GetAsync("vocabulary", "&period=all")).GetRawText());
        var log = (await GetAsync("logs")).GetProperty("logs")[0];
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null, 0), (log.GetProperty("childInput").ValueKind, log.GetProperty("audioUrls").ValueKind, log.GetProperty("vocabularyUsed").GetArrayLength()));
        // The counts remain.
        var summary = await GetAsync("summary", "&date=2026-02-01");
        Assert.Equal((2, 0), (summary.GetProperty("newWords").GetInt32(), summary.GetProperty("uniqueWords").GetInt32()));
    }

    [Fact]
    public async Task Logs_are_newest_first_between_two_inclusive_days()
    {
        var session = await StartAsync();
        await SayAsync(session, At("2026-01-31T23:59:59.999Z"), "まえ", ["まえ"], []);
        await SayAsync(session, At("2026-02-01T00:00:00Z"), "あさ", ["b", "a", "b"], []);
        await SayAsync(session, At("2026-02-02T23:59:59.999Z"), "よる", ["よる"], []);
        await ProjectAsync(await SayAsync(session, At("2026-02-03T00:00:00Z"), "あと", ["あと"], []));

        var read = await GetAsync("logs", "&startDate=2026-02-01&endDate=2026-02-02");
        Assert.Equal(["よる", "あさ"], Said(read));
        Assert.Equal(2, read.GetProperty("total").GetInt32());
        var morning = read.GetProperty("logs")[1];
        Assert.Equal(["turnId", "sessionId", "timestamp", "childInput", "rabbitResponse", "vocabularyUsed", "audioUrls"], morning.EnumerateObject().Select(p => p.Name));
        Assert.Equal(["b", "a"], morning.GetProperty("vocabularyUsed").EnumerateArray().Select(w => w.GetString()));
        Assert.Equal(("2026-02-01T00:00:00Z", $"{session}"), (morning.GetProperty("timestamp").GetString(), morning.GetProperty("sessionId").GetString()));
        Assert.Equal($$"""{"childAudio":"/api/parent/audio/{{_turns[1]}}","rabbitAudio":"/api/speech/{{new string('a', 64)}}.mp3"}""", morning.GetProperty("audioUrls").GetRawText());

        Assert.Equal(["あと", "よる"], Said(await GetAsync("logs", "&limit=2")));
        Assert.Equal(4, Said(await GetAsync("logs", "&limit=many")).Count());
        Assert.Equal(["よる"], Said(await GetAsync("logs", "&startDate=2026-02-02T23:59:59.999Z&endDate=2026-02-02T23:59:59.999Z")));
        await FakeWorker.ErrorAsync(await AskAsync("logs", "&startDate=yesterday"), 400, "INVALID_REQUEST");
        await FakeWorker.ErrorAsync(await AskAsync("logs", "", "%00"), 400, "INVALID_REQUEST");
    }

    [Theory]
    [InlineData("3000000000", 60)]
    [InlineData("99999999999999999999999999999999", 60)]
    [InlineData("55", 55)]
    [InlineData("many", 50)]
    [InlineData("-1", 50)]
    [InlineData("0", 50)]
    [InlineData("", 50)]
    public async Task A_too_large_limit_is_capped_and_an_invalid_one_is_the_default(string limit, int turns)
    {
        var session = await StartAsync();
        var at = 0L;
        for (var i = 0; i < 60; i++) at = await SayAsync(session, At(Example), "", [], []);
        await ProjectAsync(at);
        Assert.Equal(turns, (await GetAsync("logs", $"&limit={limit}")).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task A_parent_can_play_a_childs_recording()
    {
        var session = await StartAsync();
        await ProjectAsync(await SayAsync(session, At(Example), "りんご", ["りんご"], []));
        await FakeWorker.ErrorAsync(await AskAsync($"audio/{_turns[0]}"), 404, "NOT_FOUND");
        await world.Objects.PutNamedAsync($"raw/{session}/{_turns[0]}.webm", new MemoryStream("voice"u8.ToArray()), 10);
        Assert.Equal("voice", await (await AskAsync($"audio/{_turns[0]}")).Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Highlights_can_be_filtered_by_type_and_a_limit_keeps_the_order_within_a_turn()
    {
        var session = await StartAsync();
        string[] words = ["d", "b", "a", "c"];
        await ProjectAsync(await SayAsync(session, At(Example), "d b a c", words, words, ("long_sentence", "Long sentence: 4 words")));
        IEnumerable<string?> Descriptions(JsonElement read) => read.GetProperty("highlights").EnumerateArray().Select(h => h.GetProperty("description").GetString());

        Assert.Equal(["New word learned: d", "New word learned: b"], Descriptions(await GetAsync("highlights", "&limit=2")));
        Assert.Equal(["Long sentence: 4 words"], Descriptions(await GetAsync("highlights", "&type=long_sentence")));
    }

    [Fact]
    public async Task The_summary_covers_the_24_hours_before_noon()
    {
        var session = await StartAsync();
        await SayAsync(session, At("2026-02-03T11:59:59.999Z"), "", ["old"], []);
        await SayAsync(session, At("2026-02-03T12:00:00Z"), "", ["a", "a"], []);
        await SayAsync(session, At("2026-02-04T11:59:59.999Z"), "", ["b"], []);
        var position = await SayAsync(session, At("2026-02-04T12:00:00Z"), "", ["late"], []);
        await ProjectAsync(position);
        await world.ExecuteAsync($"update rabbit.sessions set last_activity = 1770206399999 where id = '{session}'");

        Assert.Equal("""{"date":"2026-02-04","activeSessions":1,"totalTurns":4,"newWords":3,"uniqueWords":2}""", (await GetAsync("summary", "&date=2026-02-04")).GetRawText());
        Assert.Equal("""{"date":"2026-02-05","activeSessions":0,"totalTurns":0,"newWords":1,"uniqueWords":1}""", (await GetAsync("summary", "&date=2026-02-05")).GetRawText());
        await FakeWorker.ErrorAsync(await AskAsync("summary", "&date=2026-02-30"), 400, "INVALID_REQUEST");
    }

    private readonly List<Guid> _turns = [];

    private static DateTimeOffset At(string time) => DateTimeOffset.Parse(time);

    private static IEnumerable<string> Growth(JsonElement read) => read.GetProperty("vocabularyGrowth").EnumerateArray().Select(d =>
        $"{d.GetProperty("date").GetString()} {d.GetProperty("uniqueWords").GetInt32()} {string.Join(',', d.GetProperty("newWords").EnumerateArray().Select(w => w.GetString()))}");

    private static IEnumerable<string?> Said(JsonElement read) => read.GetProperty("logs").EnumerateArray().Select(l => l.GetProperty("childInput").GetString());

    private async Task<Guid> StartAsync(string? child = null)
    {
        var session = Guid.CreateVersion7();
        await _worker.AppendAsync(RabbitStreams.Session(session), new SessionStarted(session, child ?? _child, "ja", "separator", At(Example), null));
        return session;
    }

    private Task<long> SayAsync(Guid session, DateTimeOffset at, string text, string[] words, string[] fresh, params (string Type, string Text)[] more)
    {
        var (turn, job, subject) = (Guid.CreateVersion7(), Guid.NewGuid(), $"child/{_child}");
        _turns.Add(turn);
        return _worker.AppendAsync(RabbitStreams.Session(session),
            new TurnRecorded(session, turn, subject, text, "うん！", $"raw/{session}/{turn}.webm", $"tts/{new string('a', 64)}.mp3", at, at, null, "spoken", job),
            new TurnAnalysed(session, turn, job, subject, at, "separator", "1", words.Length, fresh.Length, words, fresh,
                [.. fresh.Select(_ => "new_word"), .. more.Select(m => m.Type)], [.. fresh.Select(w => $"New word learned: {w}"), .. more.Select(m => m.Text)], text));
    }

    private Task ProjectAsync(long position) => _worker.ProjectAsync(position);

    private Task<HttpResponseMessage> AskAsync(string route, string query = "", string? child = null) =>
        ApiWorld.SendAsync(world.Anyone, HttpMethod.Get, $"/api/parent/{route}?childId={child ?? _child}{query}", null, ("x-parent-pin", ApiWorld.Pin));

    private async Task<JsonElement> GetAsync(string route, string query = "", string? child = null) => await FakeWorker.AnswerAsync(await AskAsync(route, query, child));
}
