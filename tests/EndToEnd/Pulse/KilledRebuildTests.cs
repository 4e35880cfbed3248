using System.Net.Http.Json;
using System.Text.Json.Nodes;
using EventSourced.Contracts;
using EventSourced.Contracts.Pulse;
using EventSourced.EndToEnd.Kills;
using EventSourced.EventStore;
using EventSourced.Testing;

namespace EventSourced.EndToEnd.Pulse;

/// <summary>A rebuild whose worker is killed at any moment leaves the live tables unchanged, and the next worker continues it.</summary>
public sealed class KilledRebuildTests
{
    private const int Days = 60_000;
    private const int Kills = 5;

    // The rows of the live table, in the schema of its current generation.
    private const string Rows = """
        SELECT concat_ws(' ', (SELECT md5(string_agg(t::text, E'\n' ORDER BY content_hash)) FROM pulse.message_hashes t), (SELECT count(*) FROM pulse.message_hashes))
        """;

    [Fact]
    public async Task A_killed_rebuild_leaves_the_live_tables_unchanged_and_continues_in_another_worker()
    {
        var random = new Random(11);
        await using var servers = await TestServers.StartPrivateAsync(needBroker: true, TestContext.Current.CancellationToken);
        await using var system = await ServedSystem.CreateAsync(servers.PostgresConnectionString, servers.RabbitMqUri!, "rebuilt");
        await using (var store = new PostgresEventStore(system.Source, new EventCodec(EventCatalog.Default, [])))
        {
            IEvent[] events = [.. Enumerable.Range(0, Days).Select(i => new DayMessagesRecorded(
                $"garden{i % 7}", "chat", new DateOnly(2020, 1, 1).AddDays(i / 7), Guid.Empty, [$"{i % 11:x32}"], [$"{i:x64}", $"{i + Days:x64}"], [0, 0]))];
            await store.BulkAppendAsync(new Append([new("rebuilt", ExpectedVersion.NoStream, events)], new EventMetadata(Guid.NewGuid(), "tester", DateTimeOffset.UtcNow)));
        }
        var worker = system.StartWorker();
        await system.UntilAsync("the tables have reached the end of the log", async () =>
            await system.ScalarAsync<bool>("SELECT to_regclass('es.read_tables') IS NOT NULL")
            && await system.ScalarAsync<bool>("SELECT count(*) > 0 AND min(position) >= (SELECT max(seq_id) FROM log.mt_events) FROM es.read_tables"));
        var rows = await system.ScalarAsync<string>(Rows);
        Assert.EndsWith($" {2 * Days}", rows, StringComparison.Ordinal);

        var id = (await AskAsync(system, "/admin/rebuilds"))["id"]!.ToString();
        for (var kill = 0; kill < Kills && await StateAsync(system, id) is "queued" or "running"; kill++)
        {
            // At some moment of the build, which takes seconds.
            await Task.Delay(random.Next(50, 1_200), TestContext.Current.CancellationToken);
            worker.Kill();
            await worker.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(rows, await system.ScalarAsync<string>(Rows));
            worker = system.StartWorker();
            await system.UntilAsync("a worker has taken the rebuild up", async () => await system.ScalarAsync<bool>($"SELECT epoch > {kill} OR state NOT IN ('queued', 'running') FROM es.operations WHERE id = '{id}'"));
        }
        await system.UntilAsync("the rebuild ends", async () => await StateAsync(system, id) is not ("queued" or "running"));

        Assert.Equal("completed", await StateAsync(system, id));
        Assert.Equal(rows, await system.ScalarAsync<string>(Rows));
        Assert.Equal(2, await system.ScalarAsync<int>("SELECT max(generation) FROM es.read_tables"));
        Assert.Equal(0L, await system.ScalarAsync<long>("SELECT count(*) FROM es.generations WHERE state = 'building'"));
        var verification = (await AskAsync(system, "/admin/verifications"))["id"]!.ToString();
        await system.UntilAsync("the verification ends", async () => await StateAsync(system, verification) is not ("queued" or "running"));
        Assert.Equal("true", await system.ScalarAsync<string>($"SELECT coalesce(result->>'holds', error) FROM es.operations WHERE id = '{verification}'"));
    }

    private static async Task<JsonNode> AskAsync(ServedSystem system, string path)
    {
        using var answer = await system.Client.PostAsJsonAsync(path, new { all = true }, TestContext.Current.CancellationToken);
        return JsonNode.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
    }

    private static Task<string> StateAsync(ServedSystem system, string id) => system.ScalarAsync<string>($"SELECT state FROM es.operations WHERE id = '{id}'");
}
