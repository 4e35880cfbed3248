using System.CommandLine;
using EventSourced.Cli.Output;
using EventSourced.Cli.Parsing;
using EventSourced.Cli.Running;
using EventSourced.Commands.Modules;

namespace EventSourced.Cli.Commands;

/// <summary><c>es up</c>: starts and supervises a system.</summary>
internal static class UpCommand
{
    public static Command Create(Screen screen, ModuleCatalog modules)
    {
        var options = SystemCommandOptions.Create();
        var detach = new Option<bool>("--detach") { Description = $"Return when the system is ready; a supervisor process keeps it running until `{Hint.Es("down")}`." };
        var workers = new Option<int>("--workers") { Description = "How many worker processes.", HelpName = "N", DefaultValueFactory = _ => 1 };
        var single = new Option<bool>("--single") { Description = "Run API and workers in one process, which needs less memory. RabbitMQ keeps the queued commands." };
        workers.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 64) result.AddError("--workers: use 1 to 64.");
        });
        var command = new Command("up", "Start servers, API and workers, and supervise them until Ctrl-C.") { detach, workers, single };
        options.AddTo(command);
        command.SetAction((parsed, cancellation) => RunAsync(
            screen, modules, options.Directory(parsed), options.Read(parsed) with { Detached = parsed.GetValue(detach), Workers = parsed.GetValue(workers), Single = parsed.GetValue(single) }, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(Screen screen, ModuleCatalog modules, DataDirectory directory, SystemOptions options, CancellationToken cancellation)
    {
        if (options.OneProcess && options.Workers > 1)
            throw CliException.Usage($"{(options.Single ? "--single" : "--transport memory")} runs everything in one process: leave --workers out.");
        var started = await new SystemStarter(modules, directory, options, screen.Step).StartAsync(cancellation);
        if (started.System is not { } system)
        {
            screen.Good($"EventSourced is already running: {started.Connection.Url}");
            if (options.Port is { } port and > 0 && new Uri(started.Connection.Url).Port != port) screen.Note($"Its port stays; to change it to {port}, stop it first: {Hint.Es("down")}");
            return 0;
        }
        screen.Good($"EventSourced is ready: {started.Connection.Url}");
        if (started.NewToken is { } token)
        {
            screen.Line($"  admin token (shown only now, kept in {directory.ConnectionFile} while it runs):");
            screen.Line($"  {token}");
        }
        if (options.Detached)
        {
            await system.DetachAsync();
            screen.Note($"It keeps running. Logs: {directory.Logs}   Stop it with: {Hint.Es("down")}");
            return 0;
        }
        screen.Note($"Logs: {directory.Logs}   Ctrl-C stops it.");
        try
        {
            await system.WatchAsync(cancellation);
        }
        finally
        {
            screen.Step("stopping");
            await system.StopAsync();
        }
        screen.Good("stopped");
        return 0;
    }
}
