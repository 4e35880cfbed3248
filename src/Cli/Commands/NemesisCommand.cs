using System.CommandLine;
using System.Security.Cryptography;
using EventSourced.Cli.Modules;
using EventSourced.Cli.Nemesis;
using EventSourced.Cli.Output;
using EventSourced.Servers;

namespace EventSourced.Cli.Commands;

/// <summary><c>es nemesis</c>: a system of its own is used and hurt at once, and then held against what it promises.</summary>
internal static class NemesisCommand
{
    public static Command Create(Screen screen)
    {
        var minutes = new Option<double>("--minutes") { Description = "How long it is hurt.", HelpName = "M", DefaultValueFactory = _ => 5 };
        minutes.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (> 0 and <= 24 * 60)) result.AddError("--minutes: use more than 0, and up to 1440.");
        });
        var seed = new Option<int?>("--seed") { Description = "The same seed hurts in the same way; else a random one.", HelpName = "N" };
        var data = new Option<string?>("--data") { Description = "Folder that gets the folder of the system; else the temporary one.", HelpName = "DIR" };
        var workers = new Option<int>("--workers") { Description = "How many worker processes.", HelpName = "N", DefaultValueFactory = _ => 3 };
        workers.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 16) result.AddError("--workers: use 1 to 16.");
        });
        var command = new Command("nemesis", "Kill, freeze and cut a system of its own while it is used, then check that it kept every promise.") { minutes, seed, data, workers };
        command.SetAction(async (parsed, cancellation) =>
        {
            RefuseServersOfOthers();
            var number = parsed.GetValue(seed) ?? RandomNumberGenerator.GetInt32(1, 1_000_000);
            var folder = Path.Combine(Path.GetFullPath(parsed.GetValue(data) ?? Path.GetTempPath()), $"es-nemesis-{number}-{Guid.NewGuid().ToString("N")[..8]}");
            var options = new NemesisOptions(TimeSpan.FromMinutes(parsed.GetValue(minutes)), number, folder, parsed.GetValue(workers));
            return await new NemesisRun(screen, options, ModuleTools.Default).RunAsync(cancellation);
        });
        return command;
    }

    // It kills servers: only ones that it has started itself.
    private static void RefuseServersOfOthers()
    {
        foreach (var name in new[] { ServerVariables.Postgres, ServerVariables.RabbitMq, ServerVariables.RabbitMqManagement })
        {
            if (Environment.GetEnvironmentVariable(name) is { Length: > 0 })
                throw CliException.Usage($"{name} names a server that others may use, and nemesis kills servers. Unset it: it starts private ones.");
        }
    }
}
