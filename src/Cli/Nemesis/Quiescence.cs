using System.Diagnostics;
using EventSourced.Cli.Running;
using Npgsql;

namespace EventSourced.Cli.Nemesis;

/// <summary>Waits, with time limits, until commands, the modules' work, rebuilds and projections have ended after the last disruption.</summary>
internal sealed class Quiescence(RunningSystem system, Caller caller, CommandBook book, Workloads workloads, RefusedRows refused, Tally tally, Action<string> log)
{
    private static readonly TimeSpan s_pollInterval = TimeSpan.FromMilliseconds(300);
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    public async Task WaitAsync(CancellationToken cancellation)
    {
        await UntilAsync("every host is ready", async () =>
        {
            foreach (var host in system.Hosts)
            {
                if (!host.Process.IsAlive || await Hosts.StatusAsync(host, cancellation) is not ("ready" or "degraded")) return $"{host.Name} is not";
            }
            return null;
        }, cancellation);
        await CommandsAsync(cancellation);
        // Also resumes paused tables, because the next checks read the tables.
        await UntilAsync("no table is paused or behind", () => TablesAsync(cancellation), cancellation);
        foreach (var workload in workloads.All) await UntilAsync($"the work of {workload.Module} has ended", () => workload.PendingAsync(cancellation), cancellation);
        await UntilAsync("every rebuild has ended", () => RebuildsAsync(cancellation), cancellation);
        await UntilAsync("all tables have reached the end of the log", () => TablesAsync(cancellation), cancellation);
    }

    // Sends commands without an outcome again with the same id.
    private async Task CommandsAsync(CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(NemesisOptions.Patience);
        try
        {
            await Parallel.ForEachAsync(book.All.Where(c => c.Status is null), new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = limit.Token },
                async (command, stop) => await book.RunAsync(command, stop));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            tally.Fault(Checks.Settled, $"{book.All.Count(c => c.Status is null)} commands have no outcome after {NemesisOptions.Patience.TotalMinutes} minutes");
        }
        LogReached("every command has an outcome");
    }

    private async Task<string?> RebuildsAsync(CancellationToken cancellation)
    {
        var answer = await caller.GetAsync("admin/rebuilds?limit=1000", cancellation);
        if (!answer.IsGood) return answer.Summary;
        var open = answer.Body!.AsArray().Where(o => o!["is_final"]!.GetValue<bool>() is false).ToList();
        return open.Count == 0 ? null : $"{open.Count} have not: {open[0]!["id"]} is {open[0]!["state"]}, {open[0]!["phase"]}";
    }

    private async Task<string?> TablesAsync(CancellationToken cancellation)
    {
        var answer = await caller.GetAsync("admin/projections", cancellation);
        if (!answer.IsGood) return answer.Summary;
        var behind = new List<string>();
        foreach (var table in answer.Body!["projections"]!.AsArray().Select(p => p!.AsObject()))
        {
            var (name, state) = (table["table"]!.ToString(), table["state"]!.ToString());
            // The answer to a resume may have been lost. A table with a dead letter stays paused for the check.
            if (state == "paused" && table["dead_letters"]!.AsArray().Count == 0) await caller.PostAsync($"admin/projections/{name}/resume", [], cancellation);
            // The trigger that caused the dead letter has been removed.
            else if (state == "paused" && refused.Contains(name)) await caller.PostAsync($"admin/projections/{name}/retry", [], cancellation);
            else if (state == "paused") continue;
            if (table["position"]!.GetValue<long>() < answer.Body["watermark"]!.GetValue<long>()) behind.Add($"{name} ({state}) is at {table["position"]} of {answer.Body["watermark"]}");
        }
        return behind.Count == 0 ? null : string.Join(", ", behind);
    }

    private async Task UntilAsync(string what, Func<Task<string?>> lacks, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var lack = "";
        while (true)
        {
            try
            {
                lack = await lacks();
                if (lack is null) break;
            }
            catch (Exception e) when (e is NpgsqlException or IOException or TimeoutException)
            {
                lack = e.Message;
            }
            if (clock.Elapsed > NemesisOptions.Patience)
            {
                tally.Fault(Checks.Settled, $"not within {NemesisOptions.Patience.TotalMinutes} minutes: {what}; {lack}");
                return;
            }
            await Task.Delay(s_pollInterval, cancellation);
        }
        LogReached(what);
    }

    private void LogReached(string what) => log($"{_clock.Elapsed.TotalSeconds,6:0.0} s  {what}");
}
