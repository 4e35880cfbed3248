using EventSourced.Bench.Frame;
using EventSourced.EventStore;
using EventSourced.EventStore.Log;
using Marten;
using Npgsql;
using NpgsqlTypes;

namespace EventSourced.Bench.Pulse;

/// <summary>
/// Appends of one event by 1, 8 and 64 callers, each to a stream of its own, compared with a transaction that updates the stream and inserts the event, and
/// with Marten with a session for each append. The floor has as many connections as callers, at most eight: more make it slower.
/// </summary>
internal sealed class AppendBench : IBench
{
    public string Name => "append";

    public async Task RunAsync(BenchDatabase database, Report report)
    {
        await using var source = EventLogSource.Create(database.ConnectionString);
        using var marten = MartenLog.Open(source.Source, database.Codec, new EventStoreOptions());
        await using var store = new PostgresEventStore(database.Source, database.Codec, null, marten, source);
        // On a fresh database: plans from the time when the tables were empty must not slow down later appends.
        var first = await Callers.CallAsync(64, _ => OwnCallerAsync(store), TimeSpan.FromSeconds(10));
        for (var streams = 0; streams < 100_000; streams += 500)
            await store.BulkAppendAsync(new Append([.. Enumerable.Range(0, 500).Select(_ => Stream($"bench/{Guid.NewGuid():N}", 0))], BenchDatabase.Metadata()));
        report.Add("64 callers after 100,000 streams, beside the first 10 s", "events/s", await Rounds.RunAsync(
            () => Task.FromResult(first), () => Callers.CallAsync(64, _ => OwnCallerAsync(store))), new Target.Times(0.9));

        await database.ExecuteAsync("CREATE SCHEMA plain; CREATE TABLE plain.mt_streams (LIKE log.mt_streams INCLUDING ALL); CREATE TABLE plain.mt_events (LIKE log.mt_events INCLUDING ALL)");
        foreach (var callers in (int[])[1, 8, 64])
        {
            var name = callers == 1 ? "1 caller" : $"{callers} callers";
            report.Add(name, "events/s", await Rounds.RunAsync(
                () => Callers.CallAsync(Math.Min(callers, 8), _ => PlainCallerAsync(database)),
                () => Callers.CallAsync(callers, _ => OwnCallerAsync(store))));
            report.Add($"{name}, beside Marten with a session each", "events/s", await Rounds.RunAsync(
                () => Callers.CallAsync(callers, _ => MartenCallerAsync(marten)),
                () => Callers.CallAsync(callers, _ => OwnCallerAsync(store))), callers switch { 1 => new Target.Times(0.9), 64 => new Target.Times(2.2), _ => null });
        }
        report.Add("64 callers with the command's outcome", "events/s", await Rounds.RunAsync(
            () => Callers.CallAsync(8, _ => PlainCallerAsync(database)),
            () => Callers.CallAsync(64, _ => OwnCallerAsync(store, withOutcome: true))), new Target.Times(0.7));
    }

    private static Task<Caller> OwnCallerAsync(PostgresEventStore store, bool withOutcome = false)
    {
        var stream = $"bench/{Guid.NewGuid():N}";
        var version = 0;
        return Task.FromResult(new Caller(() =>
        {
            var metadata = BenchDatabase.Metadata();
            return store.AppendAsync(new Append([Stream(stream, version++)], metadata, withOutcome ? new CommandOutcome(metadata.CommandId, CommandStatus.Completed, "{}") : null));
        }));
    }

    // As in Marten's documentation, with an expected version and the same metadata as ours.
    private static Task<Caller> MartenCallerAsync(IDocumentStore marten)
    {
        var stream = $"bench/{Guid.NewGuid():N}";
        var version = 0;
        return Task.FromResult(new Caller(async () =>
        {
            await using var session = marten.LightweightSession();
            session.CorrelationId = session.CausationId = $"{Guid.NewGuid()}";
            session.SetHeader("actor", "bench");
            if (version++ == 0) session.Events.StartStream(stream, Some.Digest("garden", Some.Day));
            else session.Events.Append(stream, version, Some.Digest("garden", Some.Day));
            await session.SaveChangesAsync();
        }));
    }

    private static StreamAppend Stream(string stream, long version) => new(stream, ExpectedVersion.Exactly(version), [Some.Digest("garden", Some.Day)]);

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
