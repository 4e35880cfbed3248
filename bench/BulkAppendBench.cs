using System.Diagnostics;
using EventSourced.Contracts;
using EventSourced.EventStore;
using NpgsqlTypes;

namespace EventSourced.Bench;

/// <summary>A bulk append of 200,000 events beside a binary COPY of the same rows into a table with the same indexes.</summary>
internal static class BulkAppendBench
{
    private const int Count = 200_000;
    private const int Rounds = 5;

    public static async Task RunAsync(BenchDatabase database)
    {
        await using var store = new PostgresEventStore(database.Source, database.Codec);
        List<double> plain = [], own = [];
        for (var round = 0; round <= Rounds; round++)
        {
            IEvent[] events = [.. Enumerable.Range(0, Count).Select(i => Some.Digest("garden", Some.Day, i))];
            // Each round begins with empty tables: COPY slows down as indexes grow.
            await database.ExecuteAsync("TRUNCATE log.mt_events, log.mt_streams");
            var watch = Stopwatch.StartNew();
            await CopyAsync(database, events);
            var p = Count / watch.Elapsed.TotalSeconds;
            await database.ExecuteAsync("TRUNCATE log.mt_events, log.mt_streams");
            watch.Restart();
            await store.BulkAppendAsync(new Append([new($"bulk/{round}", ExpectedVersion.NoStream, events)], BenchDatabase.Metadata()));
            var o = Count / watch.Elapsed.TotalSeconds;
            if (round == 0) continue;
            plain.Add(p);
            own.Add(o);
        }
        Console.WriteLine($"copy {plain.Median():N0}/s   bulk append {own.Median():N0}/s   ratio {own.Zip(plain, (a, b) => a / b).Median():N2}   (medians of {Rounds})");
    }

    private static async Task CopyAsync(BenchDatabase database, IEvent[] events)
    {
        await using var connection = await database.Source.OpenConnectionAsync();
        await using var import = await connection.BeginBinaryImportAsync(
            "COPY log.mt_events (id, stream_id, version, data, type, timestamp, tenant_id, correlation_id, causation_id, headers) FROM STDIN (FORMAT BINARY)");
        var (command, headers, now) = (Guid.NewGuid().ToString(), """{"actor":"bench"}"""u8.ToArray(), DateTime.UtcNow);
        for (var i = 0; i < events.Length; i++)
        {
            var (type, data) = database.Codec.Encode(events[i]);
            await import.StartRowAsync();
            await import.WriteAsync(Guid.CreateVersion7(), NpgsqlDbType.Uuid);
            await import.WriteAsync("plain", NpgsqlDbType.Varchar);
            await import.WriteAsync(i + 1L, NpgsqlDbType.Bigint);
            await import.WriteAsync(data, NpgsqlDbType.Jsonb);
            await import.WriteAsync(type, NpgsqlDbType.Varchar);
            await import.WriteAsync(now, NpgsqlDbType.TimestampTz);
            await import.WriteAsync(Tenants.Default, NpgsqlDbType.Varchar);
            await import.WriteAsync(command, NpgsqlDbType.Varchar);
            await import.WriteAsync(command, NpgsqlDbType.Varchar);
            await import.WriteAsync(headers, NpgsqlDbType.Jsonb);
        }
        await import.CompleteAsync();
    }
}
