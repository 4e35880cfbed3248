using System.Diagnostics;
using EventSourced.Bench.Frame;
using EventSourced.EventStore;
using Npgsql;
using NpgsqlTypes;

namespace EventSourced.Bench;

/// <summary>
/// Appends of one event by 1, 8 and 64 callers, each to a stream of its own, beside a transaction that moves the stream and inserts the event. The floor
/// has as many connections as callers, at most eight: more make it slower.
/// </summary>
internal sealed class AppendBench : IBench
{
    private static readonly TimeSpan s_span = TimeSpan.FromSeconds(2);

    public string Name => "append";

    public async Task RunAsync(BenchDatabase database, Report report)
    {
        await using var store = new PostgresEventStore(database.Source, database.Codec);
        await database.ExecuteAsync("CREATE SCHEMA plain; CREATE TABLE plain.mt_streams (LIKE log.mt_streams INCLUDING ALL); CREATE TABLE plain.mt_events (LIKE log.mt_events INCLUDING ALL)");
        foreach (var (callers, target) in ((int, Target?)[])[(1, new Target.Times(0.9)), (8, null), (64, new Target.Times(8))])
        {
            report.Add(callers == 1 ? "1 caller" : $"{callers} callers", "events/s", await Rounds.RunAsync(
                () => CallAsync(Math.Min(callers, 8), _ => PlainCallerAsync(database)),
                () => CallAsync(callers, _ => OwnCallerAsync(store))), target);
        }
    }

    /// <summary>Somebody who appends one event after another.</summary>
    private sealed record Caller(Func<Task> OneAsync, NpgsqlConnection? Connection);

    private static async Task<double> CallAsync(int callers, Func<int, Task<Caller>> open)
    {
        var calls = await Task.WhenAll(Enumerable.Range(0, callers).Select(open));
        var watch = Stopwatch.StartNew();
        var counts = await Task.WhenAll(calls.Select(call => Task.Run(async () =>
        {
            var n = 0;
            for (; watch.Elapsed < s_span; n++) await call.OneAsync();
            return n;
        })));
        var rate = counts.Sum() / watch.Elapsed.TotalSeconds;
        foreach (var call in calls)
            if (call.Connection is not null) await call.Connection.DisposeAsync();
        return rate;
    }

    private static Task<Caller> OwnCallerAsync(PostgresEventStore store)
    {
        var stream = $"bench/{Guid.NewGuid():N}";
        var version = 0;
        return Task.FromResult(new Caller(() => store.AppendAsync(new Append(
            [new StreamAppend(stream, ExpectedVersion.Exactly(version++), [Some.Digest("garden", Some.Day)])], BenchDatabase.Metadata())), null));
    }

    private static async Task<Caller> PlainCallerAsync(BenchDatabase database)
    {
        var connection = await database.Source.OpenConnectionAsync();
        var stream = $"bench/{Guid.NewGuid():N}";
        await using (var create = new NpgsqlCommand("INSERT INTO plain.mt_streams (id, version) VALUES ($1, 0)", connection) { Parameters = { new() { Value = stream } } })
            await create.ExecuteNonQueryAsync();
        var version = 0L;
        var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new("UPDATE plain.mt_streams SET version = $2, timestamp = now() WHERE tenant_id = '*DEFAULT*' AND id = $1 AND version = $2 - 1")
                {
                    Parameters = { new() { NpgsqlDbType = NpgsqlDbType.Varchar }, new() { NpgsqlDbType = NpgsqlDbType.Bigint } },
                },
                new("INSERT INTO plain.mt_events (seq_id, id, stream_id, version, data, type, correlation_id, causation_id, headers) VALUES (nextval('log.mt_events_sequence'), $1, $2, $3, $4, $5, $6, $6, $7)")
                {
                    Parameters =
                    {
                        new() { NpgsqlDbType = NpgsqlDbType.Uuid }, new() { NpgsqlDbType = NpgsqlDbType.Varchar }, new() { NpgsqlDbType = NpgsqlDbType.Bigint },
                        new() { NpgsqlDbType = NpgsqlDbType.Jsonb }, new() { NpgsqlDbType = NpgsqlDbType.Varchar }, new() { NpgsqlDbType = NpgsqlDbType.Varchar },
                        new() { NpgsqlDbType = NpgsqlDbType.Jsonb },
                    },
                },
            },
        };
        // A batch of two statements is one round trip and one transaction.
        return new Caller(OneAsync, connection);

        async Task OneAsync()
        {
            version++;
            var (type, data) = await database.Codec.EncodeAsync(Some.Digest("garden", Some.Day));
            Fill(batch.BatchCommands[0], stream, version);
            Fill(batch.BatchCommands[1], Guid.CreateVersion7(), stream, version, data, type, Guid.NewGuid().ToString(), """{"actor":"bench"}""");
            await batch.PrepareAsync();
            await batch.ExecuteNonQueryAsync();
        }

        static void Fill(NpgsqlBatchCommand command, params object[] values)
        {
            for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i];
        }
    }
}
