using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using EventSourced.Cli.Running;
using EventSourced.Servers;
using EventSourced.Servers.Processes;
using EventSourced.Servers.Setup;
using Npgsql;

namespace EventSourced.Cli.Nemesis;

/// <summary>Carries the plan out and says when it did what.</summary>
internal sealed class Chaos(
    BlowPlan plan, RunningSystem system, HostKeeper keeper, Broker broker, NpgsqlDataSource database, Duplicator duplicator, CommandBook book, Caller caller, RefusedRows refused, Workloads workloads,
    IReadOnlyList<string> tables, Tally tally, Action<string> log)
{
    public const string RollbacksAsked = "rollbacks asked for";
    private const int MostDuplicates = 12;
    private readonly Replayer _replayer = new(caller, tally);
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    public Task RunAsync(CancellationToken stop) => Task.WhenAll(LaneAsync(plan.Hard, stop), LaneAsync(plan.Soft, stop));

    /// <summary>Starts what is down.</summary>
    public async Task RestoreAsync(CancellationToken cancellation)
    {
        keeper.WakeAll();
        await StartAsync(system.Servers.Postgres!, cancellation);
        await StartAsync(system.Servers.Broker!, cancellation);
        await refused.RemoveAsync(cancellation);
    }

    private async Task LaneAsync(IEnumerable<PlannedBlow> blows, CancellationToken stop)
    {
        foreach (var blow in blows)
        {
            var wait = blow.At - _clock.Elapsed;
            if (wait > TimeSpan.Zero) await Task.Delay(wait, stop);
            var at = _clock.Elapsed;
            string done;
            try
            {
                done = await HitAsync(blow, stop);
                tally.Count($"{Words(blow.Blow)}");
            }
            catch (Exception e) when (e is HttpRequestException or NpgsqlException or IOException or TimeoutException || (e is OperationCanceledException && !stop.IsCancellationRequested))
            {
                done = $"{Words(blow.Blow)}: missed, what it was to hit is away";
            }
            log(string.Create(CultureInfo.InvariantCulture, $"{at.TotalSeconds,6:0.0} s  {done}"));
        }
    }

    private Task<string> HitAsync(PlannedBlow blow, CancellationToken stop) => blow.Blow switch
    {
        Blow.KillWorker => Killed(keeper.Workers[blow.Choice % keeper.Workers.Count], blow),
        Blow.KillApi => Killed(keeper.Api, blow),
        Blow.KillBroker => KillAsync(system.Servers.Broker!, blow, stop),
        Blow.KillDatabase => KillAsync(system.Servers.Postgres!, blow, stop),
        Blow.FreezeWorker => FreezeAsync(keeper.Workers[blow.Choice % keeper.Workers.Count], blow, stop),
        Blow.CutDatabase => CutDatabaseAsync(blow, stop),
        Blow.CutBroker => CutBrokerAsync(stop),
        Blow.Duplicate => DuplicateAsync(blow, stop),
        Blow.Rebuild => RebuildAsync(new JsonObject { ["tables"] = new JsonArray(Table(blow)) }, Table(blow), stop),
        Blow.RebuildPart => RebuildPartAsync(blow, stop),
        Blow.RebuildAll => RebuildAsync(new JsonObject { ["all"] = true }, "all tables", stop),
        Blow.Rollback => RollBackAsync(blow, stop),
        Blow.Pause => PauseAsync(Table(blow), blow, stop),
        Blow.Replay => _replayer.RunAsync(Table(blow), asStranger: blow.Choice / tables.Count % 3 == 0, stop),
        Blow.Skip => refused.SkipOneAsync(blow.Choice, stop),
        _ => throw new InvalidOperationException($"{blow.Blow} is not known."),
    };

    private Task<string> Killed(HostState host, PlannedBlow blow)
    {
        keeper.Kill(host, blow.Lasts);
        return Task.FromResult($"kill -9 {host.Name}, away for {Seconds(blow)}");
    }

    private async Task<string> KillAsync(ManagedServer server, PlannedBlow blow, CancellationToken stop)
    {
        await server.KillAsync(stop);
        await Task.Delay(blow.Lasts, stop);
        await StartAsync(server, stop);
        return $"kill -9 {server.Name}, started again after {Seconds(blow)}";
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
                // A busy machine; what fails three times is the end of the run.
            }
        }
    }

    private static async Task<string> FreezeAsync(HostState host, PlannedBlow blow, CancellationToken stop)
    {
        host.Process.Signal(Signal.Freeze);
        try
        {
            await Task.Delay(blow.Lasts, stop);
        }
        finally
        {
            host.Process.Signal(Signal.Continue);
        }
        return $"{host.Name} frozen for {Seconds(blow)}";
    }

    private async Task<string> CutDatabaseAsync(PlannedBlow blow, CancellationToken stop)
    {
        var worker = blow.Choice % 2 == 0 ? keeper.Workers[blow.Choice / 2 % keeper.Workers.Count] : null;
        var name = worker is null ? "eventsourced-api%" : string.Create(CultureInfo.InvariantCulture, $"es-worker {worker.Process.Pid} %");
        await using var command = database.CreateCommand("select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database() and application_name like $1");
        command.Parameters.AddWithValue(name);
        var cut = (long)(await command.ExecuteScalarAsync(stop))!;
        return $"{cut} database sessions of {worker?.Name ?? "the API"} cut";
    }

    private async Task<string> CutBrokerAsync(CancellationToken stop) => $"{await broker.CutAsync(stop)} connections of the broker cut";

    private async Task<string> DuplicateAsync(PlannedBlow blow, CancellationToken stop)
    {
        var random = new Random(blow.Choice);
        // From all that was ever accepted, so that they come late and in another order.
        var chosen = book.All.Where(c => c is { IsAccepted: true, Body: not null }).OrderBy(_ => random.Next()).Take(MostDuplicates).ToList();
        var sent = await duplicator.SendAsync(chosen, stop);
        tally.Count("duplicated messages", sent);
        return $"{sent} messages of {chosen.Count} commands sent again, in another order";
    }

    private async Task<string> RebuildAsync(JsonObject request, string what, CancellationToken stop)
    {
        var answer = await caller.PostAsync("admin/rebuilds", request, stop);
        if (answer.IsGood) tally.Count("rebuilds taken in");
        return $"rebuild of {what}: {(answer.IsGood ? "taken in" : answer.Said)}";
    }

    /// <summary>The part of a table that has the first key column of some row.</summary>
    private async Task<string> RebuildPartAsync(PlannedBlow blow, CancellationToken stop)
    {
        var table = Table(blow);
        var column = (string)(await ScalarAsync($"""
            select a.attname::text from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0] where i.indrelid = '{table}'::regclass and i.indisprimary
            """, stop))!;
        if (await ScalarAsync($"select \"{column}\"::text from {table} order by md5(\"{column}\"::text || '{blow.Choice}') limit 1", stop) is not string value)
            return $"rebuild of a part of {table}: it has no rows yet";
        return await RebuildAsync(new JsonObject { ["tables"] = new JsonArray(table), ["where"] = new JsonObject { [column] = value } }, $"{table} where {column} = {value}", stop);
    }

    private async Task<object?> ScalarAsync(string sql, CancellationToken stop)
    {
        await using var command = database.CreateCommand(sql);
        return await command.ExecuteScalarAsync(stop);
    }

    private async Task<string> RollBackAsync(PlannedBlow blow, CancellationToken stop)
    {
        var candidates = tables.Where(workloads.MayRollBack).ToList();
        var table = candidates[blow.Choice % candidates.Count];
        // Before it is asked: the answer may get lost although it was done.
        tally.Count(RollbacksAsked);
        var answer = await caller.PostAsync($"admin/generations/{table}/rollback", [], stop);
        return $"rollback of {table}: {(answer.IsGood ? "done" : answer.Said)}";
    }

    private async Task<string> PauseAsync(string table, PlannedBlow blow, CancellationToken stop)
    {
        var paused = await caller.PostAsync($"admin/projections/{table}/pause", new JsonObject { ["reason"] = "nemesis" }, stop);
        await Task.Delay(blow.Lasts, stop);
        // Whatever is left paused is resumed in the end.
        var resumed = await caller.PostAsync($"admin/projections/{table}/resume", [], stop);
        return $"pause of {table}: {(paused.IsGood ? "done" : paused.Said)}; resume after {Seconds(blow)}: {(resumed.IsGood ? "done" : resumed.Said)}";
    }

    private string Table(PlannedBlow blow) => tables[blow.Choice % tables.Count];

    private static string Seconds(PlannedBlow blow) => string.Create(CultureInfo.InvariantCulture, $"{blow.Lasts.TotalSeconds:0.0} s");

    public static string Words(Blow blow) => blow switch
    {
        Blow.KillWorker => "kills of a worker",
        Blow.KillApi => "kills of the API",
        Blow.KillBroker => "kills of the broker",
        Blow.KillDatabase => "kills of the database",
        Blow.FreezeWorker => "frozen workers",
        Blow.CutDatabase => "cuts of database sessions",
        Blow.CutBroker => "cuts of broker connections",
        Blow.Duplicate => "batches of duplicates",
        Blow.Rebuild => "rebuilds of one table",
        Blow.RebuildAll => "rebuilds of all tables",
        Blow.RebuildPart => "rebuilds of a part",
        Blow.Rollback => "rollbacks",
        Blow.Replay => "replays",
        Blow.Skip => "skips",
        _ => "pauses",
    };
}
