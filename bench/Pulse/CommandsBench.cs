using EventSourced.Bench.Commands;
using EventSourced.Bench.Frame;
using Npgsql;

namespace EventSourced.Bench.Pulse;

/// <summary>
/// The way of a command: HTTP, a durable queue, a worker, an event, a row. The floor is the bare program on the same servers (<see cref="BareProgram"/>): its commands create
/// rows of a table, ours communities.
/// </summary>
internal sealed class CommandsBench : IBench
{
    private static readonly TimeSpan s_closed = TimeSpan.FromSeconds(4), s_open = TimeSpan.FromSeconds(5), s_alone = TimeSpan.FromSeconds(4);
    private static readonly int[] s_clients = [1, 16, 64], s_rates = [200, 500];

    public string Name => "commands";

    public async Task RunAsync(BenchDatabase database, Report report)
    {
        var folder = RunningEs.Folder();
        try
        {
            await using var system = await RunningEs.UpAsync(folder);
            await using var rows = NpgsqlDataSource.Create(system.Postgres);
            await using var process = await BareProcess.StartAsync(system.PostgresAdmin, system.RabbitMq);
            var bare = process.Contestant;
            var ours = new Contestant(system.Client, "/api/pulse/communities", rows, "pulse.communities", "community_id", () => system.Hosts);

            await ThroughputAsync(report, ours, bare, waits: false, s_clients, "until all rows are visible", min: 1.5);
            await ThroughputAsync(report, ours, bare, waits: true, s_clients, "waiting", min: 1.2);
            foreach (var rate in s_rates)
            {
                await TimesAsync(report, ours, bare, rate, waits: true, "answer");
                await TimesAsync(report, ours, bare, rate, waits: false, "visible");
            }
            report.Add("CPU of a lone waiting command, all processes", "ms", await Rounds.RunAsync(
                () => CommandLoad.CpuAsync(bare, () => system.ServersAsync(rows), s_alone), () => CommandLoad.CpuAsync(ours, () => system.ServersAsync(rows), s_alone)), new Target.TimesAtMost(1.6));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task ThroughputAsync(Report report, Contestant ours, Contestant bare, bool waits, int[] clients, string what, double min)
    {
        foreach (var n in clients)
        {
            report.Add($"{n} {(n == 1 ? "client" : "clients")}, {what}", "commands/s", await Rounds.RunAsync(
                () => CommandLoad.ClosedAsync(bare, n, s_closed, waits), () => CommandLoad.ClosedAsync(ours, n, s_closed, waits)), n == 64 ? new Target.Times(min) : null);
        }
    }

    private static async Task TimesAsync(Report report, Contestant ours, Contestant bare, int rate, bool waits, string what)
    {
        Rounds p50 = new(), p99 = new();
        for (var round = 0; round <= Rounds.Min; round++)
        {
            var floor = await CommandLoad.OpenAsync(bare, rate, s_open, waits);
            var times = await CommandLoad.OpenAsync(ours, rate, s_open, waits);
            if (round == 0) continue;
            p50.Add(times.Percentile(50), floor.Percentile(50));
            p99.Add(times.Percentile(99), floor.Percentile(99));
        }
        report.Add($"{what} p50 at {rate}/s", "ms", p50, new Target.TimesAtMost(2));
        report.Add($"{what} p99 at {rate}/s", "ms", p99);
    }
}
