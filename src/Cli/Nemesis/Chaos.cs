using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using EventSourced.Cli.Running;
using EventSourced.Servers;
using EventSourced.Servers.Processes;
using EventSourced.Servers.Setup;
using Npgsql;

namespace EventSourced.Cli.Nemesis;

/// <summary>Runs the plan of disruptions and logs them.</summary>
internal sealed class Chaos(
    DisruptionPlan plan, RunningSystem system, HostKeeper keeper, Broker broker, NpgsqlDataSource database, Duplicator duplicator, CommandBook book, Caller caller, RefusedRows refused, Workloads workloads,
    IReadOnlyList<string> tables, Tally tally, Action<string> log)
{
    public const string RollbacksAsked = "rollbacks asked for";
    private const int MaxDuplicates = 12;
    private readonly Replayer _replayer = new(caller, tally);
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    public Task RunAsync(CancellationToken stop) => Task.WhenAll(LaneAsync(plan.Hard, stop), LaneAsync(plan.Soft, stop));

    /// <summary>Starts everything that is down.</summary>
    public async Task RestoreAsync(CancellationToken cancellation)
    {
        keeper.WakeAll();
        await StartAsync(system.Servers.Postgres!, cancellation);
        await StartAsync(system.Servers.Broker!, cancellation);
        await refused.RemoveAsync(cancellation);
    }

    private async Task LaneAsync(IEnumerable<PlannedDisruption> disruptions, CancellationToken stop)
    {
        foreach (var disruption in disruptions)
        {
            var wait = disruption.At - _clock.Elapsed;
            if (wait > TimeSpan.Zero) await Task.Delay(wait, stop);
            var at = _clock.Elapsed;
            string done;
            try
            {
                done = await RunAsync(disruption, stop);
                tally.Count($"{Describe(disruption.Disruption)}");
            }
            catch (Exception e) when (e is HttpRequestException or NpgsqlException or IOException or TimeoutException || (e is OperationCanceledException && !stop.IsCancellationRequested))
            {
                done = $"{Describe(disruption.Disruption)}: skipped, the target is down";
            }
            log(string.Create(CultureInfo.InvariantCulture, $"{at.TotalSeconds,6:0.0} s  {done}"));
        }
    }

    private Task<string> RunAsync(PlannedDisruption disruption, CancellationToken stop) => disruption.Disruption switch
    {
        Disruption.KillWorker => Killed(keeper.Workers[disruption.Choice % keeper.Workers.Count], disruption),
        Disruption.KillApi => Killed(keeper.Api, disruption),
        Disruption.KillBroker => KillAsync(system.Servers.Broker!, disruption, stop),
        Disruption.KillDatabase => KillAsync(system.Servers.Postgres!, disruption, stop),
        Disruption.FreezeWorker => FreezeAsync(keeper.Workers[disruption.Choice % keeper.Workers.Count], disruption, stop),
        Disruption.CutDatabase => CutDatabaseAsync(disruption, stop),
        Disruption.CutBroker => CutBrokerAsync(stop),
        Disruption.Duplicate => DuplicateAsync(disruption, stop),
        Disruption.Rebuild => RebuildAsync(new JsonObject { ["tables"] = new JsonArray(Table(disruption)) }, Table(disruption), stop),
        Disruption.RebuildPart => RebuildPartAsync(disruption, stop),
        Disruption.RebuildAll => RebuildAsync(new JsonObject { ["all"] = true }, "all tables", stop),
        Disruption.Rollback => RollBackAsync(disruption, stop),
        Disruption.Pause => PauseAsync(Table(disruption), disruption, stop),
        Disruption.Replay => _replayer.RunAsync(Table(disruption), asStranger: disruption.Choice / tables.Count % 3 == 0, stop),
        Disruption.Skip => refused.SkipOneAsync(disruption.Choice, stop),
        _ => throw new InvalidOperationException($"{disruption.Disruption} is unknown."),
    };

    private Task<string> Killed(HostState host, PlannedDisruption disruption)
    {
        keeper.Kill(host, disruption.Lasts);
        return Task.FromResult($"kill -9 {host.Name}, down for {Seconds(disruption)}");
    }

    private async Task<string> KillAsync(ManagedServer server, PlannedDisruption disruption, CancellationToken stop)
    {
        await server.KillAsync(stop);
        await Task.Delay(disruption.Lasts, stop);
        await StartAsync(server, stop);
        return $"kill -9 {server.Name}, started again after {Seconds(disruption)}";
    }

    private static async Task StartAsync(ManagedServer server, CancellationToken stop)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await server.StartAsync(stop);
                return;
            }
            catch (ServerSetupException) when (attempt < 3)
            {
                // The machine may be busy; after three failures the run ends.
            }
        }
    }

    private static async Task<string> FreezeAsync(HostState host, PlannedDisruption disruption, CancellationToken stop)
    {
        host.Process.Signal(Signal.Freeze);
        try
        {
            await Task.Delay(disruption.Lasts, stop);
        }
        finally
        {
            host.Process.Signal(Signal.Continue);
        }
        return $"{host.Name} frozen for {Seconds(disruption)}";
    }

    private async Task<string> CutDatabaseAsync(PlannedDisruption disruption, CancellationToken stop)
    {
        var worker = disruption.Choice % 2 == 0 ? keeper.Workers[disruption.Choice / 2 % keeper.Workers.Count] : null;
        var name = worker is null ? "eventsourced-api%" : string.Create(CultureInfo.InvariantCulture, $"es-worker {worker.Process.Pid} %");
        await using var command = database.CreateCommand("select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database() and application_name like $1");
        command.Parameters.AddWithValue(name);
        var cut = (long)(await command.ExecuteScalarAsync(stop))!;
        return $"{cut} database sessions of {worker?.Name ?? "the API"} cut";
    }

    private async Task<string> CutBrokerAsync(CancellationToken stop) => $"{await broker.CutAsync(stop)} connections of the broker cut";

    private async Task<string> DuplicateAsync(PlannedDisruption disruption, CancellationToken stop)
    {
        var random = new Random(disruption.Choice);
        // From all accepted commands, so that duplicates are late and in another order.
        var chosen = book.All.Where(c => c is { IsAccepted: true, Body: not null }).OrderBy(_ => random.Next()).Take(MaxDuplicates).ToList();
        var sent = await duplicator.SendAsync(chosen, stop);
        tally.Count("duplicated messages", sent);
        return $"{sent} messages of {chosen.Count} commands sent again, in another order";
    }

    private async Task<string> RebuildAsync(JsonObject request, string what, CancellationToken stop)
    {
        var answer = await caller.PostAsync("admin/rebuilds", request, stop);
        if (answer.IsGood) tally.Count("rebuilds accepted");
        return $"rebuild of {what}: {(answer.IsGood ? "accepted" : answer.Summary)}";
    }

    /// <summary>Rebuilds the rows that share the first key column of some row.</summary>
    private async Task<string> RebuildPartAsync(PlannedDisruption disruption, CancellationToken stop)
    {
        var table = Table(disruption);
        var column = (string)(await ScalarAsync($"""
            select a.attname::text from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0] where i.indrelid = '{table}'::regclass and i.indisprimary
            """, stop))!;
        if (await ScalarAsync($"select \"{column}\"::text from {table} order by md5(\"{column}\"::text || '{disruption.Choice}') limit 1", stop) is not string value)
            return $"rebuild of a part of {table}: it has no rows yet";
        return await RebuildAsync(new JsonObject { ["tables"] = new JsonArray(table), ["where"] = new JsonObject { [column] = value } }, $"{table} where {column} = {value}", stop);
    }

    private async Task<object?> ScalarAsync(string sql, CancellationToken stop)
    {
        await using var command = database.CreateCommand(sql);
        return await command.ExecuteScalarAsync(stop);
    }

    private async Task<string> RollBackAsync(PlannedDisruption disruption, CancellationToken stop)
    {
        var candidates = tables.Where(workloads.MayRollBack).ToList();
        var table = candidates[disruption.Choice % candidates.Count];
        // Counted before the request: the answer may be lost although the rollback was done.
        tally.Count(RollbacksAsked);
        var answer = await caller.PostAsync($"admin/generations/{table}/rollback", [], stop);
        return $"rollback of {table}: {(answer.IsGood ? "done" : answer.Summary)}";
    }

    private async Task<string> PauseAsync(string table, PlannedDisruption disruption, CancellationToken stop)
    {
        var paused = await caller.PostAsync($"admin/projections/{table}/pause", new JsonObject { ["reason"] = "nemesis" }, stop);
        await Task.Delay(disruption.Lasts, stop);
        // A table that stays paused is resumed at the end of the run.
        var resumed = await caller.PostAsync($"admin/projections/{table}/resume", [], stop);
        return $"pause of {table}: {(paused.IsGood ? "done" : paused.Summary)}; resume after {Seconds(disruption)}: {(resumed.IsGood ? "done" : resumed.Summary)}";
    }

    private string Table(PlannedDisruption disruption) => tables[disruption.Choice % tables.Count];

    private static string Seconds(PlannedDisruption disruption) => string.Create(CultureInfo.InvariantCulture, $"{disruption.Lasts.TotalSeconds:0.0} s");

    public static string Describe(Disruption disruption) => disruption switch
    {
        Disruption.KillWorker => "kills of a worker",
        Disruption.KillApi => "kills of the API",
        Disruption.KillBroker => "kills of the broker",
        Disruption.KillDatabase => "kills of the database",
        Disruption.FreezeWorker => "frozen workers",
        Disruption.CutDatabase => "cuts of database sessions",
        Disruption.CutBroker => "cuts of broker connections",
        Disruption.Duplicate => "batches of duplicates",
        Disruption.Rebuild => "rebuilds of one table",
        Disruption.RebuildAll => "rebuilds of all tables",
        Disruption.RebuildPart => "rebuilds of a part",
        Disruption.Rollback => "rollbacks",
        Disruption.Replay => "replays",
        Disruption.Skip => "skips",
        _ => "pauses",
    };
}
