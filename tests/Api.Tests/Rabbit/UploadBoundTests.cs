using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;

namespace EventSourced.Api.Tests.Rabbit;

/// <summary>How much of a recording is received, and how many at once.</summary>
public sealed class UploadBoundTests : IClassFixture<ApiWorld>
{
    private readonly ApiWorld _world;

    public UploadBoundTests(ApiWorld world)
    {
        _world = world;
        world.Sender.Behaviour = new FakeWorker(world).HandleAsync;
    }

    [Fact]
    public async Task An_unknown_session_is_refused_before_its_recording_is_received()
    {
        using var unfinished = await UnfinishedAsync(_world.Address, Guid.NewGuid());
        Assert.StartsWith("HTTP/1.1 404", await unfinished.StatusAsync());
    }

    [Fact]
    public async Task A_recording_before_its_session_is_refused()
    {
        var form = new MultipartFormDataContent { { new ByteArrayContent("voice"u8.ToArray()), "audio", "voice.webm" }, { new StringContent($"{await StartAsync()}"), "sessionId" } };
        var error = await FakeWorker.ErrorAsync(await _world.Anyone.PostAsync("/api/conversation/audio", form), 400, "INVALID_REQUEST");
        Assert.Contains("sessionId first", error.GetProperty("message").GetString());
    }

    [Theory]
    [InlineData("transscription", "りんご")]
    [InlineData("sessionId", "0198c5a2-4d1f-7cc0-8000-000000000001")]
    [InlineData("audio", "again")]
    public async Task A_part_that_is_unknown_or_given_twice_is_refused(string part, string value) =>
        await FakeWorker.ErrorAsync(await SpeakAsync(_world.Anyone, await StartAsync(), 10, (part, value)), 400, "INVALID_REQUEST");

    [Fact]
    public async Task Concurrent_recordings_of_a_session_are_limited()
    {
        await using var host = await HostAsync("--Rabbit:Uploads:AtOncePerSession=1");
        using var client = Client(host);
        var (one, other) = (await StartAsync(), await StartAsync());
        using (await HeldAsync(client.BaseAddress!, one, HttpStatusCode.TooManyRequests, () => SpeakAsync(client, one, 10)))
        {
            var refused = await SpeakAsync(client, one, 10);
            await FakeWorker.ErrorAsync(refused, 429, "RATE_LIMIT_EXCEEDED");
            Assert.NotNull(refused.Headers.RetryAfter);
            await FakeWorker.AnswerAsync(await SpeakAsync(client, other, 10));
        }
        await UntilAsync(HttpStatusCode.OK, () => SpeakAsync(client, one, 10));
    }

    [Theory]
    [InlineData("--Rabbit:Uploads:AtOncePerAddress=1", 429, "RATE_LIMIT_EXCEEDED")]
    [InlineData("--Rabbit:Uploads:AtOnce=1", 503, "UNAVAILABLE")]
    public async Task Concurrent_recordings_per_address_and_in_total_are_limited(string limit, int status, string code)
    {
        await using var host = await HostAsync(limit);
        using var client = Client(host);
        var (one, other) = (await StartAsync(), await StartAsync());
        using (await HeldAsync(client.BaseAddress!, one, (HttpStatusCode)status, () => SpeakAsync(client, other, 10)))
        {
            var refused = await SpeakAsync(client, other, 10);
            await FakeWorker.ErrorAsync(refused, status, code);
            Assert.NotNull(refused.Headers.RetryAfter);
        }
        await UntilAsync(HttpStatusCode.OK, () => SpeakAsync(client, other, 10));
    }

    [Theory]
    [InlineData("BytesPerSession", 429, "RATE_LIMIT_EXCEEDED")]
    [InlineData("BytesPerAddress", 429, "RATE_LIMIT_EXCEEDED")]
    [InlineData("Bytes", 503, "UNAVAILABLE")]
    public async Task The_bytes_of_a_window_are_limited(string limit, int status, string code)
    {
        await using var host = await HostAsync("--Rabbit:MaxAudioBytes=1000", $"--Rabbit:Uploads:{limit}=1000");
        using var client = Client(host);
        var session = await StartAsync();
        await FakeWorker.AnswerAsync(await SpeakAsync(client, session, 900));
        var refused = await SpeakAsync(client, session, 900);
        await FakeWorker.ErrorAsync(refused, status, code);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Single(Directory.GetFiles(Path.Combine(_world.ObjectFolder, "raw", $"{session}")));
    }

    [Fact]
    public async Task An_upload_that_does_not_progress_is_aborted()
    {
        await using var host = await HostAsync("--Rabbit:Uploads:Timeout=00:00:01");
        using var client = Client(host);
        using var unfinished = await UnfinishedAsync(client.BaseAddress!, await StartAsync());
        Assert.StartsWith("HTTP/1.1 408", await unfinished.StatusAsync());
    }

    [Fact]
    public async Task Without_storage_recordings_are_refused_and_typed_turns_still_work()
    {
        await using var host = await HostAsync("--Rabbit:Speech:MaxStoredBytes=0");
        using var client = Client(host);
        var session = await StartAsync();
        var refused = await SpeakAsync(client, session, 10);
        await FakeWorker.ErrorAsync(refused, 503, "UNAVAILABLE");
        Assert.NotNull(refused.Headers.RetryAfter);
        await FakeWorker.AnswerAsync(await client.PostAsync("/api/conversation/text", FakeWorker.Json($$"""{"sessionId":"{{session}}","text":"りんご"}""")));
    }

    [Fact]
    public async Task The_body_of_a_typed_turn_is_limited()
    {
        var refused = await _world.Anyone.PostAsync("/api/conversation/text", FakeWorker.Json($$"""{"sessionId":"{{Guid.NewGuid()}}","text":"{{new string('a', 70_000)}}"}"""));
        await FakeWorker.ErrorAsync(refused, 413, "INVALID_REQUEST");
    }

