using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using EventSourced.Api.Hosting;
using EventSourced.Commands.Bus;
using EventSourced.Commands.Modules;
using EventSourced.EndToEnd.Cli;
using EventSourced.EventStore;
using EventSourced.ReadTables;
using EventSourced.ReadTables.Query;
using EventSourced.Testing;
using EventSourced.Workers.Hosting;
using EventSourced.Workers.Jobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EventSourced.EndToEnd.Boost;

/// <summary>The API with workers in one process, and a database of its own.</summary>
internal sealed class LibraryWorld : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);
    private readonly string _folder;
    private readonly TestDatabase _database;
    private readonly WebApplication _app;
    private readonly HttpClient _http;
    private readonly NpgsqlDataSource _source;

    private LibraryWorld(TestDatabase database, WebApplication app, string folder, string token)
    {
        (_database, _app, _folder) = (database, app, folder);
        _http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        _source = NpgsqlDataSource.Create(database.ConnectionString);
    }

    public string Objects => Path.Combine(_folder, "objects");

    /// <summary>Starts it.</summary>
    /// <param name="settings">More settings: <c>--Boost:GitHub:BaseUrl=…</c>.</param>
    public static async Task<LibraryWorld> StartAsync(params string[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("es-boost-").FullName;
        var database = await TestDatabase.CreateAsync("boost");
        var app = ApiHost.Build(
            [$"--ConnectionStrings:Postgres={database.ConnectionString}", $"--Objects:Root={Path.Combine(folder, "objects")}", "--urls=http://127.0.0.1:0", "--Bus:Transport=memory", .. settings],
            builder =>
            {
                builder.Logging.ClearProviders();
                builder.Services.AddWorkers(builder.Configuration);
            });
        var token = await ApiHost.PrepareAsync(app);
        await app.StartReadyAsync();
        return new(database, app, folder, token!);
    }

    /// <summary>Sends a request and checks the status of its answer.</summary>
    public async Task<JsonNode> SendAsync(HttpMethod method, string path, int expected, object? body = null, bool waits = false)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body switch { null => null, HttpContent content => content, _ => JsonContent.Create(body) } };
        if (waits) request.Headers.Add("Prefer", "wait=30");
        using var response = await _http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.Has((HttpStatusCode)expected), $"{method} {path}: {(int)response.StatusCode} instead of {expected}: {text}");
        return JsonNode.Parse(text.Length == 0 ? "{}" : text)!;
    }

    public Task<JsonNode> GetAsync(string path, int expected = 200) => SendAsync(HttpMethod.Get, path, expected);

    /// <summary>Sends a command, and waits for its end.</summary>
    public Task<JsonNode> CommandAsync(string path, object body, int expected = 200) => SendAsync(HttpMethod.Post, $"/api/boost/{path}", expected, body, waits: true);

    /// <summary>Sends a command as the schedule does, and waits for its end.</summary>
    /// <param name="name">Name of the command.</param>
    /// <param name="day">Days from now: a scheduled command runs once for a time.</param>
    public async Task ScheduledAsync(string name, int day = 0)
    {
        var envelope = ClockJobs.Envelope(_app.Services.GetRequiredService<ModuleCatalog>(), name, DateTimeOffset.UtcNow.AddDays(day));
        await _app.Services.GetRequiredService<ICommandSender>().SendAsync(envelope, TestContext.Current.CancellationToken);
        var ledger = _app.Services.GetRequiredService<CommandLedger>();
        await EsProgram.UntilAsync(async () => await ledger.FindAsync(envelope.CommandId) is { Status: CommandStatus.Completed }, $"the end of {name}");
    }

    /// <summary>Sends a file that is refused, and returns why.</summary>
    public async Task<string> RefusedAsync(string kind, byte[] file, string filename, string query, int status) =>
        (await SendAsync(HttpMethod.Post, $"/api/boost/imports/{kind}?{query}&filename={filename}", status, new ByteArrayContent(file), waits: true)).ToJsonString();

    /// <summary>Imports a file, and waits for its end.</summary>
    public async Task<JsonNode> ImportAsync(string kind, byte[] file, string filename, string query)
    {
        var import = await EndAsync(kind, file, filename, query);
        Assert.True((string)import["state"]! == "completed", import.ToJsonString());
        return import;
    }

    /// <summary>Imports a file that fails after its upload.</summary>
    public async Task<JsonNode> FailedAsync(string kind, byte[] file, string filename, string query)
    {
        var import = await EndAsync(kind, file, filename, query);
        Assert.True((string)import["state"]! == "failed", import.ToJsonString());
        return import;
    }

    private async Task<JsonNode> EndAsync(string kind, byte[] file, string filename, string query)
    {
        var accepted = await SendAsync(HttpMethod.Post, $"/api/boost/imports/{kind}?{query}&filename={filename}", 202, new ByteArrayContent(file));
        var url = (string)accepted["import_url"]!;
        // The stream of its progress ends with the import.
        await _http.GetStringAsync($"{url}/events", TestContext.Current.CancellationToken);
        return await GetAsync(url);
    }

    /// <summary>Waits until the tables have all events.</summary>
    public async Task CatchUpAsync()
    {
        var end = await _app.Services.GetRequiredService<IEventStore>().ReadEndAsync();
        foreach (var table in _app.Services.GetRequiredService<ReadTableCatalog>().Tables.Where(t => t.Module == "boost"))
            await _app.Services.GetRequiredService<TableStates>().WaitAsync(table, null, end, s_patience);
    }

    /// <summary>The texts of a query with one column.</summary>
    public async Task<IReadOnlyList<string>> ListAsync(string sql)
    {
        await using var command = _source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        List<string> rows = [];
        while (await reader.ReadAsync()) rows.Add(reader.GetString(0));
        return rows;
    }

    /// <summary>All rows of the tables of libraries, with their times.</summary>
    public async Task<IReadOnlyList<string>> RowsAsync()
    {
        List<string> rows = [];
        foreach (var table in (string[])["boost_library_repository", "boost_library", "boost_version", "boost_library_version", "boost_dependency", "dependency_change_log",
            "boost_library_role_relationship", "boost_library_category", "boost_library_category_relationship", "boost_file", "github_account", "email"])
            rows.AddRange(await ListAsync($"select '{table} ' || t::text from boost.{table} t order by id"));
        return rows;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _source.DisposeAsync();
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
