using EventSourced.EventStore;
using EventSourced.Testing;

namespace EventSourced.Workers.Tests;

/// <summary>Workers hold session locks, which a pooler in transaction mode would lose.</summary>
public sealed class PoolerTests
{
    [Fact]
    public async Task A_worker_refuses_to_start_behind_a_pool_in_transaction_mode()
    {
        Assert.SkipUnless(TestPooler.IsInstalled, TestPooler.Missing);
        await using var world = await WorkersWorld.OpenAsync(memory: true);
        await using var pooler = await TestPooler.StartAsync(world.Database.ConnectionString, "transaction");
        var refusal = await Assert.ThrowsAsync<SharedSessionsException>(() => world.StartWorkerAsync(null, $"--ConnectionStrings:Postgres={pooler.ConnectionString};Max Auto Prepare=0"));
        Assert.Contains("transaction mode", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("ConnectionStrings:Postgres", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_works_behind_a_pool_in_session_mode()
    {
        Assert.SkipUnless(TestPooler.IsInstalled, TestPooler.Missing);
        await using var world = await WorkersWorld.OpenAsync(memory: true);
        await using var pooler = await TestPooler.StartAsync(world.Database.ConnectionString, "session", sessions: 50);
        await world.StartWorkerAsync(null, $"--ConnectionStrings:Postgres={pooler.ConnectionString}");
    }
}
