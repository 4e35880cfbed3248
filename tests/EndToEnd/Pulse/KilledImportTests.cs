using System.Net;
using EventSourced.EndToEnd.Kills;
using EventSourced.Testing;

namespace EventSourced.EndToEnd.Pulse;

/// <summary>An import whose worker and broker are killed while it runs produces the same tables as an undisturbed import.</summary>
public sealed class KilledImportTests
{
    // Everything but times, export ids and the hashes, whose key is random in every community.
    internal const string Tables = """
        SELECT string_agg(line, E'\n' ORDER BY line) FROM (
            SELECT 'digest ' || (to_jsonb(d) - 'created_at' - 'updated_at')::text FROM pulse.daily_digests d
            UNION ALL SELECT 'week ' || (to_jsonb(w) - 'created_at' - 'updated_at')::text FROM pulse.weekly_summaries_public w
            UNION ALL SELECT 'health ' || (to_jsonb(h) - 'updated_at' || jsonb_build_object('snapshot_json', h.snapshot_json - 'updated_at'))::text FROM pulse.weekly_health_snapshots_public h
            UNION ALL SELECT 'graph ' || (to_jsonb(g) - 'updated_at' || jsonb_build_object('metadata_json', g.metadata_json - 'generated_at'))::text FROM pulse.weekly_concept_graph_public g
            UNION ALL SELECT 'hashes ' || concat_ws(' ', community_id, source_id, day_date, count(*), count(DISTINCT content_hash), count(DISTINCT sender_hash)) FROM pulse.message_hashes GROUP BY community_id, source_id, day_date
            UNION ALL SELECT 'export ' || concat_ws(' ', status, message_count, new_message_count, days_total, days_processed, weeks_total, weeks_processed, first_day, last_day) FROM pulse.exports
        ) AS lines(line)
        """;

    [Fact]
    public async Task Killed_worker_and_broker_leave_the_same_tables_as_an_undisturbed_import()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("es-chat-").FullName, "WhatsApp Chat with Block 9.txt");
        var chat = GeneratedChat.Write(file, 150_000, seed: 7);
        await using var servers = await TestServers.StartPrivateAsync(needBroker: true, TestContext.Current.CancellationToken);

        string undisturbed;
        await using (var system = await ServedSystem.CreateAsync(servers.PostgresConnectionString, servers.RabbitMqUri!, "undisturbed"))
        {
            system.StartWorker();
            await BeginAsync(system, file);
            undisturbed = await EndAsync(system);
        }
        Assert.Contains($"export completed {chat.Messages} {chat.Messages} {chat.PerDay.Count} {chat.PerDay.Count}", undisturbed, StringComparison.Ordinal);

        await using (var system = await ServedSystem.CreateAsync(servers.PostgresConnectionString, servers.RabbitMqUri!, "disturbed"))
        {
            var worker = system.StartWorker();
            await BeginAsync(system, file);
            for (var kill = 1; kill <= 2; kill++)
            {
                var steps = await StepsAsync(system);
                await system.UntilAsync("the import is in its days", async () => await StepsAsync(system) >= steps + 2);
                worker.Kill();
                await worker.WaitForExitAsync(TestContext.Current.CancellationToken);
                await servers.Broker!.KillAsync();
                Assert.Equal(0L, await system.ScalarAsync<long>("SELECT count(*) FROM log.mt_events WHERE type = 'pulse.export_completed.v1'"));

                using (var refused = await system.UploadAsync("block", "chat", file)) Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
                await servers.Broker!.StartAsync();
                worker = system.StartWorker();
            }
            Assert.Equal(undisturbed, await EndAsync(system));
        }
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
    }

    private static async Task BeginAsync(ServedSystem system, string file)
    {
        await system.SendAsync("/api/pulse/communities", new { community_id = "block", name = "Block 9", description = "Neighbours" });
        await system.SendAsync("/api/pulse/sources", new { community_id = "block", source_id = "chat", name = "Chat" });
        await system.UploadAcceptedAsync("block", "chat", file);
    }

    private static Task<long> StepsAsync(ServedSystem system) => system.ScalarAsync<long>("SELECT count(*) FROM log.mt_events WHERE type = 'pulse.export_days_processed.v1'");

    private static async Task<string> EndAsync(ServedSystem system)
    {
        await system.UntilAsync("the export is completed or failed", async () =>
            await system.ScalarAsync<long>("SELECT count(*) FROM log.mt_events WHERE type IN ('pulse.export_completed.v1', 'pulse.export_failed.v1')") > 0);
        await system.UntilAsync("all tables have reached the end of the log", async () =>
            await system.ScalarAsync<bool>("SELECT count(*) > 0 AND min(position) >= (SELECT max(seq_id) FROM log.mt_events) FROM es.read_tables"));
        return await system.ScalarAsync<string>(Tables);
    }
}
