using System.Net;
using System.Text.Json;
using EventSourced.Commands.Rabbit.Sessions;
using EventSourced.Contracts.Rabbit;
using EventSourced.EventStore;
using Microsoft.Extensions.DependencyInjection;

namespace EventSourced.Api.Tests.Rabbit;

public sealed class SessionRouteTests : IClassFixture<ApiWorld>
{
    private readonly ApiWorld _world;
    private readonly FakeWorker _worker;

    public SessionRouteTests(ApiWorld world)
    {
        (_world, _worker) = (world, new FakeWorker(world));
        world.Sender.Behaviour = _worker.HandleAsync;
    }

    [Fact]
    public async Task A_session_starts_with_a_spoken_greeting_and_without_a_turn()
    {
        var answer = await FakeWorker.AnswerAsync(await _world.Anyone.PostAsync("/api/session/start", FakeWorker.Json("""{"childId":"c1"}""")));
        Assert.Equal(["sessionId", "rabbitGreeting", "ttsAudioUrl"], answer.EnumerateObject().Select(p => p.Name));
        Assert.Equal("こんにちは！うさぎだよ。いっぱいおはなししよう！", answer.GetProperty("rabbitGreeting").GetString());
        var session = answer.GetProperty("sessionId").GetGuid();
        Assert.Equal(7, session.Version);

        var url = answer.GetProperty("ttsAudioUrl").GetString()!;
        Assert.Matches(@"\A/api/speech/[0-9a-f]{64}\.mp3\z", url);
        var spoken = await _world.Anyone.GetAsync(url);
        Assert.Equal("audio/mpeg", spoken.Content.Headers.ContentType!.MediaType);
        Assert.Contains("immutable", spoken.Headers.CacheControl!.ToString());
        Assert.Equal([0xFF, 0xF3], (await spoken.Content.ReadAsByteArrayAsync())[..2]);

        await _worker.ProjectAsync(await _world.Services.GetRequiredService<IEventStore>().ReadWatermarkAsync());
        var shown = await FakeWorker.AnswerAsync(await _world.Anyone.GetAsync($"/api/session/{session}"));
        Assert.Equal(["sessionId", "active", "turnCount", "lastActivity"], shown.EnumerateObject().Select(p => p.Name));
        Assert.Equal((session, true, 0), (shown.GetProperty("sessionId").GetGuid(), shown.GetProperty("active").GetBoolean(), shown.GetProperty("turnCount").GetInt32()));
        Assert.EndsWith("Z", shown.GetProperty("lastActivity").GetString());
        var row = await ApiWorld.JsonAsync(await _world.Admin.GetAsync($"/api/rabbit/sessions?id={session}"));
        Assert.Equal("c1", row.GetProperty("data")[0].GetProperty("child_id").GetString());
    }

    [Fact]
    public async Task A_session_is_shown_before_any_table_is_projected()
    {
        var session = (await FakeWorker.AnswerAsync(await _world.Anyone.PostAsync("/api/session/start", null))).GetProperty("sessionId").GetGuid();
        var opened = await ShowAsync(session);
        Assert.Equal((session, true, 0), (opened.GetProperty("sessionId").GetGuid(), opened.GetProperty("active").GetBoolean(), opened.GetProperty("turnCount").GetInt32()));
        foreach (var text in new[] { "りんご", "みかん" })
            await FakeWorker.AnswerAsync(await _world.Anyone.PostAsync("/api/conversation/text", FakeWorker.Json($$"""{"sessionId":"{{session}}","text":"{{text}}"}""")));
        var talked = await ShowAsync(session);
        Assert.Equal((true, 2), (talked.GetProperty("active").GetBoolean(), talked.GetProperty("turnCount").GetInt32()));
        Assert.True(talked.GetProperty("lastActivity").GetDateTimeOffset() > opened.GetProperty("lastActivity").GetDateTimeOffset());
        var position = await _worker.AppendAsync(RabbitStreams.Session(session), new SessionClosed(session, "asked"));
        var closed = await ShowAsync(session);
        Assert.Equal((false, 2), (closed.GetProperty("active").GetBoolean(), closed.GetProperty("turnCount").GetInt32()));
        Assert.Equal(talked.GetProperty("lastActivity").GetString(), closed.GetProperty("lastActivity").GetString());

        // The table contains the same.
        await _worker.ProjectAsync(position);
        var row = (await ApiWorld.JsonAsync(await _world.Admin.GetAsync($"/api/rabbit/sessions?id={session}"))).GetProperty("data")[0];
        Assert.Equal((0, 2, closed.GetProperty("lastActivity").GetDateTimeOffset().ToUnixTimeMilliseconds()),
            (row.GetProperty("active").GetInt32(), row.GetProperty("turn_count").GetInt32(), row.GetProperty("last_activity").GetInt64()));
    }

