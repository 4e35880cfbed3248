using System.Diagnostics;
using System.Net.Http.Headers;
using EventSourced.Api.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace EventSourced.Bench.Frame;

/// <summary>The API over a database, asked over HTTP by clients that wait for each answer.</summary>
internal sealed class ServedApi : IAsyncDisposable
{
    public const int Clients = 16;

    private static readonly TimeSpan s_span = TimeSpan.FromSeconds(3);
    private readonly WebApplication _api;
    private readonly string _objects;

    private ServedApi(WebApplication api, string objects, string? token)
    {
        (_api, _objects) = (api, objects);
        Http = new HttpClient { BaseAddress = new Uri(api.Urls.Single()), DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
    }

    /// <summary>Asks as an admin.</summary>
    public HttpClient Http { get; }

    public static async Task<ServedApi> StartAsync(BenchDatabase database)
    {
        var objects = Directory.CreateTempSubdirectory("es-bench-").FullName;
        var api = ApiHost.Build(
            [$"--ConnectionStrings:Postgres={database.ConnectionString}", $"--Objects:Root={objects}", "--urls=http://127.0.0.1:0", "--Bus:Transport=memory"],
            builder => builder.Logging.ClearProviders());
        var token = await ApiHost.PrepareAsync(api);
        await api.StartAsync();
        return new ServedApi(api, objects, token);
    }

    /// <summary>Requests per second of all clients together.</summary>
    /// <param name="callAsync">One request, by a number that differs between clients.</param>
    public static async Task<double> CallAsync(Func<int, Task> callAsync)
    {
        var watch = Stopwatch.StartNew();
        var counts = await Task.WhenAll(Enumerable.Range(0, Clients).Select(client => Task.Run(async () =>
        {
            var n = 0;
            for (; watch.Elapsed < s_span; n++) await callAsync((client * 1_000) + n);
            return n;
        })));
        return counts.Sum() / watch.Elapsed.TotalSeconds;
    }

    /// <summary>Reads the rows of a statement, with a pooled connection and a prepared statement, as the API does.</summary>
    public static async Task<int> ReadAsync(BenchDatabase database, string sql, params object[] values)
    {
        await using var connection = await database.Source.OpenConnectionAsync();
        await using var command = new Npgsql.NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        await command.PrepareAsync();
        await using var reader = await command.ExecuteReaderAsync();
        var rows = 0;
        var columns = new object[reader.FieldCount];
        for (; await reader.ReadAsync(); rows++) reader.GetValues(columns);
        return rows;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _api.StopAsync();
        await _api.DisposeAsync();
        Directory.Delete(_objects, recursive: true);
    }
}
