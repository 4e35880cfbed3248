using System.Diagnostics;
using EventSourced.Cli.Modules;
using EventSourced.Cli.Output;
using EventSourced.Cli.Parsing;
using EventSourced.Cli.Running;
using EventSourced.EventStore;
using EventSourced.Projections;
using EventSourced.Servers;
using Npgsql;

namespace EventSourced.Cli.Nemesis;

/// <summary>One run: starts a new system, disrupts it under load, waits until it is quiescent, and checks the invariants.</summary>
internal sealed class NemesisRun(Screen screen, NemesisOptions options, ModuleTools tools)
{
    private const int Readers = 2;

    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var directory = new DataDirectory(options.Folder);
        screen.Line($"seed {options.Seed}, {Figures.Time(options.Time)}, {Figures.Count(options.Workers, "worker")}; data in {options.Folder}");
        var kept = false;
        RunningSystem? system = null;
        try
        {
            system = await StartAsync(directory, cancellation);
            var holds = await DisruptAndCheckAsync(directory, system, cancellation);
            kept = !holds;
            return holds ? 0 : 1;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            kept = true;
            throw;
        }
        finally
        {
            await EndAsync(system, kept);
        }
    }

    private async Task<RunningSystem> StartAsync(DataDirectory directory, CancellationToken cancellation)
    {
        var settings = new Dictionary<string, string> { ["Projections__LeaseTimeout"] = NemesisOptions.LeaseTimeout.ToString("c") };
        var started = await new SystemStarter(
            tools.Modules, directory, new SystemOptions { Transport = SystemOptions.RabbitMq, Port = 0, Workers = options.Workers, Settings = settings }, screen.Step).StartAsync(cancellation);
        screen.Good($"a private system is ready: {started.Connection.Url}");
        return started.System!;
    }

    private async Task<bool> DisruptAndCheckAsync(DataDirectory directory, RunningSystem system, CancellationToken cancellation)
    {
        var connection = directory.ReadConnection()!;
        var tally = new Tally();
        using var caller = new Caller(connection.Url, connection.Token);
        await using var database = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(system.Servers.PostgresConnectionString) { ApplicationName = "es-nemesis" });
        var memory = new WatermarkHistory(database);
        var book = new CommandBook(caller, tally);
        var world = new NemesisWorld(database, book, caller, ReadTableSet.Of(tools.Modules.Events, tools.Modules.Assemblies), tally, options.Seed);
        var workloads = tools.Workloads(world);
        var keeper = new HostKeeper(system, tally, screen.Step);
        using var broker = new Broker(system.Servers);
        var projections = await caller.GetAsync("admin/projections", cancellation);
        List<string> tables = [.. projections.Body!["projections"]!.AsArray().Select(p => p!["table"]!.ToString())];

        var attachments = new TableAttachments(database, tables);
        await attachments.AddAsync(cancellation);
        var refused = new RefusedRows(database, caller, workloads.Refused);
        await refused.InstallAsync(cancellation);

        using var observing = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var working = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await using var watcher = new WatermarkWatcher(database, tools.Modules.Events, caller, memory, tally);
        await using var duplicator = await Duplicator.StartAsync(connection.Rabbitmq!, tools.Modules.Commands, cancellation);
        var observers = StoppedAsync(
        [
            keeper.RunAsync(observing.Token), watcher.RunAsync(observing.Token),
            .. Enumerable.Range(0, Readers).Select(n => new TableReader(n, options.Seed, tables, workloads, caller, tally).RunAsync(observing.Token)),
            .. workloads.All.SelectMany(w => w.StartReaders(observing.Token)),
        ]);
        var users = StoppedAsync([.. workloads.All.SelectMany(w => w.StartCallers(working.Token))]);
        try
        {
            var chaos = new Chaos(DisruptionPlan.Of(options.Seed, options.Time), system, keeper, broker, database, duplicator, book, caller, refused, workloads, tables, tally, screen.Step);
            var clock = Stopwatch.StartNew();
            await chaos.RunAsync(cancellation);
            if (options.Time - clock.Elapsed is { Ticks: > 0 } left) await Task.Delay(left, cancellation);
            await working.CancelAsync();
            await users;
            screen.Step("the last disruption is done; waiting until the system is quiescent");
            await chaos.RestoreAsync(cancellation);
            await new Quiescence(system, caller, book, workloads, refused, tally, screen.Step).WaitAsync(cancellation);
            await observing.CancelAsync();
            await observers;
            tally.Count("different watermarks", memory.Watermarks);
            tally.Count("events below them", memory.Events);
            await new Checker(world, memory, workloads, attachments, broker, screen.Step).RunAsync(cancellation);
        }
        finally
        {
            await working.CancelAsync();
            await observing.CancelAsync();
            keeper.WakeAll();
            await users.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await observers.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        return NemesisReport.Show(screen, tally, workloads.Promises);
    }

    // Cancelled tasks are no failures; a failed task is rethrown even if others were cancelled.
    private static async Task StoppedAsync(IReadOnlyList<Task> tasks)
    {
        await Task.WhenAll(tasks).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var failed in tasks.Where(t => t.IsFaulted)) await failed;
    }

    /// <summary>Stops the system; keeps the folder after a failure.</summary>
    private async Task EndAsync(RunningSystem? system, bool kept)
    {
        screen.Step("stopping");
        if (system is not null) await system.StopAsync();
        if (kept) screen.Note($"Logs and data are kept in {options.Folder}; `{CommandHint.Of($"up --data {Hint.Quoted(options.Folder)}")}` starts the system as it was left.");
        else if (Directory.Exists(options.Folder)) await ServerSet.DestroyAsync(new ServerOptions { DataDirectory = options.Folder });
    }
}
