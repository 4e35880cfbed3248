using System.Diagnostics;
using EventSourced.Bench.Frame;
using EventSourced.EventStore;
using EventSourced.EventStore.Log;
using JasperFx.Events;
using Marten;
using Npgsql;
using NpgsqlTypes;

namespace EventSourced.Bench.Pulse;

/// <summary>A bulk append of 200,000 events, compared with a binary COPY of the same rows into a table with the same indexes, and with Marten's own bulk insert.</summary>
internal sealed class BulkAppendBench : IBench
{
    private const int Count = 200_000;

    public string Name => "bulk";

    public async Task RunAsync(BenchDatabase database, Report report)
    {
        await using var store = new PostgresEventStore(database.Source, database.Codec);
        Contracts.IEvent[] events = [.. Enumerable.Range(0, Count).Select(i => Some.Digest("garden", Some.Day, i))];
        Task<double> OursAsync() => RateAsync(database, () => store.BulkAppendAsync(new Append([new("bulk", ExpectedVersion.NoStream, events)], BenchDatabase.Metadata())));
        report.Add("200,000 events", "events/s", await Rounds.RunAsync(() => RateAsync(database, () => CopyAsync(database, events)), OursAsync), new Target.Times(0.9));
        await using var source = EventLogSource.Create(database.ConnectionString);
        using var marten = MartenLog.Open(source.Source, database.Codec, new EventStoreOptions());
        report.Add("200,000 events, beside Marten's BulkInsertEventsAsync", "events/s", await Rounds.RunAsync(() => RateAsync(database, () => MartenAsync(marten, events)), OursAsync));
    }

    // Each round starts with empty tables: COPY slows down as indexes grow.
    private static async Task<double> RateAsync(BenchDatabase database, Func<Task> loadAsync)
    {
        await database.ExecuteAsync("TRUNCATE log.mt_events, log.mt_streams");
        await database.ExecuteAsync("CHECKPOINT");
        var watch = Stopwatch.StartNew();
        await loadAsync();
        return Count / watch.Elapsed.TotalSeconds;
    }

    // One stream, like ours. It writes no correlation, causation or headers.
    private static Task MartenAsync(DocumentStore marten, Contracts.IEvent[] events) => marten.BulkInsertEventsAsync([StreamAction.Start(marten.Events, "bulk", [.. events])], events.Length);

    private static async Task CopyAsync(BenchDatabase database, Contracts.IEvent[] events)
    {
        await using var connection = await database.Source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        // Events have a foreign key to their stream.
        await using (var stream = new NpgsqlCommand($"INSERT INTO log.mt_streams (id, version, tenant_id) VALUES ('plain', {events.Length}, '{Tenants.Default}')", connection))
            await stream.ExecuteNonQueryAsync();
        await using var import = await connection.BeginBinaryImportAsync(
            "COPY log.mt_events (id, stream_id, version, data, type, timestamp, tenant_id, correlation_id, causation_id, headers) FROM STDIN (FORMAT BINARY)");
        var (command, headers, now) = (Guid.NewGuid().ToString(), """{"actor":"bench"}"""u8.ToArray(), DateTime.UtcNow);
        for (var i = 0; i < events.Length; i++)
        {
            var (type, data) = await database.Codec.EncodeAsync(events[i]);
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
        await import.DisposeAsync();
        await transaction.CommitAsync();
    }
}
