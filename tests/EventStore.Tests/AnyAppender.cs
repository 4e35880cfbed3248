using JasperFx.Events;
using JasperFx.MultiTenancy;
using Marten;
using Npgsql;
using NpgsqlTypes;

namespace EventSourced.EventStore.Tests;

/// <summary>Whoever appends, by whatever means, is covered by the watermark: it looks at the lock that nextval holds.</summary>
public sealed class AnyAppender(LogFixture log) : IClassFixture<LogFixture>
{
    private const long Gate = 4711;

    [Theory]
    [InlineData("marten", true), InlineData("marten", false)]
    [InlineData("insert", true), InlineData("insert", false)]
    [InlineData("copy", true), InlineData("copy", false)]
    public async Task a_transaction_that_is_held_open_beside_the_writer_loses_a_reader_nothing(string appender, bool isKept)
    {
        await using var reader = log.OpenStore();
        var at = await reader.ReadWatermarkAsync();
        List<string> seen = [];
        var (slow, first, second) = (Some.Stream("slow"), Some.Stream("first"), Some.Stream("second"));
        await using var held = appender == "marten" ? await MartenSession.BeginAsync(log, slow) : await ByHand.BeginAsync(log, slow, appender == "copy");

        await log.Store.AppendAsync(Some.Append(Some.To(first, ExpectedVersion.NoStream)));
        await log.Store.BulkAppendAsync(Some.Append(Some.To(second, ExpectedVersion.NoStream)));
        await ReadAsync();
        Assert.Empty(seen);

        await held.EndAsync(isKept);
        await ReadAsync();
        Assert.Equal(isKept ? [slow, slow, first, second] : [first, second], seen);

        async Task ReadAsync()
        {
            for (var empty = 0; empty < 3;)
            {
                var page = await reader.ReadPageAsync(at, 1);
                seen.AddRange(page.Events.Select(e => e.StreamId));
                if (page.Position == at) empty++;
                at = page.Position;
            }
        }
    }

    private interface IHeld : IAsyncDisposable
    {
        Task EndAsync(bool isKept);
    }

    /// <summary>An ordinary Marten session, as others write it. After its events it waits for a lock that the test holds.</summary>
    private sealed class MartenSession(DocumentStore store, IDocumentSession session, NpgsqlConnection gate, Task saved) : IHeld
    {
        public static async Task<IHeld> BeginAsync(LogFixture log, string stream)
        {
            var store = DocumentStore.For(marten =>
            {
                marten.Connection(log.ConnectionString);
                marten.DatabaseSchemaName = "log";
                marten.Events.StreamIdentity = StreamIdentity.AsString;
                marten.Events.TenancyStyle = TenancyStyle.Conjoined;
                marten.Events.AppendMode = EventAppendMode.Quick;
                marten.Events.MetadataConfig.EnableAll();
                marten.AutoCreateSchemaObjects = JasperFx.AutoCreate.None;
            });
            var gate = await log.DataSource.OpenConnectionAsync();
            await ExecuteAsync(gate, $"select pg_advisory_lock({Gate})");
            var session = store.LightweightSession();
            session.Events.StartStream(stream, new Said("one"), new Said("two"));
            session.QueueSqlCommand($"select pg_advisory_xact_lock({Gate})");
            var saved = session.SaveChangesAsync();
            while (await log.ScalarAsync<long>($"select count(*) from pg_locks where locktype = 'advisory' and objid = {Gate} and not granted and database = (select oid from pg_database where datname = current_database())") == 0)
                Assert.False(saved.IsCompleted, $"It did not wait: {saved.Exception}");
            return new MartenSession(store, session, gate, saved);
        }

        public async Task EndAsync(bool isKept)
        {
            if (!isKept)
            {
                await ExecuteAsync(gate, $"select pg_terminate_backend(pid, 10000) from pg_locks where locktype = 'advisory' and objid = {Gate} and not granted and database = (select oid from pg_database where datname = current_database())");
                await Assert.ThrowsAnyAsync<Exception>(() => saved);
            }
            await ExecuteAsync(gate, $"select pg_advisory_unlock({Gate})");
            if (isKept) await saved;
        }

        public async ValueTask DisposeAsync()
        {
            await session.DisposeAsync();
            await gate.DisposeAsync();
            store.Dispose();
        }

        private sealed record Said(string Word);
    }

    /// <summary>A transaction that somebody wrote by hand: inserts that draw by nextval, or COPY.</summary>
    private sealed class ByHand(NpgsqlConnection connection, NpgsqlTransaction transaction) : IHeld
    {
        public static async Task<IHeld> BeginAsync(LogFixture log, string stream, bool copies)
        {
            var connection = await log.DataSource.OpenConnectionAsync();
            var transaction = await connection.BeginTransactionAsync();
            await ExecuteAsync(connection, $"insert into log.mt_streams (id, version) values ('{stream}', 2)");
            if (copies)
            {
                await using var import = await connection.BeginBinaryImportAsync("copy log.mt_events (id, stream_id, version, data, type) from stdin (format binary)");
                for (var version = 1L; version <= 2; version++)
                {
                    await import.StartRowAsync();
                    await import.WriteAsync(Guid.NewGuid());
                    await import.WriteAsync(stream, NpgsqlDbType.Varchar);
                    await import.WriteAsync(version);
                    await import.WriteAsync("{}", NpgsqlDbType.Jsonb);
                    await import.WriteAsync("others.said", NpgsqlDbType.Varchar);
                }
                await import.CompleteAsync();
            }
            else
            {
                // The first draw is in a part of the transaction that is rolled back: the lock stays.
                await ExecuteAsync(connection, "savepoint s; select nextval('log.mt_events_sequence'); rollback to s");
                await ExecuteAsync(connection, $$"""
                    insert into log.mt_events (seq_id, id, stream_id, version, data, type)
                    select nextval('log.mt_events_sequence'), gen_random_uuid(), '{{stream}}', n, '{}', 'others.said' from generate_series(1, 2) n
                    """);
            }
            return new ByHand(connection, transaction);
        }

        public Task EndAsync(bool isKept) => isKept ? transaction.CommitAsync() : transaction.RollbackAsync();

        public async ValueTask DisposeAsync()
        {
            await transaction.DisposeAsync();
            await connection.DisposeAsync();
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
