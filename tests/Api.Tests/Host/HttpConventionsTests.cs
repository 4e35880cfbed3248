using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace EventSourced.Api.Tests;

public sealed class HttpConventionsTests(ApiWorld world) : IClassFixture<ApiWorld>
{
    [Theory]
    [InlineData("/pulse/communities.json")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/health")]
    [InlineData("/health/live")]
    [InlineData("/api/pulse/communities")]
    [InlineData("/admin/events?from=1")]
    [InlineData("/admin/tokens")]
    public async Task HEAD_answers_like_GET_with_the_same_headers(string path)
    {
        var (get, head) = (await world.Admin.GetAsync(path), await world.SendAsync(HttpMethod.Head, path));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (get.StatusCode, head.StatusCode));
        Assert.Equal(get.Content.Headers.ContentType, head.Content.Headers.ContentType);
        Assert.Equal(get.Headers.ETag, head.Headers.ETag);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("DELETE", "/health", "GET, HEAD")]
    [InlineData("POST", "/pulse.json", "GET, HEAD")]
    [InlineData("PUT", "/api/session/start", "POST")]
    [InlineData("POST", "/openapi/v1.json", "GET, HEAD")]
    public async Task A_wrong_method_on_an_open_route_is_a_405_without_a_token(string method, string path, string allow)
    {
        var response = await ApiWorld.SendAsync(world.Anyone, new HttpMethod(method), path);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        foreach (var allowed in allow.Split(", ")) Assert.Contains(allowed, response.Content.Headers.Allow);
    }

    [Fact]
    public async Task A_wrong_method_on_any_other_route_needs_a_token()
    {
        await ApiWorld.ProblemAsync(await world.Anyone.DeleteAsync("/admin/events"), 401, "token_missing");
        await ApiWorld.ProblemAsync(await world.Admin.DeleteAsync("/admin/events"), 405, "method_not_allowed");
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task Reads_are_compressed_and_writes_are_not(string encoding)
    {
        var response = await ApiWorld.SendAsync(world.Anyone, HttpMethod.Get, "/openapi/v1.json", null, ("Accept-Encoding", encoding));
        Assert.Equal([encoding], response.Content.Headers.ContentEncoding);
        Assert.Contains("Accept-Encoding", response.Headers.Vary);
        await using var body = await response.Content.ReadAsStreamAsync();
        await using Stream plain = encoding == "br" ? new BrotliStream(body, CompressionMode.Decompress) : new GZipStream(body, CompressionMode.Decompress);
        Assert.Equal("3.1", (await JsonSerializer.DeserializeAsync<JsonElement>(plain)).GetProperty("openapi").GetString()![..3]);

        var created = await world.SendAsync(HttpMethod.Post, "/admin/tokens", new StringContent($$"""{"name":"compressed-{{encoding}}"}""", Encoding.UTF8, "application/json"), ("Accept-Encoding", encoding));
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.Empty(created.Content.Headers.ContentEncoding);
    }

    [Fact]
    public async Task The_document_is_generated_once_and_answered_with_304()
    {
        var first = await world.Anyone.GetAsync("/openapi/v1.json");
        Assert.Equal(HttpStatusCode.NotModified, (await ApiWorld.SendAsync(world.Anyone, HttpMethod.Get, "/openapi/v1.json", null, ("If-None-Match", first.Headers.ETag!.ToString()))).StatusCode);
    }

    [Fact]
    public async Task A_request_with_a_too_long_head_gets_a_problem_document()
    {
        await ApiWorld.ProblemAsync(await world.Anyone.GetAsync($"/health?{new string('a', 9000)}"), 414, "address_too_long");
        await ApiWorld.ProblemAsync(await ApiWorld.SendAsync(world.Anyone, HttpMethod.Get, "/health", null, ("X-Long", new string('a', 40_000))), 431, "headers_too_large");
    }

    [Theory]
    [InlineData("/health", HttpStatusCode.OK)]
    [InlineData("/nothing", HttpStatusCode.NotFound)]
    [InlineData("/openapi/v1.json", HttpStatusCode.OK)]
    public async Task Every_answer_has_nosniff(string path, HttpStatusCode status)
    {
        var response = await world.Admin.GetAsync(path);
        Assert.Equal((status, "nosniff"), (response.StatusCode, response.Headers.GetValues("X-Content-Type-Options").Single()));
        Assert.Equal("nosniff", (await world.Anyone.GetAsync("/nothing")).Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Theory]
    [InlineData("localhost", 200)]
    [InlineData("127.0.0.1:80", 200)]
    [InlineData("[::1]:1", 200)]
    [InlineData("rebound.example.org", 400)]
    public async Task A_server_on_loopback_accepts_loopback_hosts_only(string host, int status) => Assert.Equal(status, await AskAsync(world.Address, host));

    [Fact]
    public async Task Allowed_hosts_can_be_configured()
    {
        await using var named = world.Build("--AllowedHosts=es.example.org;*.example.net");
        await named.StartAsync();
        var address = new Uri(named.Urls.Single());
        Assert.Equal((200, 200, 400), (await AskAsync(address, "es.example.org"), await AskAsync(address, "a.example.net"), await AskAsync(address, "localhost")));
    }

    // HttpClient would connect to that host.
    private static async Task<int> AskAsync(Uri address, string host)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET /health/live HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"));
        var answer = await new StreamReader(stream).ReadToEndAsync();
        var status = int.Parse(answer.AsSpan(9, 3), System.Globalization.CultureInfo.InvariantCulture);
        Assert.True(status == 200 || answer.Contains("host_not_allowed", StringComparison.Ordinal), answer);
        return status;
    }
}
