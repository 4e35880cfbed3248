using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using EventSourced.Api.Access;
using EventSourced.EndToEnd.Cli;
using EventSourced.EventStore;
using Npgsql;

namespace EventSourced.EndToEnd.Kills;

/// <summary>An API and workers as separate processes, which can be killed.</summary>
internal sealed class ServedSystem : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(4);
    private readonly NpgsqlDataSource _source;
    private readonly Dictionary<string, string> _environment;
    private readonly List<Process> _processes = [];
    private readonly ConcurrentQueue<string> _output = [];
    private readonly string _objects = Directory.CreateTempSubdirectory("es-objects-").FullName;

    private ServedSystem(NpgsqlDataSource source, string postgres, Uri broker, string prefix)
    {
        _source = source;
        _environment = new()
        {
            ["ConnectionStrings__Postgres"] = postgres,
            ["EventStore__ConnectionString"] = postgres,
            ["EventStore__ObjectFolder"] = _objects,
            ["Objects__Root"] = _objects,
            ["Bus__Uri"] = broker.AbsoluteUri,
            ["Bus__Prefix"] = prefix,
            ["DOTNET_ThreadPool_UnfairSemaphoreSpinLimit"] = "0",
        };
    }

    public HttpClient Client { get; private set; } = new();

    /// <summary>Creates a database in a server and starts an API on it. Workers are started by the test.</summary>
    public static async Task<ServedSystem> CreateAsync(string admin, Uri broker, string name, params (string Name, string Value)[] settings)
    {
        await using (var source = NpgsqlDataSource.Create(admin))
        await using (var create = source.CreateCommand($"CREATE DATABASE {name}"))
            await create.ExecuteNonQueryAsync();
        var postgres = new NpgsqlConnectionStringBuilder(admin) { Database = name }.ConnectionString;
        var system = new ServedSystem(NpgsqlDataSource.Create(postgres), postgres, broker, name + ".");
        foreach (var (setting, value) in settings) system._environment[setting] = value;
        await EventStoreSchema.ApplyAsync(system._source);
        var token = await new AdminTokens(system._source, TimeProvider.System).EnsureFirstAsync();
        var url = $"http://127.0.0.1:{FreePort()}";
        system.Start("api", "--urls", url);
        system.Client = new HttpClient { BaseAddress = new Uri(url), DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
        await system.UntilAsync("the API answers", async () =>
        {
            try
            {
                return (await system.Client.GetAsync("/commands/00000000-0000-0000-0000-000000000000")).StatusCode == HttpStatusCode.NotFound;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        });
        return system;
    }

    /// <summary>Its database.</summary>
    public NpgsqlDataSource Source => _source;

    /// <summary>Folder of its object store.</summary>
    public string Objects => _objects;

    /// <summary>Memory of the API process in bytes.</summary>
    public long ApiMemory
    {
        get
        {
            _processes[0].Refresh();
            return _processes[0].WorkingSet64;
        }
    }

    /// <summary>The most memory of the API process in bytes until the measurement is stopped.</summary>
    public async Task<long> PeakAsync(CancellationToken stop)
    {
        var peak = 0L;
        while (!stop.IsCancellationRequested)
        {
            peak = Math.Max(peak, ApiMemory);
            await Task.Delay(20, CancellationToken.None);
        }
        return peak;
    }

    public Process StartWorker() => Start("workers");

    public async Task<JsonNode> SendAsync(string path, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.Add("Prefer", "wait=60");
        using var response = await Client.SendAsync(request);
        var answer = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode is HttpStatusCode.OK or HttpStatusCode.Created, $"{path}: {(int)response.StatusCode} {answer}");
        return JsonNode.Parse(answer)!;
    }

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = _source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Waits for a condition and names it when the wait takes too long.</summary>
    public async Task UntilAsync(string what, Func<Task<bool>> holds)
    {
        using var limit = new CancellationTokenSource(s_patience);
        while (!await holds())
        {
            Assert.False(limit.IsCancellationRequested, $"Waited {s_patience.TotalMinutes} minutes until {what}.\n{Ended()}{string.Join('\n', _output.TakeLast(80))}");
            await Task.Delay(5, CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        foreach (var process in _processes)
        {
            if (!process.HasExited) process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }
        await _source.DisposeAsync();
        Directory.Delete(_objects, recursive: true);
    }

    /// <summary>The processes that have exited, for messages of failing tests.</summary>
    private string Ended() => string.Concat(_processes.Where(p => p.HasExited).Select(p => $"Process {p.Id} has ended with {p.ExitCode}.\n"));

    private void Note(Process process, string? line)
    {
        if (line is null) return;
        _output.Enqueue($"{DateTime.UtcNow:HH:mm:ss.fff} [{process.Id}] {line}");
        while (_output.Count > 2000) _output.TryDequeue(out _);
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private Process Start(params string[] arguments)
    {
        var info = new ProcessStartInfo("dotnet", [EsProgram.FileOf(), "serve", .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in _environment) info.Environment[name] = value;
        var process = Process.Start(info)!;
        process.OutputDataReceived += (_, line) => Note(process, line.Data);
        process.ErrorDataReceived += (_, line) => Note(process, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _processes.Add(process);
        return process;
    }
}
