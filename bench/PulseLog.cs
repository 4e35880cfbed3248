using EventSourced.Bench.Frame;
using EventSourced.Contracts;
using EventSourced.Contracts.Pulse;
using EventSourced.EventStore;

namespace EventSourced.Bench;

/// <summary>A log of Pulse events: of ten events, seven are digests, two are progress and one has a day's new messages.</summary>
internal sealed class PulseLog(BenchDatabase database) : IAsyncDisposable
{
    private const int Chunk = 50_000;

    public PostgresEventStore Store { get; } = new(database.Source, database.Codec);

    /// <summary>Empties the log and fills it with events.</summary>
    public async Task FillAsync(int events)
    {
        await database.ExecuteAsync("TRUNCATE log.mt_events, log.mt_streams; ALTER SEQUENCE log.mt_events_sequence RESTART");
        for (var from = 0; from < events; from += Chunk)
        {
            await Store.BulkAppendAsync(new Append(
                [new($"bench/{from}", ExpectedVersion.NoStream, [.. Enumerable.Range(from, Math.Min(Chunk, events - from)).Select(i => Event(i, events))])], BenchDatabase.Metadata()));
        }
        await database.ExecuteAsync("VACUUM ANALYZE log.mt_events");
    }

    public ValueTask DisposeAsync() => Store.DisposeAsync();

    private static IEvent Event(int i, int events) => i < 500 ? Some.Registered(ExportId(i)) : (i % 10) switch
    {
        < 7 => Some.Digest($"garden{i % 20}", Some.Day.AddDays(i / 200)),
        < 9 => Some.Progress(ExportId(i % 500), i),
        _ => new DayMessagesRecorded($"garden{i % 20}", "chat", Some.Day.AddDays(i / 200), Guid.Empty, ["9f86d081884c7d65"], [$"{i:x64}", $"{i + events:x64}", $"{i + (2L * events):x64}"], [0, 0, 0]),
    };

    private static Guid ExportId(int i) => new(i, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
}
