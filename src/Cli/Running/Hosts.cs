using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using EventSourced.Servers.Postgres;
using EventSourced.Servers.Processes;

namespace EventSourced.Cli.Running;

/// <summary>Starts the hosts of a system and checks their health.</summary>
/// <param name="directory">The folder of the system.</param>
/// <param name="postgres">The database logins.</param>
/// <param name="rabbitMq">The broker, if there is one.</param>
/// <param name="inMemory">Whether everything runs in one process without a broker.</param>
/// <param name="settings">Additional configuration of the hosts.</param>
/// <param name="account">The account of the hosts; null for that of this process.</param>
internal sealed class Hosts(
    DataDirectory directory, PostgresLogins postgres, string? rabbitMq, bool inMemory, IReadOnlyDictionary<string, string> settings, Account? account)
{
    public const string Api = "api";
    public const string Workers = "workers";
    public const string All = "all";

    private static readonly HttpClient s_http = new() { Timeout = TimeSpan.FromSeconds(5) };

    /// <summary>The names of the hosts of a system, with their roles.</summary>
    public static IEnumerable<(string Name, string Role)> Needed(SystemOptions options) => options.OneProcess
        ? [(All, All)]
        : [(Api, Api), .. Enumerable.Range(1, options.Workers).Select(n => (n == 1 ? Workers : $"{Workers}-{n}", Workers))];

    /// <summary>Starts a host with an address.</summary>
    public HostState Start(string name, string role, string url)
    {
        string[] arguments = role == Workers ? [] : [$"--urls={url}"];
        var process = HostProcess.Start(role, arguments, Environment(role, url), LogOf(name), directory.Root, account);
        return new HostState(name, role, url, process);
    }

    public string LogOf(string name) => Path.Combine(directory.Logs, name + ".log");

    /// <summary>Whether a host is ready: the API with its tables, a worker with its bus.</summary>
    public static async Task<bool> IsReadyAsync(HostState host, CancellationToken cancellation) => await StatusAsync(host, cancellation) is "ready";

    /// <summary><c>ready</c>, <c>degraded</c>, <c>not_ready</c>, or null when nothing answers.</summary>
    public static async Task<string?> StatusAsync(HostState host, CancellationToken cancellation)
    {
        try
        {
            using var response = await s_http.GetAsync(host.Url + (host.Role == Workers ? "/health/ready" : "/health"), cancellation);
            if (host.Role == Workers) return response.IsSuccessStatusCode ? "ready" : "not_ready";
            return JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellation))?["status"]?.GetValue<string>();
        }
        catch (Exception e) when (e is HttpRequestException or System.Text.Json.JsonException or InvalidOperationException || (e is TaskCanceledException && !cancellation.IsCancellationRequested))
        {
            return null;
        }
    }

    public static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    public static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private Dictionary<string, string> Environment(string role, string url)
    {
        var variables = HostVariables.Of(directory, role, inMemory, url, postgres, rabbitMq).Where(v => v.Value is not null).ToDictionary(v => v.Key, v => v.Value!);
        if (account is not null) variables["HOME"] = directory.Temp;
        foreach (var (name, value) in settings) variables[name] = value;
        return variables;
    }
}
