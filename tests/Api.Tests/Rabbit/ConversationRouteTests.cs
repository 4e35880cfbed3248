using System.Net;
using System.Text.Json;

namespace EventSourced.Api.Tests.Rabbit;

public sealed class ConversationRouteTests : IClassFixture<ApiWorld>
{
    private readonly ApiWorld _world;
    private readonly FakeWorker _worker;

    public ConversationRouteTests(ApiWorld world)
    {
        (_world, _worker) = (world, new FakeWorker(world));
        world.Sender.Behaviour = _worker.HandleAsync;
    }

    [Fact]
    public async Task A_typed_turn_is_answered_from_the_log()
    {
        var session = await StartAsync();
        var answer = await FakeWorker.AnswerAsync(await TypeAsync(session, "りんご"));
        Assert.Equal(["rabbitResponse", "ttsAudioUrl", "turnId"], answer.EnumerateObject().Select(p => p.Name));
        Assert.Equal("「りんご」っていったね！", answer.GetProperty("rabbitResponse").GetString());
        Assert.Equal(HttpStatusCode.OK, (await _world.Anyone.GetAsync(answer.GetProperty("ttsAudioUrl").GetString())).StatusCode);
        var turn = Assert.Single(_worker.Turns);
        Assert.Equal((session, answer.GetProperty("turnId").GetGuid(), "りんご", "typed", null), (turn.SessionId, turn.TurnId, turn.ChildInput, turn.Source, turn.ChildAudioKey));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"sessionId":"","text":"a"}""")]
    [InlineData("""{"sessionId":"0198c5a2-4d1f-7cc0-8000-000000000001","text":" "}""")]
    [InlineData("""{"sessionId":"0198c5a2-4d1f-7cc0-8000-000000000001","text":5}""")]
    [InlineData("""{"sessionId":"0198c5a2-4d1f-7cc0-8000-000000000001","text":"a","turnId":"t"}""")]
    public async Task An_invalid_typed_turn_is_refused(string body) =>
        await FakeWorker.ErrorAsync(await _world.Anyone.PostAsync("/api/conversation/text", FakeWorker.Json(body)), 400, "INVALID_REQUEST");

    [Theory]
    [InlineData("0198c5a2-4d1f-7cc0-8000-000000000009")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("s_1")]
    public async Task A_turn_of_an_unknown_session_is_refused(string session) => await FakeWorker.ErrorAsync(
        await _world.Anyone.PostAsync("/api/conversation/text", FakeWorker.Json($$"""{"sessionId":"{{session}}","text":"a"}""")), 404, "SESSION_NOT_FOUND");

    [Fact]
    public async Task A_turn_without_an_answer_in_time_can_be_repeated_and_is_one_turn()
    {
        await using var hasty = _world.Build("--Rabbit:TurnWait=00:00:00.2");
        await hasty.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(hasty.Urls.Single()) };
        var session = await StartAsync();
        _worker.Asleep = true;
        var late = await client.PostAsync("/api/conversation/text", FakeWorker.Json($$"""{"sessionId":"{{session}}","text":"りんご"}"""));
        var error = await FakeWorker.ErrorAsync(late, 504, "ANSWER_PENDING");
        Assert.DoesNotContain("りんご", error.GetRawText());
        var turn = error.GetProperty("details").GetProperty("turnId").GetGuid();

        _worker.Asleep = false;
        var again = await FakeWorker.AnswerAsync(await TypeAsync(session, "りんご", turn));
        var third = await FakeWorker.AnswerAsync(await TypeAsync(session, "りんご", turn));
        Assert.Equal(again.GetRawText(), third.GetRawText());
        Assert.Equal(turn, again.GetProperty("turnId").GetGuid());
        Assert.Single(_worker.Turns);
        await FakeWorker.ErrorAsync(await TypeAsync(session, "みかん", turn), 409, "INVALID_REQUEST");
    }

    [Fact]
    public async Task A_spoken_turn_stores_the_recording_and_returns_the_words()
    {
        var session = await StartAsync();
        var turn = Guid.NewGuid();
        (string, string)[] parts = [("transcription", "りんご すき！\u3000りんご a b c d e f g h おわり"), ("turnId", $"{turn}"), ("timestamp", "2026-02-01T03:00:00.500Z"), ("durationMs", "1200")];
        var answer = await FakeWorker.AnswerAsync(await SpeakAsync(session, parts));
        Assert.Equal(["transcription", "rabbitResponse", "ttsAudioUrl", "turnId", "vocabularyDetected"], answer.EnumerateObject().Select(p => p.Name));
        Assert.Equal(["りんご", "すき", "りんご", "a", "b", "c", "d", "e", "f", "g"], answer.GetProperty("vocabularyDetected").EnumerateArray().Select(w => w.GetString()));
        var recorded = Assert.Single(_worker.Turns);
        Assert.Equal((turn, $"raw/{session}/{turn}.webm", 1200, "spoken", DateTimeOffset.Parse("2026-02-01T03:00:00.5Z")),
            (recorded.TurnId, recorded.ChildAudioKey, recorded.DurationMs, recorded.Source, recorded.Timestamp));
        Assert.Equal("voice", await File.ReadAllTextAsync(Path.Combine(_world.ObjectFolder, "raw", $"{session}", $"{turn}.webm")));

        Assert.Equal(answer.GetRawText(), (await FakeWorker.AnswerAsync(await SpeakAsync(session, parts))).GetRawText());
        Assert.Single(_worker.Turns);
        await FakeWorker.ErrorAsync(await SpeakAsync(session, "another voice"u8.ToArray(), parts), 409, "INVALID_REQUEST");
        await FakeWorker.ErrorAsync(await SpeakAsync(session, ("transcription", "other"), ("turnId", $"{turn}")), 409, "INVALID_REQUEST");
        Assert.Equal("voice", await File.ReadAllTextAsync(Path.Combine(_world.ObjectFolder, "raw", $"{session}", $"{turn}.webm")));
    }

    [Fact]
    public async Task Unrecognised_speech_is_a_turn_with_an_apology()
    {
        var session = await StartAsync();
        var answer = await FakeWorker.AnswerAsync(await SpeakAsync(session));
        Assert.Equal(("", "ごめんね、よくきこえなかったよ。もういちどいってくれる？", 0),
            (answer.GetProperty("transcription").GetString(), answer.GetProperty("rabbitResponse").GetString(), answer.GetProperty("vocabularyDetected").GetArrayLength()));
        Assert.Equal("", Assert.Single(_worker.Turns).ChildInput);
        Assert.Single(Raw(session));
        Assert.Equal(HttpStatusCode.OK, (await _world.Anyone.GetAsync(answer.GetProperty("ttsAudioUrl").GetString())).StatusCode);
        (string, string)[] turn = [("turnId", $"{answer.GetProperty("turnId").GetGuid()}")];
        Assert.Equal(answer.GetRawText(), (await FakeWorker.AnswerAsync(await SpeakAsync(session, turn))).GetRawText());
    }

    [Fact]
    public async Task A_failure_of_the_recogniser_is_reported_and_removes_the_recording_and_a_transcription_needs_no_recogniser()
    {
        await using var deaf = _world.Build("--Rabbit:Speech:BaseUrl=http://127.0.0.1:1/v1", "--Rabbit:Speech:Retries=0");
        await deaf.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(deaf.Urls.Single()) };
        var session = await StartAsync();
        await FakeWorker.ErrorAsync(await client.PostAsync("/api/conversation/audio", FakeWorker.Form(session, "voice"u8.ToArray())), 502, "AUDIO_PROCESSING_FAILED");
        Assert.Empty(Raw(session));
        await FakeWorker.AnswerAsync(await client.PostAsync("/api/conversation/audio", FakeWorker.Form(session, "voice"u8.ToArray(), ("transcription", "りんご"))));
    }

    [Theory]
    [InlineData("durationMs", "499")]
    [InlineData("durationMs", "30001")]
    [InlineData("durationMs", "long")]
    [InlineData("turnId", "t_1")]
    public async Task An_invalid_spoken_turn_is_refused(string part, string value)
    {
        var session = await StartAsync();
        await FakeWorker.ErrorAsync(await SpeakAsync(session, ("transcription", "a"), (part, value)), 400, "INVALID_REQUEST");
        Assert.Empty(Raw(session));
    }

    [Fact]
    public async Task A_recording_must_exist_and_have_a_limited_size()
    {
        var session = await StartAsync();
        await FakeWorker.ErrorAsync(await SpeakAsync(session, Array.Empty<byte>()), 400, "INVALID_REQUEST");
        await FakeWorker.ErrorAsync(await _world.Anyone.PostAsync("/api/conversation/audio", FakeWorker.Json("{}")), 415, "INVALID_REQUEST");
        await FakeWorker.ErrorAsync(await SpeakAsync(session, new byte[4 * 1024 * 1024 + 1], ("transcription", "a")), 413, "INVALID_REQUEST");
        await FakeWorker.AnswerAsync(await SpeakAsync(session, new byte[4 * 1024 * 1024], ("transcription", "a")));
    }

    private async Task<Guid> StartAsync() =>
        (await FakeWorker.AnswerAsync(await _world.Anyone.PostAsync("/api/session/start", null))).GetProperty("sessionId").GetGuid();

    private Task<HttpResponseMessage> TypeAsync(Guid session, string text, Guid? turn = null) => _world.Anyone.PostAsync("/api/conversation/text",
        FakeWorker.Json(JsonSerializer.Serialize(new { sessionId = session, text, turnId = turn })));

    private Task<HttpResponseMessage> SpeakAsync(Guid session, params (string Name, string Value)[] parts) => SpeakAsync(session, "voice"u8.ToArray(), parts);

    private Task<HttpResponseMessage> SpeakAsync(Guid session, byte[] voice, params (string Name, string Value)[] parts) =>
        _world.Anyone.PostAsync("/api/conversation/audio", FakeWorker.Form(session, voice, parts));

    private string[] Raw(Guid session) =>
        Path.Combine(_world.ObjectFolder, "raw", $"{session}") is var folder && Directory.Exists(folder) ? Directory.GetFiles(folder) : [];
}
