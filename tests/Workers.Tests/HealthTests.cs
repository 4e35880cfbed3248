using System.Net;
using EventSourced.Servers.Processes;
using EventSourced.Testing;
using Microsoft.AspNetCore.Builder;

namespace EventSourced.Workers.Tests;

/// <summary>A worker's health reports the state of its dependencies in time.</summary>
public sealed class HealthTests
{
    // Only limits a failing test: an answer that waits for the driver takes longer.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_worker_is_unhealthy_while_the_database_is_frozen_and_recovers()
    {
        await using var servers = await TestServers.StartPrivateAsync(needBroker: false, TestContext.Current.CancellationToken);
        await using var world = await WorkersWorld.OpenAsync(memory: true, postgres: servers.PostgresConnectionString);
        var worker = (WebApplication)await world.StartWorkerAsync(null, "--Workers:Url=http://127.0.0.1:0");
        using var http = new HttpClient { BaseAddress = new Uri(worker.Urls.Single()) };
        async Task<(HttpStatusCode, string)> HealthAsync()
        {
            using var answer = await http.GetAsync("/health/ready", TestContext.Current.CancellationToken);
            return (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }
        await world.UntilAsync(async () => (await HealthAsync()).Item1 == HttpStatusCode.OK, "a healthy worker");

        var server = await PostgresProcesses.OfAsync(world.Database.DataSource, TestContext.Current.CancellationToken);
        server.Signal(Signal.Freeze);
        try
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => HealthAsync())).WaitAsync(s_patience, TestContext.Current.CancellationToken);
            Assert.All(answers, answer =>
            {
                Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Item1);
                Assert.Contains("not_ready", answer.Item2, StringComparison.Ordinal);
                Assert.Contains("PostgreSQL", answer.Item2, StringComparison.Ordinal);
            });
        }
        finally
        {
            server.Signal(Signal.Continue);
        }
        await world.UntilAsync(async () => (await HealthAsync()).Item1 == HttpStatusCode.OK, "a worker that is healthy again");
    }
}
