using System.Net;
using System.Net.Sockets;
using EventSourced.EventStore.Personal;
using Microsoft.AspNetCore.Builder;
using Npgsql;

namespace EventSourced.Api.Tests.Rabbit;

public sealed class AccessRouteTests : IClassFixture<ApiWorld>
{
    private readonly ApiWorld _world;

    public AccessRouteTests(ApiWorld world)
    {
        _world = world;
        world.Sender.Behaviour = new FakeWorker(world).HandleAsync;
    }

    [Theory]
    [InlineData("logs")]
    [InlineData("vocabulary")]
    [InlineData("highlights")]
    [InlineData("summary")]
    [InlineData("audio/0198c5a2-4d1f-7cc0-8000-000000000001")]
    public async Task A_parent_needs_the_pin(string route)
    {
        await FakeWorker.ErrorAsync(await _world.Anyone.GetAsync($"/api/parent/{route}"), 401, "PIN_INVALID");
        var response = await GetAsync(_world.Anyone, $"/api/parent/{route}", ApiWorld.Pin);
        Assert.NotEqual(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("no-store", response.Headers.CacheControl!.ToString());
        Assert.Equal(response.StatusCode, (await _world.Anyone.GetAsync($"/api/parent/{route}?pin={ApiWorld.Pin}")).StatusCode);
    }

    [Theory]
    [InlineData("24681")]
    [InlineData("2468130")]
    [InlineData("246814")]
    public async Task A_wrong_pin_is_refused(string pin) => await FakeWorker.ErrorAsync(await GetAsync(_world.Anyone, "/api/parent/logs", pin), 401, "PIN_INVALID");

    [Fact]
    public async Task An_empty_header_does_not_hide_the_parameter()
    {
        await FakeWorker.AnswerAsync(await GetAsync(_world.Anyone, $"/api/parent/logs?pin={ApiWorld.Pin}", ""));
        await FakeWorker.ErrorAsync(await GetAsync(_world.Anyone, $"/api/parent/logs?pin={ApiWorld.Pin}", "246814"), 401, "PIN_INVALID");
    }

    [Fact]
    public async Task An_outage_while_a_key_is_read_is_answered_like_any_other()
    {
        _world.Sender.Behaviour = _ => throw new PersonalKeyException("The keys cannot be read.", new NpgsqlException("Away.", new SocketException()));
        var refused = await _world.Anyone.PostAsync("/api/session/start", null);
        await FakeWorker.ErrorAsync(refused, 503, "UNAVAILABLE");
        Assert.NotNull(refused.Headers.RetryAfter);
        await ApiWorld.ProblemAsync(await _world.Admin.PostAsync("/api/rabbit/sessions", FakeWorker.Json($$"""{"session_id":"{{Guid.NewGuid()}}"}""")), 503, "database_unavailable");

        _world.Sender.Behaviour = _ => throw new PersonalKeyException("It was wrapped with another master key.");
        await FakeWorker.ErrorAsync(await _world.Anyone.PostAsync("/api/session/start", null), 500, "INTERNAL_ERROR");
    }

    [Fact]
    public async Task Without_a_configured_pin_nothing_can_be_read()
    {
        await using var host = await StartAsync("--Rabbit:ParentPin=");
        using var client = Client(host);
        await FakeWorker.ErrorAsync(await GetAsync(client, "/api/parent/logs", ""), 500, "PIN_NOT_CONFIGURED");
    }

    [Fact]
    public async Task After_too_many_wrong_pins_the_correct_one_is_refused_for_a_while()
    {
        await using var host = await StartAsync("--Rabbit:Limits:WrongPins=2");
        using var client = Client(host);
        for (var i = 0; i < 2; i++) await FakeWorker.ErrorAsync(await GetAsync(client, "/api/parent/logs", "0000"), 401, "PIN_INVALID");
        var refused = await GetAsync(client, "/api/parent/logs", ApiWorld.Pin);
        await FakeWorker.ErrorAsync(refused, 429, "RATE_LIMIT_EXCEEDED");
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
    }

    [Fact]
    public async Task The_rate_of_a_session_is_limited_independently_of_other_sessions()
    {
        await using var host = await StartAsync("--Rabbit:Limits:PerSession=2", "--Rabbit:Limits:Window=00:00:02");
        using var client = Client(host);
        var (one, other) = (Guid.NewGuid(), Guid.NewGuid());
        Task<HttpResponseMessage> Type(Guid session) => client.PostAsync("/api/conversation/text", FakeWorker.Json($$"""{"sessionId":"{{session}}","text":"a"}"""));
        for (var i = 0; i < 2; i++) await FakeWorker.ErrorAsync(await Type(one), 404, "SESSION_NOT_FOUND");
        var refused = await Type(one);
        await FakeWorker.ErrorAsync(refused, 429, "RATE_LIMIT_EXCEEDED");
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 2);
        await FakeWorker.ErrorAsync(await Type(other), 404, "SESSION_NOT_FOUND");

        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        while ((await Type(one)).StatusCode == HttpStatusCode.TooManyRequests) await Task.Delay(200, limit.Token);
    }

    [Fact]
    public async Task The_rate_of_an_address_is_limited_over_all_routes()
    {
        await using var host = await StartAsync("--Rabbit:Limits:PerAddress=3");
        using var client = Client(host);
        await FakeWorker.ErrorAsync(await client.GetAsync($"/api/session/{Guid.NewGuid()}"), 404, "SESSION_NOT_FOUND");
        await FakeWorker.AnswerAsync(await client.PostAsync("/api/session/start", null));
        await FakeWorker.AnswerAsync(await GetAsync(client, "/api/parent/logs", ApiWorld.Pin));
        await FakeWorker.ErrorAsync(await client.GetAsync($"/api/session/{Guid.NewGuid()}"), 429, "RATE_LIMIT_EXCEEDED");
        await FakeWorker.ErrorAsync(await GetAsync(client, "/api/parent/logs", ApiWorld.Pin), 429, "RATE_LIMIT_EXCEEDED");
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/health")).StatusCode);
    }

    private async Task<WebApplication> StartAsync(params string[] args)
    {
        var host = _world.Build(args);
        await host.StartAsync();
        return host;
    }

    private static HttpClient Client(WebApplication host) => new() { BaseAddress = new Uri(host.Urls.Single()) };

    private static Task<HttpResponseMessage> GetAsync(HttpClient client, string path, string pin) => ApiWorld.SendAsync(client, HttpMethod.Get, path, null, ("x-parent-pin", pin));
}
