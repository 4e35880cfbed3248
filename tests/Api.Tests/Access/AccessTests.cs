using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using EventSourced.Api.Access;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace EventSourced.Api.Tests.Access;

public sealed class AccessTests(ApiWorld world) : IClassFixture<ApiWorld>
{
    private const string Route = "/api/pulse/communities";

    [Fact]
    public async Task Without_a_token_the_error_explains_how_to_send_one()
    {
        var response = await world.Anyone.GetAsync(Route);
        var (detail, _) = await ApiWorld.ProblemAsync(response, 401, "token_missing");
        Assert.Contains("x-admin-token", detail);
        Assert.Contains("Bearer", response.Headers.WwwAuthenticate.ToString());
    }

    [Theory]
    [InlineData("Authorization", "Bearer es_wrong")]
    [InlineData("Authorization", "Basic YTpi")]
    [InlineData("Authorization", "Bearer ")]
    [InlineData("x-admin-token", "es_wrong")]
    [InlineData("x-admin-token", "")]
    public async Task A_wrong_token_is_refused(string header, string value) =>
        await ApiWorld.ProblemAsync(await ApiWorld.SendAsync(world.Anyone, HttpMethod.Get, Route, null, (header, value)), 401, "token_invalid");

    [Fact]
    public async Task Both_headers_are_accepted()
    {
        Assert.Equal(HttpStatusCode.OK, (await world.Admin.GetAsync(Route)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await ApiWorld.SendAsync(world.Anyone, HttpMethod.Get, Route, null, ("x-admin-token", world.Token))).StatusCode);
    }

    [Fact]
    public async Task The_error_of_an_expired_token_has_its_expiry()
    {
        var created = await world.Services.GetRequiredService<AdminTokens>().CreateAsync("short", new DateTimeOffset(2024, 5, 6, 7, 8, 9, TimeSpan.Zero));
        var (detail, _) = await ApiWorld.ProblemAsync(await ApiWorld.SendAsync(world.Anyone, HttpMethod.Get, Route, null, ("x-admin-token", created!)), 401, "token_expired");
        Assert.Contains("2024-05-06T07:08:09", detail);
    }

    [Fact]
    public async Task A_token_is_valid_from_its_creation_to_its_revocation()
    {
        var created = await ApiWorld.JsonAsync(await world.Admin.PostAsJsonAsync("/admin/tokens", new { name = "ci", expires_in_days = 3 }), HttpStatusCode.Created);
        (string, string) own = ("x-admin-token", created.GetProperty("token").GetString()!);
        Assert.Equal(HttpStatusCode.OK, (await ApiWorld.SendAsync(world.Anyone, HttpMethod.Get, Route, null, own)).StatusCode);
        await ApiWorld.ProblemAsync(await world.Admin.PostAsJsonAsync("/admin/tokens", new { name = "ci" }), 409, "token_name_taken");

        var list = await world.Admin.GetStringAsync("/admin/tokens");
        Assert.Contains("\"ci\"", list);
        Assert.DoesNotContain(created.GetProperty("token").GetString()!, list);

        Assert.Equal(HttpStatusCode.NoContent, (await world.Admin.DeleteAsync("/admin/tokens/ci")).StatusCode);
        await ApiWorld.ProblemAsync(await ApiWorld.SendAsync(world.Anyone, HttpMethod.Get, Route, null, own), 401, "token_revoked");
        await ApiWorld.ProblemAsync(await world.Admin.DeleteAsync("/admin/tokens/ci"), 404, "token_not_found");
    }

