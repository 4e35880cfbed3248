using System.Net;
using System.Net.Http.Json;
using EventSourced.Testing;
using Microsoft.Extensions.Hosting;

namespace EventSourced.Api.Tests;

/// <summary>The API behind a PgBouncer in transaction mode, where each transaction may get another session.</summary>
public sealed class PoolerTests(ApiWorld world) : IClassFixture<ApiWorld>
{
    [Fact]
    public async Task Queries_commands_and_admin_routes_work_with_Max_Auto_Prepare_0()
    {
        Assert.SkipUnless(TestPooler.IsInstalled, TestPooler.Missing);
        await using var pooler = await TestPooler.StartAsync(world.ConnectionString, "transaction");
        await using var app = world.Build($"--ConnectionStrings:Postgres={pooler.ConnectionString};Max Auto Prepare=0");
        await app.StartAsync(TestContext.Current.CancellationToken);
        using var admin = world.AdminAt(app);
        await Parallel.ForAsync(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, cancellation) =>
        {
            using var answer = await ((i % 4) switch
            {
                0 => admin.GetAsync("/api/pulse/exports?community_id=garden", cancellation),
                1 => admin.PostAsJsonAsync("/api/pulse/communities", new { community_id = $"pooled-{i}", name = "Pooled" }, cancellation),
                2 => admin.GetAsync("/admin/projections", cancellation),
                _ => admin.GetAsync($"/commands/{Guid.NewGuid()}", cancellation),
            });
            Assert.True((int)answer.StatusCode < 500, $"{answer.RequestMessage!.RequestUri}: {await answer.Content.ReadAsStringAsync(cancellation)}");
        });
        // Writes an event from the API's own process.
        foreach (var verb in new[] { "pause", "resume" })
        {
            using var answer = await admin.PostAsJsonAsync($"/admin/projections/pulse.exports/{verb}", new { reason = "a look" }, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Without_it_the_API_stops_with_an_explanation()
    {
        Assert.SkipUnless(TestPooler.IsInstalled, TestPooler.Missing);
        await using var pooler = await TestPooler.StartAsync(world.ConnectionString, "transaction");
        var log = new LogLines();
        await using var app = world.Build(log, $"--ConnectionStrings:Postgres={pooler.ConnectionString}");
        await app.StartAsync(TestContext.Current.CancellationToken);
        await app.WaitForShutdownAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        Environment.ExitCode = 0;
        Assert.Contains(log.Lines, l => l.Contains("transaction mode", StringComparison.Ordinal) && l.Contains("Max Auto Prepare=0", StringComparison.Ordinal));
    }
}
