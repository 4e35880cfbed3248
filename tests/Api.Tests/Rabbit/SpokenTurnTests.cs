using System.Text.Json;
using EventSourced.Api.Tests.Intelligence;
using EventSourced.Api.Tests.Rabbit.Speech;
using EventSourced.Commands.Bus;
using EventSourced.Commands.Rabbit.Sessions;
using EventSourced.Contracts.Rabbit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace EventSourced.Api.Tests.Rabbit;

/// <summary>When speech recognition is called, in which language, and what happens to the recording.</summary>
public sealed class SpokenTurnTests : IClassFixture<ApiWorld>
{
    private static readonly byte[] Voice = "voice"u8.ToArray();
    private readonly ApiWorld _world;
    private readonly FakeWorker _worker;

    public SpokenTurnTests(ApiWorld world)
    {
        (_world, _worker) = (world, new FakeWorker(world));
        world.Sender.Behaviour = _worker.HandleAsync;
    }

    [Fact]
    public async Task In_an_unknown_closed_or_forgotten_session_nothing_is_stored_and_no_service_is_called()
    {
        await using var service = await SpeechService.StartAsync(ModelServiceStub.Say("""{"text":"りんご"}"""));
        await using var host = await HostAsync(service);
        using var client = Client(host);
        var (closed, forgotten) = (await StartAsync(), await StartAsync());
        await _worker.AppendAsync(RabbitStreams.Session(closed), new SessionClosed(closed, "asked"));
        await _worker.AppendAsync(RabbitStreams.Session(forgotten), new SessionForgotten(forgotten, []));
        foreach (var session in new[] { closed, forgotten, Guid.NewGuid(), Guid.Empty })
        {
            await FakeWorker.ErrorAsync(await SpeakAsync(client, session), 404, "SESSION_NOT_FOUND");
            await FakeWorker.ErrorAsync(await SpeakAsync(client, session, ("transcription", "りんご"), ("turnId", $"{Guid.NewGuid()}")), 404, "SESSION_NOT_FOUND");
            // A put would have created it, and a deletion leaves it.
            Assert.False(Directory.Exists(Folder(session)));
        }
        Assert.Empty(service.Asked);
    }

    [Fact]
    public async Task A_recorded_turn_is_returned_again_after_its_session_was_closed()
    {
        var (session, turn) = (await StartAsync(), Guid.NewGuid());
        (string, string)[] parts = [("transcription", "りんご"), ("turnId", $"{turn}")];
        var answer = await FakeWorker.AnswerAsync(await SpeakAsync(_world.Anyone, session, parts));
        await _worker.AppendAsync(RabbitStreams.Session(session), new SessionClosed(session, "idle"));
        Assert.Equal(answer.GetRawText(), (await FakeWorker.AnswerAsync(await SpeakAsync(_world.Anyone, session, parts))).GetRawText());
    }

    [Theory]
    [InlineData("en", null, "en", "Sorry, I could not hear you well. Say it again?")]
    [InlineData("ja", null, "ja", "ごめんね、よくきこえなかったよ。もういちどいってくれる？")]
    [InlineData("ja", "en", "en", "Sorry, I could not hear you well. Say it again?")]
    public async Task The_default_language_is_that_of_the_session(string ofSession, string? ofTurn, string heard, string apology)
    {
        await using var service = await SpeechService.StartAsync(ModelServiceStub.Say("""{"text":""}"""));
        // The default is for sessions without a language.
        await using var host = await HostAsync(service, $"--Rabbit:Language={(ofSession == "en" ? "ja" : "en")}");
        using var client = Client(host);
        var session = await StartAsync(ofSession);
        (string, string)[] parts = ofTurn is null ? [] : [("language", ofTurn)];
        var answer = await FakeWorker.AnswerAsync(await SpeakAsync(client, session, parts));
        Assert.Equal(apology, answer.GetProperty("rabbitResponse").GetString());
        var asked = Assert.Single(service.Asked, a => a.Path.EndsWith("transcriptions", StringComparison.Ordinal));
        Assert.Matches($@"name=""?language""?\s+{heard}\s", asked.Body);
    }

