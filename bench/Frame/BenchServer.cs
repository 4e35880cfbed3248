using EventSourced.Servers;
using EventSourced.Testing;

namespace EventSourced.Bench.Frame;

/// <summary>
/// PostgreSQL as in production: ES_POSTGRES, or a private server that flushes every commit to disk. The tests' server does not, and would hide the cost of
/// a commit.
/// </summary>
internal sealed class BenchServer : IAsyncDisposable
{
    private readonly ServerOptions _options;
    private readonly RunningServers _servers;

    private BenchServer(ServerOptions options, RunningServers servers) => (_options, _servers) = (options, servers);

    public string ConnectionString => _servers.PostgresConnectionString;

    public static async Task<BenchServer> StartAsync()
    {
        var options = ServerOptions.FromEnvironment(TestServers.NewDataDirectory()) with { NeedBroker = false, Durable = true };
        return new BenchServer(options, await ServerSet.StartAsync(options));
    }

    public async ValueTask DisposeAsync()
    {
        await _servers.DisposeAsync();
        await ServerSet.DestroyAsync(_options);
    }
}
