using System.Diagnostics;
using System.Globalization;
using EventSourced.EndToEnd.Cli;
using EventSourced.EndToEnd.Kills;
using EventSourced.Testing;

namespace EventSourced.EndToEnd.Pulse;

/// <summary>Three workers and one lane: its owner is killed, or frozen during an import and resumed later.</summary>
public sealed class LaneTakeoverTests
{
    private static readonly string[] s_chats = ["one", "two", "three", "four"];

    [Fact]
    public async Task A_lane_moves_away_from_a_killed_and_a_frozen_owner_and_the_tables_are_those_of_an_undisturbed_run()
    {
        var folder = Directory.CreateTempSubdirectory("es-chat-").FullName;
        foreach (var (chat, seed) in s_chats.Select((c, i) => (c, i))) GeneratedChat.Write(File(folder, chat), 20_000, seed);
        await using var servers = await TestServers.StartPrivateAsync(needBroker: true, TestContext.Current.CancellationToken);

        string undisturbed;
        await using (var system = await ServedSystem.CreateAsync(servers.PostgresConnectionString, servers.RabbitMqUri!, "one_worker"))
        {
            system.StartWorker();
            await PrepareAsync(system);
            foreach (var chat in s_chats)
            {
                await BeginAsync(system, File(folder, chat), chat);
                await EndAsync(system, chat);
            }
            undisturbed = await system.ScalarAsync<string>(KilledImportTests.Tables);
        }

        await using (var system = await ServedSystem.CreateAsync(servers.PostgresConnectionString, servers.RabbitMqUri!, "three_workers", ("Projections__LeaseTimeout", "00:00:02")))
        {
            var workers = Enumerable.Range(0, 3).Select(_ => system.StartWorker()).ToList();
            await UntilWorkersAsync(system, 3);
            await PrepareAsync(system);
            await BeginAsync(system, File(folder, "one"), "one");
            await EndAsync(system, "one");

            // Killed: the lane is free at once.
            await BeginAsync(system, File(folder, "two"), "two");
            var killed = await OwnerAsync(system, workers);
            await UntilTakenAsync(system, killed, "killed", killed.Kill);
            workers.Remove(killed);
            await EndAsync(system, "two");

            // Frozen with its work in progress: another worker takes the lane after the timeout, and the import ends without the frozen one.
            workers.Add(system.StartWorker());
            await UntilWorkersAsync(system, 3);
            await BeginAsync(system, File(folder, "three"), "three");
            var frozen = await OwnerAsync(system, workers);
            await UntilTakenAsync(system, frozen, "frozen", () => EsProgram.Signal(frozen.Id, "STOP"));
            await EndAsync(system, "three");
            var rows = await system.ScalarAsync<string>(KilledImportTests.Tables);
            await UntilWorkersAsync(system, 2);

            // Resumed: it has lost its lane, writes nothing of the page it had begun, and is one of three workers again. The lanes are then divided anew, so that
            // this lane may move once more.
            EsProgram.Signal(frozen.Id, "CONT");
            await UntilWorkersAsync(system, 3);
            await UntilLanesAreDividedAsync(system, 3);
            Assert.Equal(rows, await system.ScalarAsync<string>(KilledImportTests.Tables));

            // It is a normal worker again: when the others are killed, it does the work.
            await BeginAsync(system, File(folder, "four"), "four");
            foreach (var worker in workers.Where(w => w != frozen)) worker.Kill();
            await EndAsync(system, "four");
            Assert.Equal(frozen, await OwnerAsync(system, workers));
            Assert.Equal(undisturbed, await system.ScalarAsync<string>(KilledImportTests.Tables));
        }
        Directory.Delete(folder, recursive: true);
    }

    private static string File(string folder, string chat) => Path.Combine(folder, $"WhatsApp Chat with {chat}.txt");

    private static async Task PrepareAsync(ServedSystem system)
    {
        await system.SendAsync("/api/pulse/communities", new { community_id = "block", name = "Block 9", description = "Neighbours" });
        foreach (var chat in s_chats) await system.SendAsync("/api/pulse/sources", new { community_id = "block", source_id = chat, name = chat });
    }

    /// <summary>Uploads a chat and waits until its days are being written.</summary>
    private static async Task BeginAsync(ServedSystem system, string file, string chat)
    {
        await system.UploadAcceptedAsync("block", chat, file);
        await system.UntilAsync($"days of chat {chat} are in the log", async () =>
            await system.ScalarAsync<long>($"SELECT count(*) FROM log.mt_events WHERE type LIKE 'pulse.day_%' AND data->>'source_id' = '{chat}'") > 0);
    }

    private static async Task EndAsync(ServedSystem system, string chat)
    {
        await system.UntilAsync($"the export of chat {chat} is completed", () => system.ScalarAsync<bool>(
            $"SELECT EXISTS (SELECT FROM pulse.exports WHERE source_id = '{chat}' AND status = 'completed')"));
        await system.UntilAsync("all tables have reached the end of the log", () => system.ScalarAsync<bool>(
            "SELECT min(position) >= (SELECT max(seq_id) FROM log.mt_events) FROM es.read_tables"));
    }

    // The locks by which workers announce themselves: PostgreSQL knows which ones are alive.
    private static Task UntilWorkersAsync(ServedSystem system, int count) => system.UntilAsync($"{count} workers share the lanes", async () => count == await system.ScalarAsync<long>($"""
        SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = {0x6573_7072} AND objsubid = 2 AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        """));

    private static async Task<Process> OwnerAsync(ServedSystem system, IEnumerable<Process> workers)
    {
        await system.UntilAsync("the lane has an owner", () => system.ScalarAsync<bool>("SELECT EXISTS (SELECT FROM es.lanes WHERE lane = 'pulse' AND owner IS NOT NULL)"));
        var owner = await system.ScalarAsync<string>("SELECT owner FROM es.lanes WHERE lane = 'pulse'");
        return Assert.Single(workers, w => owner.EndsWith(string.Create(CultureInfo.InvariantCulture, $":{w.Id}"), StringComparison.Ordinal));
    }

    private static async Task UntilTakenAsync(ServedSystem system, Process from, string how, Action disturb)
    {
        var since = Stopwatch.StartNew();
        disturb();
        await system.UntilAsync($"another worker owns the lane of the {how} one", () => system.ScalarAsync<bool>(
            string.Create(CultureInfo.InvariantCulture, $"SELECT owner NOT LIKE '%:{from.Id}' FROM es.lanes WHERE lane = 'pulse'")));
        TestContext.Current.SendDiagnosticMessage($"The lane of the {how} owner was taken after {since.Elapsed.TotalSeconds:0.00} s.");
    }

    private static Task UntilLanesAreDividedAsync(ServedSystem system, int workers) => system.UntilAsync($"{workers} workers own lanes", async () =>
        workers == await system.ScalarAsync<long>("SELECT count(DISTINCT owner) FROM es.lanes"));
}