    [Fact]
    public async Task When_the_budget_is_spent_no_service_is_called_and_the_child_hears_the_apology()
    {
        await using var service = await SpeechService.StartAsync(ModelServiceStub.Say("""{"text":"りんご"}"""));
        await using var host = await HostAsync(service, "--Rabbit:Speech:Budget:RecognizerPerHour=1", "--Rabbit:Speech:Budget:SynthesizerPerHour=0");
        using var client = Client(host);
        var session = await StartAsync();
        await _world.ExecuteAsync("delete from es.call_budgets");
        Assert.Equal("りんご", (await FakeWorker.AnswerAsync(await SpeakAsync(client, session))).GetProperty("transcription").GetString());
        for (var i = 0; i < 2; i++)
        {
            var answer = await FakeWorker.AnswerAsync(await SpeakAsync(client, session));
            Assert.Equal(("", "ごめんね、よくきこえなかったよ。もういちどいってくれる？"), (answer.GetProperty("transcription").GetString(), answer.GetProperty("rabbitResponse").GetString()));
        }
        Assert.Single(service.Asked);
        Assert.Equal(3, Raw(session).Length);
    }

    [Fact]
    public async Task Recognised_text_is_truncated_between_characters_and_can_be_stored()
    {
        var text = new string('あ', 1998) + "\0い🐰う";
        await using var service = await SpeechService.StartAsync(ModelServiceStub.Say(JsonSerializer.Serialize(new { text })));
        await using var host = await HostAsync(service);
        using var client = Client(host);
        var answer = await FakeWorker.AnswerAsync(await SpeakAsync(client, await StartAsync()));
        Assert.Equal(new string('あ', 1998) + "い", answer.GetProperty("transcription").GetString());
    }

    [Fact]
    public async Task A_recording_is_removed_when_the_child_disconnects_before_it_was_recognised()
    {
        var (asked, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var service = await SpeechService.StartAsync(async context =>
        {
            asked.SetResult();
            await go.Task;
            await context.Response.WriteAsync("""{"text":"りんご"}""");
        });
        await using var host = await HostAsync(service, "--Rabbit:Speech:Timeout=00:01:00");
        using var client = Client(host);
        var session = await StartAsync();
        using var gone = new CancellationTokenSource();
        var speaking = client.PostAsync("/api/conversation/audio", FakeWorker.Form(session, Voice), gone.Token);
        await asked.Task;
        Assert.Single(Raw(session));
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => speaking);
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        while (Raw(session).Length > 0) await Task.Delay(20, limit.Token);
        go.SetResult();
        Assert.Empty(_worker.Turns);
    }

    [Fact]
    public async Task A_recording_stays_when_its_turn_may_be_queued()
    {
        var session = await StartAsync();
        _world.Sender.Behaviour = _ => throw new BusUnavailableException("The broker is down.");
        await FakeWorker.ErrorAsync(await SpeakAsync(_world.Anyone, session, ("transcription", "りんご")), 503, "UNAVAILABLE");
        Assert.Single(Raw(session));
    }

    [Fact]
    public async Task A_recording_stays_while_its_turn_may_still_be_recorded()
    {
        await using var hasty = _world.Build("--Rabbit:TurnWait=00:00:00.2");
        await hasty.StartAsync();
        using var client = Client(hasty);
        var session = await StartAsync();
        _worker.Asleep = true;
        var error = await FakeWorker.ErrorAsync(await SpeakAsync(client, session, ("transcription", "りんご")), 504, "ANSWER_PENDING");
        Assert.Single(Raw(session));
        _worker.Asleep = false;
        await FakeWorker.AnswerAsync(await SpeakAsync(_world.Anyone, session, ("transcription", "りんご"), ("turnId", error.GetProperty("details").GetProperty("turnId").GetString()!)));
        Assert.Single(Raw(session));
        Assert.Single(_worker.Turns);
    }

    private async Task<WebApplication> HostAsync(ModelServiceStub service, params string[] more)
    {
        var host = _world.Build([$"--Rabbit:Speech:BaseUrl={service.Url}", "--Rabbit:Speech:Retries=0", .. more]);
        await host.StartAsync();
        return host;
    }

    private static HttpClient Client(WebApplication host) => new() { BaseAddress = new Uri(host.Urls.Single()) };

    private async Task<Guid> StartAsync(string language = "ja") =>
        (await FakeWorker.AnswerAsync(await _world.Anyone.PostAsync("/api/session/start", FakeWorker.Json($$"""{"language":"{{language}}"}""")))).GetProperty("sessionId").GetGuid();

    private static Task<HttpResponseMessage> SpeakAsync(HttpClient client, Guid session, params (string Name, string Value)[] parts) =>
        client.PostAsync("/api/conversation/audio", FakeWorker.Form(session, Voice, parts));

    private string Folder(Guid session) => Path.Combine(_world.ObjectFolder, "raw", $"{session}");

    private string[] Raw(Guid session) => Directory.Exists(Folder(session)) ? Directory.GetFiles(Folder(session)) : [];
}
