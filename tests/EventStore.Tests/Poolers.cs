using EventSourced.EventStore.Log;
using EventSourced.Testing;
using Npgsql;

namespace EventSourced.EventStore.Tests;

/// <summary>A pooler between this process and the server is detected by its behaviour.</summary>
public sealed class Poolers(LogFixture log) : IClassFixture<LogFixture>
{
    [Theory]
    [InlineData("session", Pooling.Session)]
    [InlineData("transaction", Pooling.Transaction)]
    [InlineData("statement", Pooling.Statement)]
    public async Task The_mode_of_a_pooler_is_detected(string mode, Pooling expected)
    {
        Assert.SkipUnless(TestPooler.IsInstalled, TestPooler.Missing);
        await using var pooler = await TestPooler.StartAsync(log.ConnectionString, mode);
        await using var source = NpgsqlDataSource.Create(pooler.ConnectionString);
        // Several sessions are idle in the pooler, so that a connection may get any of them.
        await Task.WhenAll(Enumerable.Range(0, 3).Select(async _ =>
        {
            await using var command = source.CreateCommand("select pg_sleep(0.05)");
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }));
        NpgsqlConnection.ClearAllPools();
        Assert.Equal(expected, await ServerSessions.FindAsync(source, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_mode_is_detected_while_others_use_the_pool()
    {
        Assert.SkipUnless(TestPooler.IsInstalled, TestPooler.Missing);
        await using var pooler = await TestPooler.StartAsync(log.ConnectionString, "transaction");
        await using var source = NpgsqlDataSource.Create(pooler.ConnectionString);
        using var detected = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var others = Task.WhenAll(Enumerable.Range(0, 2).Select(async _ =>
        {
            await using var connection = await source.OpenConnectionAsync(detected.Token);
            await using var command = new NpgsqlCommand("select 1", connection);
            while (!detected.IsCancellationRequested) await command.ExecuteScalarAsync(CancellationToken.None);
        }));
        for (var i = 0; i < 300; i++) Assert.Equal(Pooling.Transaction, await ServerSessions.FindAsync(source, TestContext.Current.CancellationToken));
        await detected.CancelAsync();
        await others;
    }

    [Fact]
    public async Task The_server_itself_is_not_detected_as_a_pooler() => Assert.Equal(Pooling.None, await ServerSessions.FindAsync(log.DataSource, TestContext.Current.CancellationToken));

    [Theory]
    [InlineData("Host=h", true)]
    [InlineData("Host=h;Max Auto Prepare=0", false)]
    [InlineData("Host=h;MaxAutoPrepare=0", false)]
    [InlineData("Host=h;max auto prepare=20", true)]
    public void Only_an_explicit_zero_disables_prepared_statements(string connectionString, bool allowed)
    {
        Assert.Equal(allowed, ServerSessions.AllowState(connectionString));
        // As connections report it.
        using var source = NpgsqlDataSource.Create(connectionString);
        using var connection = source.CreateConnection();
        Assert.Equal(allowed, ServerSessions.AllowState(connection.ConnectionString));
    }

    [Fact]
    public async Task Many_callers_use_events_and_commands_through_a_pool_in_transaction_mode()
    {
        Assert.SkipUnless(TestPooler.IsInstalled, TestPooler.Missing);
        await using var pooler = await TestPooler.StartAsync(log.ConnectionString, "transaction");
        await using var source = NpgsqlDataSource.Create(pooler.ConnectionString + ";Max Auto Prepare=0");
        await using var store = new PostgresEventStore(source, LogFixture.Codec, LogFixture.Options);
        var ledger = new CommandLedger(source, LogFixture.Options);
        await Parallel.ForAsync(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 20 }, async (i, cancellation) =>
        {
            var id = Guid.CreateVersion7();
            Assert.Equal(Acceptance.Accepted, (await ledger.AcceptAsync(id, "test", "tester", new byte[32], cancellation)).Acceptance);
            var stream = Some.Stream("pooled");
            await store.AppendAsync(Some.Append(Some.To(stream, ExpectedVersion.NoStream, 2)), cancellation);
            Assert.Equal(2, (await store.ReadStreamsAsync([stream])).Count);
            Assert.NotNull(await ledger.FindAsync(id, cancellation));
        });
    }

    [Fact]
    public async Task The_log_works_behind_a_pool_in_session_mode()
    {
        Assert.SkipUnless(TestPooler.IsInstalled, TestPooler.Missing);
        await using var pooler = await TestPooler.StartAsync(log.ConnectionString, "session", sessions: 10);
        await using var source = EventLogSource.Create(pooler.ConnectionString);
        await using var store = new PostgresEventStore(source.Source, LogFixture.Codec, LogFixture.Options, log: source);
        var stream = Some.Stream();
        await store.AppendAsync(Some.Append(Some.To(stream, ExpectedVersion.NoStream)));
        Assert.Single(await store.ReadTailAsync(stream, 0));
        await using var connection = await source.OpenPlannedAsync();
        await using var setting = new NpgsqlCommand("show plan_cache_mode", connection);
        Assert.Equal("force_generic_plan", await setting.ExecuteScalarAsync());
    }
}