    [Fact]
    public async Task A_page_of_another_origin_may_neither_send_nor_read()
    {
        foreach (var path in new[] { "/api/session/start", "/api/conversation/text", "/api/conversation/audio" })
            await FakeWorker.ErrorAsync(await ApiWorld.SendAsync(_world.Anyone, HttpMethod.Post, path, FakeWorker.Json("{}"), ("Origin", "https://elsewhere.example")), 403, "ORIGIN_NOT_ALLOWED");
        var read = await ApiWorld.SendAsync(_world.Anyone, HttpMethod.Get, "/api/health", null, ("Origin", "https://elsewhere.example"));
        Assert.False(read.Headers.Contains("Access-Control-Allow-Origin"));

        await FakeWorker.AnswerAsync(await ApiWorld.SendAsync(_world.Anyone, HttpMethod.Post, "/api/session/start", FakeWorker.Json("{}"), ("Origin", _world.Address.GetLeftPart(UriPartial.Authority))));
        await FakeWorker.AnswerAsync(await ApiWorld.SendAsync(_world.Anyone, HttpMethod.Post, "/api/session/start", FakeWorker.Json("{}"), ("Origin", "https://proxied.example"), ("Sec-Fetch-Site", "same-origin")));
    }

    [Fact]
    public async Task A_front_end_of_a_configured_origin_may_use_the_routes()
    {
        const string Origin = "https://rabbit.example";
        await using var host = await HostAsync($"--Rabbit:AllowedOrigins:0={Origin}");
        using var client = Client(host);
        var asked = await ApiWorld.SendAsync(client, HttpMethod.Options, "/api/session/start", null, ("Origin", Origin), ("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", "content-type"));
        Assert.Equal(Origin, Assert.Single(asked.Headers.GetValues("Access-Control-Allow-Origin")));
        var started = await ApiWorld.SendAsync(client, HttpMethod.Post, "/api/session/start", FakeWorker.Json("{}"), ("Origin", Origin));
        await FakeWorker.AnswerAsync(started);
        Assert.Equal(Origin, Assert.Single(started.Headers.GetValues("Access-Control-Allow-Origin")));
    }

    [Theory]
    [InlineData("--Rabbit:AllowedOrigins:0=https://rabbit.example/path", "Rabbit:AllowedOrigins")]
    [InlineData("--Rabbit:ParentPin=12345", "Rabbit:ParentPin")]
    [InlineData("--Rabbit:Uploads:Bytes=1", "Rabbit:MaxAudioBytes")]
    [InlineData("--Rabbit:Limits:WrongPinsInAll=1", "WrongPinsInAll")]
    [InlineData("--Rabbit:Speech:Budget:RecognizerPerDay=-1", "Rabbit:Speech:Budget")]
    public void An_invalid_setting_is_an_error_at_the_start(string setting, string named)
    {
        var refused = Assert.ThrowsAny<Exception>(() => _world.Build(setting));
        Assert.Contains(named, refused.Message);
        Assert.DoesNotContain("12345", refused.Message);
    }

    private async Task<WebApplication> HostAsync(params string[] args)
    {
        // Repeated until the expected answer, so the rate limit must not apply.
        var host = _world.Build([.. args, "--Rabbit:Limits:PerSession=100000"]);
        await host.StartAsync();
        return host;
    }

    private static HttpClient Client(WebApplication host) => new() { BaseAddress = new Uri(host.Urls.Single()) };

    private async Task<Guid> StartAsync() => (await FakeWorker.AnswerAsync(await _world.Anyone.PostAsync("/api/session/start", null))).GetProperty("sessionId").GetGuid();

    private static Task<HttpResponseMessage> SpeakAsync(HttpClient client, Guid session, int bytes, params (string, string)[] parts) =>
        client.PostAsync("/api/conversation/audio", FakeWorker.Form(session, new byte[bytes], [.. parts, .. parts.Any(p => p.Item1 == "transcription") ? [] : new[] { ("transcription", "りんご") }]));

    private static async Task UntilAsync(HttpStatusCode status, Func<Task<HttpResponseMessage>> ask)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        while ((await ask()).StatusCode != status) await Task.Delay(50, limit.Token);
    }

    // An unfinished form that holds a slot. If the other request comes first, it is refused instead.
    private static async Task<Unfinished> HeldAsync(Uri address, Guid session, HttpStatusCode status, Func<Task<HttpResponseMessage>> ask)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        while (true)
        {
            var unfinished = await UnfinishedAsync(address, session);
            await Task.Delay(50, limit.Token);
            if ((await ask()).StatusCode == status) return unfinished;
            unfinished.Dispose();
        }
    }

    // A form whose recording does not end.
    private static async Task<Unfinished> UnfinishedAsync(Uri address, Guid session)
    {
        var unfinished = new Unfinished(new TcpClient());
        await unfinished.SendAsync(address,
            $"POST /api/conversation/audio HTTP/1.1\r\nHost: {address.Authority}\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 1000000\r\n\r\n"
            + $"--b\r\nContent-Disposition: form-data; name=\"sessionId\"\r\n\r\n{session}\r\n--b\r\nContent-Disposition: form-data; name=\"audio\"; filename=\"v.webm\"\r\n\r\nvoice");
        return unfinished;
    }

    private sealed class Unfinished(TcpClient client) : IDisposable
    {
        public async Task SendAsync(Uri address, string text)
        {
            await client.ConnectAsync(address.Host, address.Port);
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text));
        }

        public async Task<string> StatusAsync() => await new StreamReader(client.GetStream()).ReadLineAsync() ?? "";

        public void Dispose() => client.Dispose();
    }
}
