using JasperFx.Events;
using JasperFx.MultiTenancy;
using Marten;
using Npgsql;
using NpgsqlTypes;

namespace EventSourced.EventStore.Tests;

/// <summary>The watermark covers every way to append, because it checks the lock that nextval takes.</summary>
public sealed class AnyAppender(LogFixture log) : IClassFixture<LogFixture>
{
    private const long Gate = 4711;

    [Theory]
    [InlineData("marten", true), InlineData("marten", false)]
    [InlineData("insert", true), InlineData("insert", false)]
    [InlineData("copy", true), InlineData("copy", false)]
    public async Task a_reader_misses_no_event_of_a_transaction_that_is_open_while_others_commit(string appender, bool commits)
    {
        await using var reader = log.OpenStore();
        var at = await reader.ReadWatermarkAsync();
        List<string> seen = [];
        var (slow, first, second) = (Some.Stream("slow"), Some.Stream("first"), Some.Stream("second"));
        await using var open = appender == "marten" ? await MartenSession.BeginAsync(log, slow) : await Handwritten.BeginAsync(log, slow, appender == "copy");

        await log.Store.AppendAsync(Some.Append(Some.To(first, ExpectedVersion.NoStream)));
        await log.Store.BulkAppendAsync(Some.Append(Some.To(second, ExpectedVersion.NoStream)));
        await ReadAsync();
        Assert.Empty(seen);

        await open.EndAsync(commits);
        await ReadAsync();
        Assert.Equal(commits ? [slow, slow, first, second] : [first, second], seen);

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

    private interface IOpenTransaction : IAsyncDisposable
    {
        Task EndAsync(bool commits);
    }

    /// <summary>An ordinary Marten session of another application. After its events it waits for a lock that the test holds.</summary>
    private sealed class MartenSession(DocumentStore store, IDocumentSession session, NpgsqlConnection gate, Task saved) : IOpenTransaction
    {
        public static async Task<IOpenTransaction> BeginAsync(LogFixture log, string stream)
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
                Assert.False(saved.IsCompleted, $"The session did not wait: {saved.Exception}");
            return new MartenSession(store, session, gate, saved);
        }

        public async Task EndAsync(bool commits)
        {
            if (!commits)
            {
                await ExecuteAsync(gate, $"select pg_terminate_backend(pid, 10000) from pg_locks where locktype = 'advisory' and objid = {Gate} and not granted and database = (select oid from pg_database where datname = current_database())");
                await Assert.ThrowsAnyAsync<Exception>(() => saved);
            }
            await ExecuteAsync(gate, $"select pg_advisory_unlock({Gate})");
            if (commits) await saved;
        }

        public async ValueTask DisposeAsync()
        {
            await session.DisposeAsync();
            await gate.DisposeAsync();
            store.Dispose();
        }

        private sealed record Said(string Word);
    }

    /// <summary>A handwritten transaction: inserts with nextval, or COPY.</summary>
    private sealed class Handwritten(NpgsqlConnection connection, NpgsqlTransaction transaction) : IOpenTransaction
    {
        public static async Task<IOpenTransaction> BeginAsync(LogFixture log, string stream, bool copies)
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
                // The savepoint of the first nextval is rolled back: the lock remains.
                await ExecuteAsync(connection, "savepoint s; select nextval('log.mt_events_sequence'); rollback to s");
                await ExecuteAsync(connection, $$"""
                    insert into log.mt_events (seq_id, id, stream_id, version, data, type)
                    select nextval('log.mt_events_sequence'), gen_random_uuid(), '{{stream}}', n, '{}', 'others.said' from generate_series(1, 2) n
                    """);
            }
            return new Handwritten(connection, transaction);
        }

        public Task EndAsync(bool commits) => commits ? transaction.CommitAsync() : transaction.RollbackAsync();

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
