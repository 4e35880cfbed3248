using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using EventSourced.EndToEnd.Kills;
using EventSourced.Testing;

namespace EventSourced.EndToEnd.Fastest;

/// <summary>An API and a worker as processes, and a user of Fastest who has signed in.</summary>
public sealed class ServedUser : IAsyncLifetime
{
    private readonly List<IAsyncDisposable> _started = [];

    internal ServedSystem System { get; private set; } = null!;

    internal HttpClient User { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var servers = await TestServers.StartPrivateAsync(needBroker: true, TestContext.Current.CancellationToken);
        _started.Add(servers);
        System = await ServedSystem.CreateAsync(servers.PostgresConnectionString, servers.RabbitMqUri!, "trees",
            ("Fastest__GoogleClientId", FastestWorld.Google.ClientId), ("Fastest__GoogleKeys", FastestWorld.Google.Keys),
            // A young generation of 16 MB, so that garbage does not count as used.
            ("DOTNET_GCgen0size", "0x1000000"));
        _started.Add(System);
        System.StartWorker();
        User = new HttpClient { BaseAddress = System.Client.BaseAddress, Timeout = TimeSpan.FromMinutes(10) };
        await System.UntilAsync("a user is signed in", async () =>
        {
            using var answer = await User.PostAsJsonAsync("/v1/auth/google", new { credential = FastestWorld.Credential("large@example.org", "large") });
            if (answer.StatusCode != HttpStatusCode.OK) return false;
            User.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["access_token"]!);
            return true;
        });
    }

    public async ValueTask DisposeAsync()
    {
        User?.Dispose();
        foreach (var started in _started.AsEnumerable().Reverse()) await started.DisposeAsync();
    }
}
