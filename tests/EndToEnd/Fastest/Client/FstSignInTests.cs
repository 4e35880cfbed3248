using System.Text.Json;
using EventSourced.Cli;
using EventSourced.Cli.Fastest.Http;
using EventSourced.Cli.Fastest.SignIn;
using EventSourced.EventStore;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace EventSourced.EndToEnd.Fastest.Client;

/// <summary>Signing in from a terminal, and what is said without a session.</summary>
public sealed class FstSignInTests(FastestWorld world)
{
    [Fact]
    public async Task A_user_signs_in_with_a_code_and_the_session_is_private()
    {
        using var ann = await world.UserAsync("fst-login");
        await using var proxy = await FstProxy.ToAsync(ann);
        using var folder = new FstFolder();
        var polled = new TaskCompletionSource();
        proxy.Before = request =>
        {
            if (request == "POST /v1/oauth/token") polled.TrySetResult();
            return null;
        };
        var login = folder.RunAsync("login", "--api", proxy.Url);
        // The test types the code: it takes it from the database, as no screen can be read before the program ends.
        await Task.WhenAny(polled.Task, login);
        await ann.SendAsync(HttpMethod.Post, "/v1/oauth/device/authorize", 200, new { user_code = await NewestCodeAsync() });

        var run = (await login).Succeeds();

        Assert.Matches($@"Open   {proxy.Url}/device\?code=[A-Z]{{4}}-[0-9]{{4}}", run.Output);
        Assert.Contains("as fst-login@example.org for 30 days", run.Output, StringComparison.Ordinal);
        var file = Path.Combine(folder.Config, "eventsourced", "fst-sessions.json");
        if (!OperatingSystem.IsWindows()) Assert.Equal((PrivateFiles.FileMode, PrivateFiles.FolderMode), (File.GetUnixFileMode(file), File.GetUnixFileMode(Path.GetDirectoryName(file)!)));
        var token = JsonDocument.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).RootElement.GetProperty("all").EnumerateObject().Single().Value.GetProperty("token").GetString()!;
        Assert.StartsWith("fst_", token, StringComparison.Ordinal);
        Assert.DoesNotContain(token, run.All, StringComparison.Ordinal);
        // The session and the address are known from now on; the folder has no secret.
        folder.Write("a.txt", "a");
        (await folder.RunAsync("init")).Succeeds();
        (await folder.RunAsync("push")).Succeeds();
        foreach (var own in Directory.EnumerateFiles(folder.Full(".fst"), "*", SearchOption.AllDirectories)) Assert.DoesNotContain(token, await File.ReadAllTextAsync(own, TestContext.Current.CancellationToken), StringComparison.Ordinal);

