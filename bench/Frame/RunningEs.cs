using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Npgsql;

namespace EventSourced.Bench.Frame;

/// <summary>A complete system by <c>es up</c>, always with servers of its own: their memory and disk are part of the figures.</summary>
internal sealed class RunningEs : IAsyncDisposable
{
    // The one that users run: compiled ahead of time.
    private static readonly string s_program = Path.Combine(
        Repository.Find() is { } root ? Path.Combine(root, "src", "Cli", Path.GetRelativePath(Path.Combine(root, "bench"), AppContext.BaseDirectory)) : AppContext.BaseDirectory, "es.dll");

    private readonly string _data;

    private RunningEs(string data, HttpClient client, JsonNode connection, JsonNode access) =>
        (_data, Client, Postgres, PostgresAdmin, RabbitMq) = (data, client, $"{access["postgres_owner"]}", $"{access["postgres_admin"]}", $"{connection["rabbitmq"]}");

    /// <summary>Client of its API with an admin token.</summary>
    public HttpClient Client { get; }

    /// <summary>Its database.</summary>
    public string Postgres { get; }

    /// <summary>A login that may create databases.</summary>
    public string PostgresAdmin { get; }

    /// <summary>AMQP address of its broker.</summary>
    public string RabbitMq { get; }

    /// <summary>A new folder to which the servers' users also have access: otherwise the servers would store their data elsewhere, and it would not be deleted.</summary>
    public static string Folder() => Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"es-bench-{Guid.NewGuid():N}")).FullName;

    public static async Task<RunningEs> UpAsync(string folder, params string[] options)
    {
        var data = Path.Combine(folder, "data");
        await RunAsync(["up", "--detach", "--port", "0", "--data", data, .. options]);
        var connection = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(data, "connection.json")))!;
        var client = new HttpClient { BaseAddress = new Uri($"{connection["url"]}"), Timeout = TimeSpan.FromMinutes(10) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", $"{connection["token"]}");
        var access = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(data, "operator.json")))!;
        return new RunningEs(data, client, connection, access);
    }

    /// <summary>Process ids of its workers.</summary>
    public IReadOnlyList<int> Workers => ProcessesOf("workers");

    /// <summary>Process ids of a role: <c>api</c> or <c>workers</c>.</summary>
    public IReadOnlyList<int> ProcessesOf(string role) => [.. State()["hosts"]!.AsArray().Where(h => $"{h!["role"]}" == role).Select(h => (int)h!["process"]!["pid"]!)];

    /// <summary>Process ids of the supervisor and of all hosts.</summary>
    public IReadOnlyList<int> Hosts => [(int)State()["supervisor"]!["pid"]!, .. State()["hosts"]!.AsArray().Select(h => (int)h!["process"]!["pid"]!)];

    /// <summary>Process ids of PostgreSQL's sessions and of the broker.</summary>
    /// <param name="rows">The database.</param>
    public async Task<IReadOnlyList<int>> ServersAsync(NpgsqlDataSource rows)
    {
        await using var command = rows.CreateCommand("SELECT array_agg(pid) FROM pg_stat_activity");
        var sessions = (int[])(await command.ExecuteScalarAsync())!;
        var broker = Process.GetProcessesByName("beam.smp").Select(p => p.Id).Where(p => File.ReadAllText($"/proc/{p}/cmdline").Contains(_data, StringComparison.Ordinal)).ToList();
        return broker.Count == 1 ? [.. sessions, .. broker] : throw new InvalidOperationException($"{broker.Count} brokers run in {_data}; expected one.");
    }

    private JsonNode State() => JsonNode.Parse(File.ReadAllText(Path.Combine(_data, "system.json")))!;

    /// <summary>Runs a command of <c>es</c> on this system and returns the duration of its process.</summary>
    /// <param name="arguments">The command.</param>
    public Task<TimeSpan> RunCommandAsync(params string[] arguments) => RunAsync([.. arguments, "--data", _data]);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await RunAsync(["down", "--data", _data]);
        // A next system in the same folder begins with nothing.
        Directory.Delete(_data, recursive: true);
    }

    /// <summary>Runs a command of <c>es</c> in a folder and returns its duration, that of its process included.</summary>
    /// <param name="arguments">The command.</param>
    /// <param name="folder">Where it runs; null is here.</param>
    /// <param name="variables">Additional environment variables.</param>
    public static async Task<TimeSpan> RunAsync(string[] arguments, string? folder = null, params (string Name, string Value)[] variables)
    {
        var watch = Stopwatch.StartNew();
        var info = new ProcessStartInfo("dotnet", [s_program, .. arguments]) { WorkingDirectory = folder };
        foreach (var (name, value) in variables) info.Environment[name] = value;
        foreach (var variable in (string[])["ES_POSTGRES", "ES_RABBITMQ", "ES_RABBITMQ_MANAGEMENT"]) info.Environment.Remove(variable);
        using var process = Process.Start(info)!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"es {string.Join(' ', arguments)} ended with {process.ExitCode}.");
        return watch.Elapsed;
    }
}