    [Theory]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("-x")]
    [InlineData("_")]
    public async Task A_token_name_begins_with_a_letter_or_digit(string name) =>
        await ApiWorld.ProblemAsync(await world.Admin.PostAsJsonAsync("/admin/tokens", new { name }), 400, "validation_failed");

    [Fact]
    public async Task A_token_can_be_revoked_by_its_id()
    {
        // In the format of an older build.
        var secret = await world.Services.GetRequiredService<AdminTokens>().CreateAsync("..", null);
        var listed = (await ApiWorld.JsonAsync(await world.Admin.GetAsync("/admin/tokens"))).GetProperty("tokens").EnumerateArray().Single(t => t.GetProperty("name").GetString() == "..");
        Assert.Equal(HttpStatusCode.NoContent, (await world.Admin.DeleteAsync($"/admin/tokens/id/{listed.GetProperty("id").GetString()}")).StatusCode);
        await ApiWorld.ProblemAsync(await ApiWorld.SendAsync(world.Anyone, HttpMethod.Get, Route, null, ("x-admin-token", secret!)), 401, "token_revoked");
        await ApiWorld.ProblemAsync(await world.Admin.DeleteAsync($"/admin/tokens/id/{listed.GetProperty("id").GetString()}"), 404, "token_not_found");
    }

    [Fact]
    public async Task All_faults_of_a_new_token_are_reported()
    {
        var (_, problem) = await ApiWorld.ProblemAsync(await world.Admin.PostAsJsonAsync("/admin/tokens", new { name = "Not so!", expires_in_days = 0 }), 400, "validation_failed");
        Assert.Equal(["expires_in_days", "name"], problem.GetProperty("errors").EnumerateObject().Select(e => e.Name).Order());
    }

    [Fact]
    public async Task Only_one_of_several_first_starts_creates_the_first_token()
    {
        await using var database = await Testing.TestDatabase.CreateAsync("api_first");
        var starts = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => new AdminTokens(database.DataSource, TimeProvider.System).EnsureFirstAsync()));
        var token = Assert.Single(starts, t => t is not null)!;
        var tokens = new AdminTokens(database.DataSource, TimeProvider.System);
        Assert.Equal(AdminTokens.FirstName, (await tokens.FindAsync(token))?.Name);
        Assert.Null(await tokens.EnsureFirstAsync());
        await using var stored = database.DataSource.CreateCommand("select encode(sha256, 'escape') from es.admin_tokens");
        Assert.DoesNotContain(token, (string)(await stored.ExecuteScalarAsync())!);
    }

    [Fact]
    public async Task Every_route_except_open_ones_needs_a_token_also_an_unknown_one()
    {
        string[] open = ["/health", "/health/live", "/openapi/v1.json", "/pulse.json", "/pulse/history.json", "/pulse/daily.json", "/pulse/trends.json",
            "/pulse/concepts.json", "/pulse/communities.json", "/pulse/sources.json",
            "/api/health", "/api/speech/{hash}.mp3", "/api/session/start", "/api/session/{id}", "/api/conversation/text", "/api/conversation/audio",
            "/v1/health", "/v1/auth/google", "/v1/auth/code/redeem", "/v1/oauth/device", "/v1/oauth/token", "/v1/oauth/device/authorize", "/v1/oauth/device/deny"];
        var endpoints = world.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToList();
        Assert.True(endpoints.Count > open.Length);
        foreach (var endpoint in endpoints)
        {
            var pattern = "/" + endpoint.RoutePattern.RawText!.Trim('/');
            var path = pattern.Replace("{", "").Replace("}", "");
            var method = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods[0] ?? "GET";
            var response = await ApiWorld.SendAsync(world.Anyone, new HttpMethod(method), path);
            Assert.True(open.Contains(pattern) == (response.StatusCode != HttpStatusCode.Unauthorized), $"{method} {pattern}: {response.StatusCode}");
        }
        await ApiWorld.ProblemAsync(await world.Anyone.GetAsync("/no/such/thing"), 401, "token_missing");
        await ApiWorld.ProblemAsync(await world.Admin.GetAsync("/no/such/thing"), 404, "not_found");
        await ApiWorld.ProblemAsync(await world.Admin.PutAsync("/admin/tokens", null), 405, "method_not_allowed");
    }

    [Fact]
    public async Task Another_kind_of_credential_has_only_its_permissions()
    {
        await using var app = world.Build(null, services => services.AddSingleton<ICredentialKind, ApiKey>());
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        string[] allowed = ["/api/rabbit/sessions", "/api/rabbit/sessions/{session_id}/turns"];
        // It answers what the caller may see. So do the routes of an import, whose addresses need a real id.
        string[] own = ["/commands/{id}"];
        var wrong = new List<string>();
        foreach (var endpoint in app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is null))
        {
            var pattern = "/" + endpoint.RoutePattern.RawText!.Trim('/');
            var method = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods[0] ?? "GET";
            var response = await ApiWorld.SendAsync(client, new HttpMethod(method), pattern.Replace("{", "").Replace("}", ""), null, (ApiKey.Header, "talker"));
            if ((allowed.Contains(pattern) && method == "POST") || own.Contains(pattern) ? response.StatusCode == HttpStatusCode.Forbidden : response.StatusCode != HttpStatusCode.Forbidden) wrong.Add($"{method} {pattern}: {(int)response.StatusCode}");
        }
        Assert.Empty(wrong);
        await ApiWorld.ProblemAsync(await ApiWorld.SendAsync(client, HttpMethod.Get, Route, null, (ApiKey.Header, "talker")), 403, "permission_missing");
        await ApiWorld.ProblemAsync(await ApiWorld.SendAsync(client, HttpMethod.Get, Route, null, (ApiKey.Header, "nobody")), 401, "api_key_unknown");

        var session = await ApiWorld.SendAsync(client, HttpMethod.Post, "/api/rabbit/sessions", JsonContent.Create(new { session_id = Guid.CreateVersion7() }), (ApiKey.Header, "talker"));
        var sent = Assert.Single(world.Sender.Of((await ApiWorld.JsonAsync(session, HttpStatusCode.Accepted)).GetProperty("command_id").GetGuid()));
        Assert.Equal(("talker", "tenant-1"), (sent.Actor, sent.Tenant));
        Assert.Equal(["rabbit.talk"], sent.Permissions);
        await ApiWorld.JsonAsync(await ApiWorld.SendAsync(client, HttpMethod.Get, $"/commands/{sent.CommandId}", null, (ApiKey.Header, "talker")), HttpStatusCode.OK);
        var foreign = (await ApiWorld.JsonAsync(await world.Admin.PostAsJsonAsync("/api/rabbit/sessions", new { session_id = Guid.CreateVersion7() }), HttpStatusCode.Accepted)).GetProperty("command_id").GetGuid();
        await ApiWorld.ProblemAsync(await ApiWorld.SendAsync(client, HttpMethod.Get, $"/commands/{foreign}", null, (ApiKey.Header, "talker")), 404, "command_not_found");
    }

    [Fact]
    public async Task Health_needs_no_token_but_its_details_do()
    {
        var anyone = await ApiWorld.JsonAsync(await world.Anyone.GetAsync("/health"));
        Assert.Equal(["status"], anyone.EnumerateObject().Select(p => p.Name));
        var admin = await ApiWorld.JsonAsync(await world.Admin.GetAsync("/health"));
        Assert.Equal("healthy", admin.GetProperty("checks").GetProperty("postgres").GetProperty("status").GetString());
        Assert.Equal(JsonValueKind.Object, admin.GetProperty("checks").GetProperty("read_tables").GetProperty("data").GetProperty("pulse.exports").ValueKind);
    }

    [Fact]
    public async Task Without_a_database_the_api_is_live_but_not_ready()
    {
        await using var lonely = world.Build("--ConnectionStrings:Postgres=Host=127.0.0.1;Port=1;Username=nobody");
        await lonely.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(lonely.Urls.Single()) };
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health/live")).StatusCode);
        var health = await ApiWorld.JsonAsync(await client.GetAsync("/health"), HttpStatusCode.ServiceUnavailable);
        Assert.Equal("not_ready", health.GetProperty("status").GetString());
        await ApiWorld.ProblemAsync(await ApiWorld.SendAsync(client, HttpMethod.Get, Route, null, ("x-admin-token", world.Token)), 503, "database_unavailable");
    }
}

/// <summary>A kind of credential that a module may add: a key that grants one permission of one tenant.</summary>
internal sealed class ApiKey : ICredentialKind
{
    public const string Header = "x-api-key";

    public string? SecretOf(HttpRequest request) => request.Headers.TryGetValue(Header, out var key) ? key.ToString() : null;

    public ValueTask<Principal> CheckAsync(string secret, CancellationToken cancellationToken) => secret == "talker"
        ? ValueTask.FromResult(new Principal("api_key", secret, ["rabbit.talk"], "tenant-1"))
        : throw new CredentialRefusedException("api_key_unknown", "The key is not known here.");
}