        // The variable has precedence, and is named when it is wrong.
        folder.Variables["ES_FST_TOKEN"] = "fst_wrong";
        (await folder.RunAsync("status")).Fails(1, "refuses the token of the variable ES_FST_TOKEN", "es fst login --api");
        folder.Variables.Remove("ES_FST_TOKEN");
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).Replace(token, "fst_unknown", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        (await folder.RunAsync("status")).Fails(1, "refuses your session", "es fst login --api");
    }

    [Fact]
    public async Task Without_a_workspace_a_session_or_a_server_the_next_step_is_said()
    {
        using var folder = new FstFolder();
        foreach (var verb in (string[])["push", "status", "drift"]) (await folder.RunAsync(verb)).Fails(1, "is not in a workspace", "es fst init");
        (await folder.RunAsync("login")).Fails(1, "--api");
        (await folder.RunAsync("login", "--api", "ftp://x")).Fails(2, "http://127.0.0.1:5080");
        (await folder.RunAsync("login", "--api", "http://127.0.0.1:1")).Fails(1, "Nothing answers at http://127.0.0.1:1/");
        (await folder.RunAsync("login", "--api", "http://no-such-server.invalid")).Fails(1, "no-such-server.invalid");
        (await folder.RunAsync("init", "--api", "http://127.0.0.1:1")).Fails(1, "You are not signed in at http://127.0.0.1:1/", "es fst login --api http://127.0.0.1:1");
        var file = Path.Combine(folder.Config, "eventsourced", "fst-sessions.json");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, """{"last":"http://127.0.0.1:1/","all":{"http://127.0.0.1:1/":{"token":"fst_x","expires_at":"2026-01-02T03:04:00Z"}}}""", TestContext.Current.CancellationToken);
        (await folder.RunAsync("init")).Fails(1, "expired at 2026-01-02 03:04 UTC", "es fst login");
        await File.WriteAllTextAsync(file, "{", TestContext.Current.CancellationToken);
        (await folder.RunAsync("init")).Fails(1, "fst-sessions.json is damaged");
        folder.Write(".fst/config.json", "{}");
        (await folder.RunAsync("push")).Fails(1, "lacks api, project_id or workspace_id");
        folder.Write(".fstignore", "a*b");
        folder.Write(".fst/config.json", """{"api":"http://127.0.0.1:1","project_id":"x","workspace_id":"y"}""");
        folder.Variables["ES_FST_TOKEN"] = "fst_x";
        (await folder.RunAsync("push")).Fails(1, ".fstignore, line 1");
    }

    [Fact]
    public async Task A_device_that_is_told_to_slow_down_does()
    {
        Queue<(int Status, object Body)> answers = new(
        [
            (400, new { error = "authorization_pending" }), (400, new { error = "slow_down", error_description = "Slower." }), (400, new { error = "authorization_pending" }),
            (200, new { access_token = "fst_t", expires_in = 60 }),
        ]);
        await using var server = await ServerAsync(answers);
        List<double> pauses = [];

        var session = await SignIn(server, pauses).WaitAsync(new("d", "ABCD-1234", "/device", "/device?code=ABCD-1234", 900, 5), TestContext.Current.CancellationToken);

        Assert.Equal("fst_t", session.AccessToken);
        Assert.Equal([5, 5, 10, 10], pauses);
    }

    [Theory]
    [InlineData("access_denied", "was refused")]
    [InlineData("expired_token", "has expired")]
    [InlineData("authorization_pending", "has expired")]
    [InlineData("invalid_grant", "Unknown.")]
    public async Task A_sign_in_that_cannot_succeed_ends(string error, string said)
    {
        await using var server = await ServerAsync(new(Enumerable.Repeat<(int, object)>((400, new { error, error_description = "Unknown." }), 10)));
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => SignIn(server, []).WaitAsync(new("d", "ABCD-1234", "/device", "/device?code=ABCD-1234", 20, 5), TestContext.Current.CancellationToken));
        Assert.True(failure is CliException or FastestApiException);
        Assert.Contains(said, failure.Message, StringComparison.Ordinal);
    }

    private static DeviceSignIn SignIn(WebApplication server, List<double> pauses) => new(new FastestApi(new Uri(server.Urls.Single()), null), (pause, _) =>
    {
        pauses.Add(pause.TotalSeconds);
        return Task.CompletedTask;
    });

    private static async Task<WebApplication> ServerAsync(Queue<(int Status, object Body)> answers)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var server = builder.Build();
        server.Urls.Add("http://127.0.0.1:0");
        server.MapPost("/v1/oauth/token", () =>
        {
            var (status, body) = answers.Dequeue();
            return Results.Json(body, statusCode: status);
        });
        await server.StartAsync();
        return server;
    }

    private async Task<string> NewestCodeAsync()
    {
        await using var connection = new Npgsql.NpgsqlConnection((await world.DatabaseAsync()).ConnectionString);
        await connection.OpenAsync();
        await using var command = new Npgsql.NpgsqlCommand("select user_code from fastest.device_codes where status = 'pending' order by created_at desc limit 1", connection);
        return (string)(await command.ExecuteScalarAsync())!;
    }
}
