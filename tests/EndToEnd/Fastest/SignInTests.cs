using System.Net;
using System.Security.Cryptography;

namespace EventSourced.EndToEnd.Fastest;

/// <summary>Signing in, devices and secrets.</summary>
public sealed class SignInTests(FastestWorld world)
{
    private const string DeviceGrant = "urn:ietf:params:oauth:grant-type:device_code";

    [Fact]
    public async Task One_address_is_one_user_and_no_token_is_stored()
    {
        using var first = await world.UserAsync("ann");
        using var again = await world.UserAsync("Ann");
        var me = (await first.GetAsync("/v1/auth/me"))["user"]!;
        Assert.Equal(("ann@example.org", "ann"), ((string)me["email"]!, (string)me["name"]!));
        Assert.Equal((string?)me["id"], (string?)(await again.GetAsync("/v1/auth/me"))["user"]!["id"]);
        Assert.Equal(0L, await CountAsync($"data::text like '%{first.Http.DefaultRequestHeaders.Authorization!.Parameter}%' or data::text ilike '%ann@example.org%'"));
    }

    [Fact]
    public async Task A_credential_must_be_signed_by_Google_for_this_application_and_valid_now()
    {
        using var anyone = await world.AnyoneAsync();
        using var other = RSA.Create(2048);
        foreach (var (credential, reason) in new[]
        {
            (FastestWorld.Credential("eve@example.org", "eve", key: other), "signature"),
            (FastestWorld.Credential("eve@example.org", "eve", audience: "another.example"), "another application"),
            (FastestWorld.Credential("eve@example.org", "eve", age: TimeSpan.FromHours(2)), "expired"),
            (FastestWorld.Credential("eve@example.org", "eve", verified: false), "not verified"),
            ("nonsense", "malformed"),
        })
        {
            var message = await anyone.RefusedAsync(HttpMethod.Post, "/v1/auth/google", HttpStatusCode.Unauthorized, "UNAUTHORIZED", new { credential });
            Assert.Contains(reason, message, StringComparison.Ordinal);
            Assert.DoesNotContain(credential, message, StringComparison.Ordinal);
        }
        await anyone.RefusedAsync(HttpMethod.Post, "/v1/auth/google", HttpStatusCode.UnprocessableEntity, "VALIDATION_ERROR", new { });
    }

