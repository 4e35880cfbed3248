using EventSourced.Bench.Frame;
using EventSourced.EventStore;
using EventSourced.EventStore.Signals;
using EventSourced.Projections;
using EventSourced.ReadTables.Hosting;
using EventSourced.ReadTables.Runtime;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventSourced.Bench.Pulse;

/// <summary>
/// A page of 50 rows by key from the query endpoint, over HTTP from the hosted API, compared with clients that read the same rows by Npgsql with a prepared
/// statement. Both have the same number of clients.
/// </summary>
internal sealed class QueryBench : IBench
{
    private const int Communities = 200, DaysEach = 500, Rows = 50, LargestPage = 64 * 1024;
    private static readonly string s_sql = $"SELECT * FROM pulse.daily_digests WHERE community_id = $1 AND source_id = $2 ORDER BY community_id, source_id, day_date LIMIT {Rows}";

    public string Name => "query";

    public async Task RunAsync(BenchDatabase database, Report report)
    {
        await FillAsync(database);
        await using var api = await ServedApi.StartAsync(database);
        var page = await api.Http.GetByteArrayAsync(Path(0));
        if (page.Length > LargestPage) throw new InvalidOperationException($"A page has {page.Length} bytes; at most {LargestPage} are expected.");
        report.Note($"a page has {page.Length:N0} bytes");
        report.Add($"page of {Rows} rows by key, {ServedApi.Clients} clients", "requests/s", await Rounds.RunAsync(
            () => ServedApi.CallAsync(async n =>
            {
                if (await ServedApi.ReadAsync(database, s_sql, Community(n), "chat") is var rows and not Rows) throw new InvalidOperationException($"{Community(n)} has {rows} rows of {Rows}.");
            }),
            () => ServedApi.CallAsync(n => api.Http.GetByteArrayAsync(Path(n)))), new Target.Times(0.4));
    }

    private static string Community(int n) => $"garden{n % Communities}";

    private static string Path(int n) => $"/api/pulse/daily_digests?community_id={Community(n)}&source_id=chat&limit={Rows}";

    private static async Task FillAsync(BenchDatabase database)
    {
        await using var store = new PostgresEventStore(database.Source, database.Codec);
        for (var c = 0; c < Communities; c++)
            await store.BulkAppendAsync(new Append([new($"garden{c}", ExpectedVersion.NoStream, [.. Enumerable.Range(0, DaysEach).Select(d => Some.Digest(Community(c), Some.Day.AddDays(d)))])], BenchDatabase.Metadata()));
        using var runtime = new ProjectionRuntime(ReadTableSet.Catalog, store, database.Codec, database.Source, new LogSignal(), new StateChanges(new Notifications(database.Source, NullLogger<Notifications>.Instance)), new ProjectionOptions(), NullLoggerFactory.Instance);
        await runtime.StartAsync(default);
        var last = await store.ReadWatermarkAsync();
        while (await database.ScalarAsync<long>("SELECT min(position) FROM es.read_tables") < last) await Task.Delay(20);
        await runtime.StopAsync(default);
        await database.ExecuteAsync("VACUUM ANALYZE pulse.daily_digests");
    }
}
