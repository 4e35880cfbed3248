using EventSourced.Testing;
using Npgsql;

namespace EventSourced.EventStore.Tests;

/// <summary>A server that is killed and comes back. It has a server of its own.</summary>
public sealed class CrashedServer
{
    /// <summary>
    /// Positions that were drawn and whose draw had not reached the disk are drawn again after a crash. A reader that lives on must not take them for final
    /// because those who drew them are gone, nor tell them while it is not sure that they are on the disk.
    /// </summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task positions_that_a_crash_gave_back_are_not_final(bool rolledBack)
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
        Assert.True(watermark < next.Position, $"Position {next.Position} was written after the watermark {watermark} had been told.");
        Assert.Equal(next.Position, await store.ReadWatermarkAsync());
    }
}