    [Fact]
    public async Task A_device_gets_a_session_once_after_its_user_allowed_it()
    {
        using var ann = await world.UserAsync("devices");
        using var device = await world.AnyoneAsync();
        var (code, user) = await StartAsync(device);
        Assert.Equal("authorization_pending", await PollAsync(device, code));
        Assert.Equal("slow_down", await PollAsync(device, code));
        await ann.SendAsync(HttpMethod.Post, "/v1/oauth/device/authorize", 200, new { user_code = user.Replace("-", "", StringComparison.Ordinal).ToLowerInvariant() });
        Assert.Equal("invalid_request", (string?)(await ann.SendAsync(HttpMethod.Post, "/v1/oauth/device/authorize", 400, new { user_code = user }))["error"]);
        // As the device of a patient user polls: not faster than the interval.
        await Task.Delay(TimeSpan.FromSeconds(5.1), TestContext.Current.CancellationToken);
        var token = (string)(await device.SendAsync(HttpMethod.Post, "/v1/oauth/token", 200, new { grant_type = DeviceGrant, device_code = code }))["access_token"]!;
        device.Http.DefaultRequestHeaders.Add("Authorization", $"Bearer {token}");
        Assert.Equal("devices@example.org", (string?)(await device.GetAsync("/v1/auth/me"))["user"]!["email"]);
        await Task.Delay(TimeSpan.FromSeconds(5.1), TestContext.Current.CancellationToken);
        Assert.Equal("invalid_grant", await PollAsync(device, code));
        var database = await world.DatabaseAsync();
        await using var left = database.DataSource.CreateCommand($"select count(*) from fastest.device_codes where device_code = '{code}'");
        Assert.Equal(0L, await left.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Errors_of_the_device_flow_have_the_codes_of_the_standard()
    {
        using var device = await world.AnyoneAsync();
        Assert.Equal("unsupported_grant_type", (string?)(await device.SendAsync(HttpMethod.Post, "/v1/oauth/token", 400, new { grant_type = "password", device_code = "x" }))["error"]);
        Assert.Equal("invalid_request", (string?)(await device.SendAsync(HttpMethod.Post, "/v1/oauth/token", 400, new { grant_type = DeviceGrant }))["error"]);
        Assert.Equal("invalid_grant", await PollAsync(device, "guessed"));
        var (code, user) = await StartAsync(device);
        await device.SendAsync(HttpMethod.Post, "/v1/oauth/device/deny", 200, new { user_code = user });
        await device.SendAsync(HttpMethod.Post, "/v1/oauth/device/deny", 200, new { user_code = "ZZZZ-0000" });
        Assert.Equal("access_denied", await PollAsync(device, code));
        Assert.Equal("invalid_client", (string?)(await device.SendAsync(HttpMethod.Post, "/v1/oauth/device/authorize", 401, new { user_code = user }))["error"]);
    }

    [Fact]
    public async Task A_code_from_a_mail_opens_one_session()
    {
        using var admin = await world.AdminAsync();
        using var anyone = await world.AnyoneAsync();
        await anyone.RefusedAsync(HttpMethod.Post, "/v1/auth/code", HttpStatusCode.Unauthorized, "UNAUTHORIZED", new { email = "mail@example.org" });
        var code = (string)(await admin.SendAsync(HttpMethod.Post, "/v1/auth/code", 200, new { email = "Mail@example.org" }))["code"]!;
        await anyone.RefusedAsync(HttpMethod.Post, "/v1/auth/code/redeem", HttpStatusCode.Unauthorized, "UNAUTHORIZED", new { email = "eve@example.org", code });
        Assert.NotNull((await anyone.SendAsync(HttpMethod.Post, "/v1/auth/code/redeem", 200, new { email = "mail@example.org", code }))["access_token"]);
        await anyone.RefusedAsync(HttpMethod.Post, "/v1/auth/code/redeem", HttpStatusCode.Unauthorized, "UNAUTHORIZED", new { email = "mail@example.org", code });
    }

    [Fact]
    public async Task Secrets_are_encrypted_before_they_enter_an_event_and_masked_in_lists()
    {
        using var ann = await world.UserAsync("secrets");
        var retry = ("Idempotency-Key", Guid.NewGuid().ToString());
        await ann.SendAsync(HttpMethod.Put, "/v1/auth/api-keys/openai", 200, new { api_key = "sk-plain-4711" }, retry);
        // The same command: the encryption is the same as well.
        await ann.SendAsync(HttpMethod.Put, "/v1/auth/api-keys/openai", 200, new { api_key = "sk-plain-4711" }, retry);
        await ann.RefusedAsync(HttpMethod.Put, "/v1/auth/api-keys/acme", HttpStatusCode.UnprocessableEntity, "VALIDATION_ERROR", new { api_key = "x" });
        var key = Assert.Single((await ann.GetAsync("/v1/auth/api-keys"))["keys"]!.AsArray())!;
        Assert.Equal((new string('•', 20) + "4711", "OPENAI_API_KEY"), ((string)key["key_value"]!, (string)key["key_name"]!));

        var project = await ann.CreateProjectAsync();
        var answer = await ann.SendAsync(HttpMethod.Put, $"/v1/projects/{project}/env-vars", 200, new
        {
            variables = new object[] { new { key = "TOKEN", value = "plain-secret-4712", is_secret = true }, new { key = "HOST", value = "" }, new { key = "9bad", value = "x" } },
        });
        Assert.Equal(3, (int)answer["count"]!);
        Assert.Equal(["", new string('•', 20) + "4712"], (await ann.GetAsync($"/v1/projects/{project}/env-vars"))["variables"]!.AsArray().Select(v => (string?)v!["value"]));
        Assert.Equal("plain-secret-4712", (string?)(await ann.GetAsync($"/v1/projects/{project}/env-vars/values"))["values"]!["TOKEN"]);
        Assert.Equal(0L, await CountAsync("data::text like '%sk-plain-4711%' or data::text like '%plain-secret-4712%'"));
    }

    private static async Task<(string Device, string User)> StartAsync(FastestClient device)
    {
        var codes = await device.SendAsync(HttpMethod.Post, "/v1/oauth/device", 200);
        Assert.Matches("^[A-HJ-NP-Z]{4}-[0-9]{4}$", (string)codes["user_code"]!);
        Assert.Equal((900, 5, $"/device?code={codes["user_code"]}"), ((int)codes["expires_in"]!, (int)codes["interval"]!, (string)codes["verification_uri_complete"]!));
        return ((string)codes["device_code"]!, (string)codes["user_code"]!);
    }

    private static async Task<string?> PollAsync(FastestClient device, string code) =>
        (string?)(await device.SendAsync(HttpMethod.Post, "/v1/oauth/token", 400, new { grant_type = DeviceGrant, device_code = code }))["error"];

    private async Task<object?> CountAsync(string condition)
    {
        await using var command = (await world.DatabaseAsync()).DataSource.CreateCommand($"select count(*) from log.mt_events where {condition}");
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }
}
