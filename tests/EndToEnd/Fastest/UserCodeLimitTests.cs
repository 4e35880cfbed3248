using System.Net;
using System.Text.Json.Nodes;

namespace EventSourced.EndToEnd.Fastest;

/// <summary>Nobody guesses the code of another person's device (RFC 8628, 5.1). The callers have addresses of their own, so that no other test is limited.</summary>
public sealed class UserCodeLimitTests(FastestWorld world)
{
    private const int PerUser = 10, PerAddress = 50;

    [Fact]
    public async Task A_user_who_tries_many_codes_has_to_wait_wherever_they_are()
    {
        using var guesser = await world.UserAsync("guesser", IPAddress.Parse("127.0.77.1"));
        using var moved = await world.UserAsync("guesser", IPAddress.Parse("127.0.77.2"));
        using var neighbour = await world.UserAsync("neighbour", IPAddress.Parse("127.0.77.1"));
        using var device = await world.AnyoneAsync(IPAddress.Parse("127.0.77.3"));
        var code = await StartAsync(device);
        for (var i = 0; i < PerUser; i++)
            Assert.Equal("invalid_request", (string?)(await guesser.SendAsync(HttpMethod.Post, "/v1/oauth/device/authorize", 400, new { user_code = $"ZZZZ-{i:d4}" }))["error"]);
        foreach (var client in new[] { guesser, moved }) await LimitedAsync(client, "authorize", code, "by this user");
        // What cannot be a code tries none, and others go on.
        await guesser.SendAsync(HttpMethod.Post, "/v1/oauth/device/authorize", 400, new { user_code = "ZZZ" });
        await neighbour.SendAsync(HttpMethod.Post, "/v1/oauth/device/authorize", 200, new { user_code = code });
    }

    [Fact]
    public async Task From_an_address_that_tries_many_codes_nobody_allows_or_refuses_a_device()
    {
        var address = IPAddress.Parse("127.0.78.1");
        using var anyone = await world.AnyoneAsync(address);
        using var ann = await world.UserAsync("limited-address", address);
        using var elsewhere = await world.UserAsync("limited-address", IPAddress.Parse("127.0.78.2"));
        using var device = await world.AnyoneAsync(IPAddress.Parse("127.0.78.3"));
        var code = await StartAsync(device);
        for (var i = 0; i < PerAddress; i++) await anyone.SendAsync(HttpMethod.Post, "/v1/oauth/device/deny", 200, new { user_code = $"ZZZZ-{i:d4}" });
        await LimitedAsync(anyone, "deny", code, "from this address");
        await LimitedAsync(ann, "authorize", code, "from this address");
        // The device was not refused.
        await elsewhere.SendAsync(HttpMethod.Post, "/v1/oauth/device/authorize", 200, new { user_code = code });
    }

    [Fact]
    public async Task Processes_count_together_and_the_next_window_begins_with_nothing()
    {
        string[] settings = ["--Fastest:UserCodes:PerUser=4", "--Fastest:UserCodes:Window=00:00:20"];
        await using var one = new FastestWorld { Settings = settings };
        await using var two = new FastestWorld { Settings = settings, Beside = one };
        FastestClient[] clients = [await one.UserAsync("shared-guesser"), await two.UserAsync("shared-guesser")];
        async Task<HttpStatusCode> TryAsync(int n)
        {
            using var response = await clients[n % 2].Http.PostAsync("/v1/oauth/device/authorize", System.Net.Http.Json.JsonContent.Create(new { user_code = $"ZZZZ-{n:d4}" }), TestContext.Current.CancellationToken);
            return response.StatusCode;
        }

        var tried = await Task.WhenAll(Enumerable.Range(0, 10).Select(TryAsync));

        Assert.Equal((4, 6), (tried.Count(s => s == HttpStatusCode.BadRequest), tried.Count(s => s == HttpStatusCode.TooManyRequests)));
        var database = await one.DatabaseAsync();
        await using (var later = database.DataSource.CreateCommand("update es.caller_limits set since = since - interval '20 s' where name = 'fastest.user_codes.user'"))
            Assert.Equal(1, await later.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
        Assert.Equal([HttpStatusCode.BadRequest, HttpStatusCode.BadRequest], [await TryAsync(0), await TryAsync(1)]);
        foreach (var client in clients) client.Dispose();
    }

    private static async Task<string> StartAsync(FastestClient device) => (string)(await device.SendAsync(HttpMethod.Post, "/v1/oauth/device", 200))["user_code"]!;

    private static async Task LimitedAsync(FastestClient client, string action, string code, string whose)
    {
        using var response = await client.Http.PostAsync($"/v1/oauth/device/{action}", System.Net.Http.Json.JsonContent.Create(new { user_code = code }));
        var error = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.Equal((HttpStatusCode.TooManyRequests, "too_many_attempts"), (response.StatusCode, (string?)error["error"]));
        Assert.Contains(whose, (string)error["error_description"]!, StringComparison.Ordinal);
        Assert.InRange(response.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(15));
    }
}
