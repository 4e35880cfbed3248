using EventSourced.Contracts;
using EventSourced.EventStore;
using Npgsql;

namespace EventSourced.Cli.Nemesis;

/// <summary>Asks for the watermark without rest: by the store in this process, which lives through all that happens to the servers, and by the API.</summary>
internal sealed class WatermarkWatcher(NpgsqlDataSource source, Caller caller, LogMemory memory, Tally tally) : IAsyncDisposable
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);
    private readonly PostgresEventStore _store = new(source, new EventCodec(EventCatalog.Default, []));

    public Task RunAsync(CancellationToken stop) => Task.WhenAll(
        WatchAsync(async () => await _store.ReadWatermarkAsync(stop), s_pause, stop),
        WatchAsync(async () => (await caller.GetAsync("admin/projections", stop)).Body?["watermark"]?.GetValue<long>(), 6 * s_pause, stop));

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    private async Task WatchAsync(Func<Task<long?>> ask, TimeSpan pause, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                if (await ask() is { } watermark)
                {
                    await memory.PublishedAsync(watermark, stop);
                    tally.Count("watermarks");
                }
            }
            catch (Exception e) when (e is NpgsqlException or IOException or TimeoutException)
            {
                // The database is away.
            }
            await Task.Delay(pause, stop);
        }
    }
}
