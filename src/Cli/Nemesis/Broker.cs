using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using EventSourced.Commands.Bus;
using EventSourced.Servers;
using RabbitMQ.Client;

namespace EventSourced.Cli.Nemesis;

/// <summary>Admin access to the broker.</summary>
internal sealed class Broker(RunningServers servers) : IDisposable
{
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(15) };

    /// <summary>Closes all client connections; returns their number.</summary>
    public async Task<int> CutAsync(CancellationToken cancellation)
    {
        using var list = await _http.SendAsync(Request(HttpMethod.Get, "api/connections"), cancellation);
        if (!list.IsSuccessStatusCode) return 0;
        var names = JsonNode.Parse(await list.Content.ReadAsStringAsync(cancellation))!.AsArray().Select(c => c!["name"]?.ToString()).OfType<string>().ToList();
        foreach (var name in names) (await _http.SendAsync(Request(HttpMethod.Delete, $"api/connections/{Uri.EscapeDataString(name)}"), cancellation)).Dispose();
        return names.Count;
    }

    /// <summary>Number of messages in each error queue.</summary>
    public async Task<IReadOnlyDictionary<string, uint>> ErrorsAsync(BusOptions options, CancellationToken cancellation)
    {
        var counts = new Dictionary<string, uint>();
        var factory = new ConnectionFactory { Uri = servers.RabbitMqUri!, AutomaticRecoveryEnabled = false };
        await using var connection = await factory.CreateConnectionAsync("nemesis", cancellation);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellation);
        foreach (var queue in options.Queues.Select(BusOptions.ErrorQueue))
            counts[queue] = (await channel.QueueDeclarePassiveAsync(queue, cancellation)).MessageCount;
        return counts;
    }

    public void Dispose() => _http.Dispose();

    private HttpRequestMessage Request(HttpMethod method, string path)
    {
        // The port may change with a restart, so the address is read each time.
        var uri = servers.RabbitMqManagementUri!;
        var user = Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(uri.UserInfo)));
        return new HttpRequestMessage(method, $"{uri.Scheme}://{uri.Authority}/{path}") { Headers = { Authorization = new AuthenticationHeaderValue("Basic", user) } };
    }
}
