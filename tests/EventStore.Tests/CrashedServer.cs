using EventSourced.Testing;
using Npgsql;

namespace EventSourced.EventStore.Tests;

/// <summary>A server crash. The test has a server of its own.</summary>
public sealed class CrashedServer
{
    /// <summary>
    /// Positions whose assignment had not reached the disk are assigned again after a crash. A reader that survives the crash must not consider them final
    /// because their transactions have ended, nor publish them before they are known to be on the disk.
    /// </summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task positions_that_are_assigned_again_after_a_crash_are_not_final(bool rolledBack)
    {
        await using var servers = await TestServers.StartPrivateAsync(needBroker: false, TestContext.Current.CancellationToken);
        await using var source = NpgsqlDataSource.Create(servers.PostgresConnectionString);
        await EventStoreSchema.ApplyAsync(source);
        await using var store = new PostgresEventStore(source, LogFixture.Codec);
        await store.AppendAsync(Some.Append(Some.To(Some.Stream(), ExpectedVersion.Any)));
        Assert.Equal(1, await store.ReadWatermarkAsync());

        await using (var connection = await source.OpenConnectionAsync())
        {
            await using var transaction = await connection.BeginTransactionAsync();
            await using var draw = new NpgsqlCommand(
                "select max(nextval('log.mt_events_sequence')) from generate_series(1, 500)", connection, transaction);
            await draw.ExecuteNonQueryAsync();
            Assert.Equal(1, await store.ReadWatermarkAsync());
            if (rolledBack)
            {
                await transaction.RollbackAsync();
                Assert.Equal(1, await store.ReadWatermarkAsync());
            }
            await servers.Postgres!.KillAsync();
        }
        await servers.Postgres.StartAsync();
        source.Clear();

        var watermark = await store.ReadWatermarkAsync();
        var next = await store.AppendAsync(Some.Append(Some.To(Some.Stream(), ExpectedVersion.Any)));
        Assert.True(watermark < next.Position, $"Position {next.Position} was written after the watermark {watermark} had been published.");
        Assert.Equal(next.Position, await store.ReadWatermarkAsync());
    }
}
