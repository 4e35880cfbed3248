using EventSourced.Contracts;
using EventSourced.EventStore;
using Npgsql;

namespace EventSourced.Cli.Nemesis;

/// <summary>Polls the watermark continuously: by an event store in this process, which is not disrupted, and by the API.</summary>
internal sealed class WatermarkWatcher(NpgsqlDataSource source, EventCatalog events, Caller caller, WatermarkHistory memory, Tally tally) : IAsyncDisposable
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);
    private readonly PostgresEventStore _store = new(source, new EventCodec(events, []));

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
                // The database is down.
            }
            await Task.Delay(pause, stop);
        }
    }
}