    [Fact]
    public async Task A_session_that_was_not_started_in_time_can_be_requested_again_by_its_id()
    {
        await using var hasty = _world.Build("--Rabbit:TurnWait=00:00:00.2");
        await hasty.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(hasty.Urls.Single()) };
        _worker.Asleep = true;
        var error = await FakeWorker.ErrorAsync(await client.PostAsync("/api/session/start", FakeWorker.Json("""{"childId":"c2"}""")), 504, "ANSWER_PENDING");
        var session = error.GetProperty("details").GetProperty("sessionId").GetGuid();
        _worker.Asleep = false;
        for (var i = 0; i < 2; i++)
        {
            var answer = await FakeWorker.AnswerAsync(await _world.Anyone.PostAsync("/api/session/start", FakeWorker.Json($$"""{"childId":"c2","sessionId":"{{session}}"}""")));
            Assert.Equal(session, answer.GetProperty("sessionId").GetGuid());
        }
        await FakeWorker.ErrorAsync(await _world.Anyone.PostAsync("/api/session/start", FakeWorker.Json($$"""{"childId":"c3","sessionId":"{{session}}"}""")), 409, "INVALID_REQUEST");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"childId":null}""")]
    public async Task A_session_may_be_started_without_a_child(string body) =>
        await FakeWorker.AnswerAsync(await _world.Anyone.PostAsync("/api/session/start", FakeWorker.Json(body)));

    [Theory]
    [InlineData("{", "application/json", 400)]
    [InlineData("[1]", "application/json", 400)]
    [InlineData("null", "application/json", 400)]
    [InlineData("""{"child_id":"c1"}""", "application/json", 400)]
    [InlineData("""{"childId":"c1","childId":"c2"}""", "application/json", 400)]
    [InlineData("hello", "text/plain", 415)]
    [InlineData("""{"childId":"c1"}""", "text/plain", 415)]
    [InlineData("<childId>c1</childId>", "application/xml", 415)]
    [InlineData("childId=c1", "application/x-www-form-urlencoded", 415)]
    public async Task An_unexpected_body_starts_no_session(string body, string type, int status)
    {
        foreach (var path in new[] { "/api/session/start", "/api/conversation/text" })
            await FakeWorker.ErrorAsync(await _world.Anyone.PostAsync(path, new StringContent(body, System.Text.Encoding.UTF8, type)), status, "INVALID_REQUEST");
    }

    [Theory]
    [InlineData("""{"childId":7}""")]
    [InlineData("""{"childId":"a\u0000b"}""")]
    [InlineData("""{"childId":"\ud800"}""")]
    [InlineData("""{"language":"fr"}""")]
    [InlineData("""{"sessionId":"s_1"}""")]
    [InlineData("""{"sessionId":"00000000-0000-0000-0000-000000000000"}""")]
    public async Task An_invalid_value_is_refused(string body) =>
        await FakeWorker.ErrorAsync(await _world.Anyone.PostAsync("/api/session/start", FakeWorker.Json(body)), 400, "INVALID_REQUEST");

    [Theory]
    [InlineData("0198c5a2-4d1f-7cc0-8000-000000000001")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("s_kx-1")]
    public async Task An_unknown_session_is_not_found(string id) =>
        await FakeWorker.ErrorAsync(await _world.Anyone.GetAsync($"/api/session/{id}"), 404, "SESSION_NOT_FOUND");

    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("..%2Fx")]
    public async Task Missing_speech_is_not_found(string hash) =>
        await FakeWorker.ErrorAsync(await _world.Anyone.GetAsync($"/api/speech/{hash}.mp3"), 404, "NOT_FOUND");

    [Fact]
    public async Task Health_names_its_services_and_the_document_lists_the_routes()
    {
        Assert.Equal("""{"status":"ok","services":{"d1":"ok","r2":"ok","queues":"ok"}}""", await _world.Anyone.GetStringAsync("/api/health"));
        var paths = (await ApiWorld.JsonAsync(await _world.Anyone.GetAsync("/openapi/v1.json"))).GetProperty("paths");
        foreach (var path in new[] { "/api/session/start", "/api/session/{id}", "/api/conversation/text", "/api/conversation/audio", "/api/parent/logs", "/api/parent/vocabulary", "/api/parent/highlights", "/api/parent/summary", "/api/rabbit/forget" })
            Assert.True(paths.TryGetProperty(path, out _), path);
        Assert.False(paths.GetProperty("/api/session/start").GetProperty("post").TryGetProperty("security", out _));
        var form = Assert.Single(paths.GetProperty("/api/conversation/audio").GetProperty("post").GetProperty("requestBody").GetProperty("content").EnumerateObject());
        Assert.Equal("multipart/form-data", form.Name);
    }

    [Theory]
    [InlineData("sessions", """{"session_id":"0198c5a2-4d1f-7cc0-8000-000000000001"}""", "rabbit.start_session")]
    [InlineData("sessions/0198c5a2-4d1f-7cc0-8000-000000000001/close", "", "rabbit.close_session")]
    [InlineData("sessions/0198c5a2-4d1f-7cc0-8000-000000000001/turns/0198c5a2-4d1f-7cc0-8000-000000000002/analyse", "", "rabbit.analyze_turn")]
    [InlineData("forget", """{"child_id":"c1"}""", "rabbit.forget_child")]
    public async Task Every_command_has_its_route_and_needs_a_token(string path, string body, string name)
    {
        await ApiWorld.ProblemAsync(await _world.Anyone.PostAsync($"/api/rabbit/{path}", FakeWorker.Json(body)), 401, "token_missing");
        _worker.Asleep = true;
        var answer = await ApiWorld.JsonAsync(await _world.Admin.PostAsync($"/api/rabbit/{path}", body == "" ? null : FakeWorker.Json(body)), HttpStatusCode.Accepted);
        Assert.Equal(name, _world.Sender.Of(answer.GetProperty("command_id").GetGuid())[0].Name);
    }

    private async Task<JsonElement> ShowAsync(Guid session) => await FakeWorker.AnswerAsync(await _world.Anyone.GetAsync($"/api/session/{session}"));
}
