using System.Diagnostics;
using System.Net.Http.Headers;
using EventSourced.Api.Hosting;
using EventSourced.Bench.Frame;
using EventSourced.EventStore;
using EventSourced.Projections;
using EventSourced.ReadTables.Hosting;
using EventSourced.ReadTables.Runtime;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace EventSourced.Bench;

/// <summary>
/// A page of 50 rows by key from the query endpoint, over HTTP from the hosted API, compared with clients that read the same rows by Npgsql with a prepared
/// statement. Both have the same number of clients.
/// </summary>
internal sealed class QueryBench : IBench
{
    private const int Clients = 16, Communities = 200, DaysEach = 500, Rows = 50, LargestPage = 64 * 1024;
    private static readonly TimeSpan s_span = TimeSpan.FromSeconds(3);

    public string Name => "query";

    public async Task RunAsync(BenchDatabase database, Report report)
    {
        await FillAsync(database);
        var objects = Directory.CreateTempSubdirectory("es-bench-").FullName;
        try
        {
            await using var api = ApiHost.Build(
                [$"--ConnectionStrings:Postgres={database.ConnectionString}", $"--Objects:Root={objects}", "--urls=http://127.0.0.1:0", "--Bus:Transport=memory"],
                builder => builder.Logging.ClearProviders());
            var token = await ApiHost.PrepareAsync(api);
            await api.StartAsync();
            using var http = new HttpClient { BaseAddress = new Uri(api.Urls.Single()) };
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
            var page = await http.GetByteArrayAsync(Path(0));
            if (page.Length > LargestPage) throw new InvalidOperationException($"A page has {page.Length} bytes; at most {LargestPage} are expected.");
            report.Note($"a page has {page.Length:N0} bytes");

            report.Add($"page of {Rows} rows by key, {Clients} clients", "requests/s", await Rounds.RunAsync(
                () => CallAsync(client => SqlClientAsync(database, client)),
                () => CallAsync(client => Task.FromResult<Func<int, Task>>(n => http.GetByteArrayAsync(Path(n))))), new Target.Times(0.4));
            await api.StopAsync();
        }
        finally
        {
            Directory.Delete(objects, recursive: true);
        }
    }

    private static string Community(int n) => $"garden{n % Communities}";

    private static string Path(int n) => $"/api/pulse/daily_digests?community_id={Community(n)}&source_id=chat&limit={Rows}";

    private static async Task FillAsync(BenchDatabase database)
    {
        await using var store = new PostgresEventStore(database.Source, database.Codec);
        for (var c = 0; c < Communities; c++)
            await store.BulkAppendAsync(new Append([new($"garden{c}", ExpectedVersion.NoStream, [.. Enumerable.Range(0, DaysEach).Select(d => Some.Digest(Community(c), Some.Day.AddDays(d)))])], BenchDatabase.Metadata()));
        using var runtime = new ProjectionRuntime(ReadTableSet.Catalog, store, database.Codec, database.Source, new LogSignal(), new ProjectionOptions(), NullLoggerFactory.Instance);
        await runtime.StartAsync(default);
        var last = await store.ReadWatermarkAsync();
        while (await database.ScalarAsync<long>("SELECT min(position) FROM es.read_tables") < last) await Task.Delay(20);
        await runtime.StopAsync(default);
        await database.ExecuteAsync("VACUUM ANALYZE pulse.daily_digests");
    }

    private static async Task<double> CallAsync(Func<int, Task<Func<int, Task>>> open)
    {
        var clients = await Task.WhenAll(Enumerable.Range(0, Clients).Select(open));
        var watch = Stopwatch.StartNew();
        var counts = await Task.WhenAll(clients.Select((callAsync, c) => Task.Run(async () =>
        {
            var n = 0;
            // Every client starts at a community of its own.
            for (; watch.Elapsed < s_span; n++) await callAsync((c * Communities / Clients) + n);
            return n;
        })));
        return counts.Sum() / watch.Elapsed.TotalSeconds;
    }

    private static Task<Func<int, Task>> SqlClientAsync(BenchDatabase database, int client) => Task.FromResult<Func<int, Task>>(async n =>
    {
        // A pooled connection per request, as in the endpoint.
        await using var connection = await database.Source.OpenConnectionAsync();
        await using var command = new NpgsqlCommand(
            $"SELECT * FROM pulse.daily_digests WHERE community_id = $1 AND source_id = $2 ORDER BY community_id, source_id, day_date LIMIT {Rows}", connection)
        {
            Parameters = { new NpgsqlParameter<string> { TypedValue = Community(n) }, new NpgsqlParameter<string> { TypedValue = "chat" } },
        };
        await command.PrepareAsync();
        await using var reader = await command.ExecuteReaderAsync();
        var rows = 0;
        var values = new object[reader.FieldCount];
        for (; await reader.ReadAsync(); rows++) reader.GetValues(values);
        if (rows != Rows) throw new InvalidOperationException($"{Community(n)} has {rows} rows of {Rows}.");
    });
}
