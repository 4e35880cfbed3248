using EventSourced.Contracts;
using EventSourced.EventStore;

namespace EventSourced.Bench.Frame;

/// <summary>A log that is filled with the events of a function.</summary>
/// <param name="database">The database.</param>
internal sealed class FilledLog(BenchDatabase database) : IAsyncDisposable
{
    private const int Chunk = 50_000;

    public PostgresEventStore Store { get; } = new(database.Source, database.Codec);

    /// <summary>Empties the log and fills it.</summary>
    /// <param name="events">Number of events.</param>
    /// <param name="of">The event of a number, from 0.</param>
    public async Task FillAsync(int events, Func<int, IEvent> of)
    {
        await database.ExecuteAsync("TRUNCATE log.mt_events, log.mt_streams; ALTER SEQUENCE log.mt_events_sequence RESTART");
        for (var from = 0; from < events; from += Chunk)
            await Store.BulkAppendAsync(new Append([new($"bench/{from}", ExpectedVersion.NoStream, [.. Enumerable.Range(from, Math.Min(Chunk, events - from)).Select(of)])], BenchDatabase.Metadata()));
        await database.ExecuteAsync("VACUUM ANALYZE log.mt_events");
    }

    public ValueTask DisposeAsync() => Store.DisposeAsync();
}
