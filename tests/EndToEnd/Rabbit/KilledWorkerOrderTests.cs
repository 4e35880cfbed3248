using System.Net;
using System.Net.Http.Json;
using EventSourced.EndToEnd.Kills;
using EventSourced.Testing;

namespace EventSourced.EndToEnd.Rabbit;

/// <summary>Commands of one session are handled in their order when the worker that handles them is killed.</summary>
public sealed class KilledWorkerOrderTests
{
    private const int Sessions = 60;

    [Fact]
    public async Task Sessions_are_handled_in_order_while_each_worker_in_turn_is_killed()
    {
        await using var servers = await TestServers.StartPrivateAsync(needBroker: true, TestContext.Current.CancellationToken);
        await using var system = await ServedSystem.CreateAsync(servers.PostgresConnectionString, servers.RabbitMqUri!, "killed_order", ("Projections__LeaseTimeout", "00:00:02"));
        var workers = new[] { system.StartWorker(), system.StartWorker() };
        await system.UntilAsync("both workers own partitions", async () => 2 == await system.ScalarAsync<long>("""
            SELECT count(DISTINCT pid) FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 2 AND classid::bigint = 1702060908
                AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            """));

        // Four commands of a session, none of which waits for the one before it.
        var sending = Task.WhenAll(Enumerable.Range(0, Sessions).Select(_ => SendSessionAsync(system)));
        for (var killed = 0; killed < 2; killed++)
        {
            var before = await CompletedAsync(system);
            await system.UntilAsync("some more commands are completed", async () => await CompletedAsync(system) > before);
            workers[killed].Kill();
            await workers[killed].WaitForExitAsync(TestContext.Current.CancellationToken);
            system.StartWorker();
        }
        await sending;

        await system.UntilAsync("all commands have ended", async () => await system.ScalarAsync<long>("SELECT count(*) FROM es.commands WHERE status = 'accepted'") == 0);
        Assert.Equal(Sessions * 4L, await CompletedAsync(system));
        Assert.Equal(Sessions, await system.ScalarAsync<long>("""
            SELECT count(*) FROM (
                SELECT stream_id, string_agg(split_part(type, '.', 2), ' ' ORDER BY version) AS said FROM log.mt_events
                WHERE type IN ('rabbit.session_started.v1', 'rabbit.turn_recorded.v1', 'rabbit.session_closed.v1') GROUP BY stream_id) AS sessions
            WHERE said = 'session_started turn_recorded turn_recorded session_closed'
            """));
    }

    private static Task<long> CompletedAsync(ServedSystem system) =>
        system.ScalarAsync<long>("SELECT count(*) FROM es.commands WHERE status = 'completed' AND type IN ('rabbit.start_session', 'rabbit.record_turn', 'rabbit.close_session')");

    private static async Task SendSessionAsync(ServedSystem system)
    {
        var session = Guid.NewGuid();
        await SendAsync(system, "/api/rabbit/sessions", new { session_id = session });
        await SendAsync(system, $"/api/rabbit/sessions/{session}/turns", new { turn_id = Guid.NewGuid(), child_input = "one" });
        await SendAsync(system, $"/api/rabbit/sessions/{session}/turns", new { turn_id = Guid.NewGuid(), child_input = "two" });
        await SendAsync(system, $"/api/rabbit/sessions/{session}/close", new { });
    }

    private static async Task SendAsync(ServedSystem system, string path, object body)
    {
        using var answer = await system.Client.PostAsJsonAsync(path, body);
        Assert.True(answer.Has(HttpStatusCode.Accepted), $"{path}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }
}
