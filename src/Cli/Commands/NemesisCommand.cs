using System.CommandLine;
using System.Security.Cryptography;
using EventSourced.Cli.Modules;
using EventSourced.Cli.Nemesis;
using EventSourced.Cli.Output;
using EventSourced.Servers;

namespace EventSourced.Cli.Commands;

/// <summary><c>es nemesis</c>: fault injection into a private system under load, followed by a check of its invariants.</summary>
internal static class NemesisCommand
{
    public static Command Create(Screen screen, ModuleTools tools)
    {
        var minutes = new Option<double>("--minutes") { Description = "Duration of the fault injection.", HelpName = "M", DefaultValueFactory = _ => 5 };
        minutes.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (> 0 and <= 24 * 60)) result.AddError("--minutes: use more than 0, and up to 1440.");
        });
        var seed = new Option<int?>("--seed") { Description = "Seed of the plan, for reproducible runs; random by default.", HelpName = "N" };
        var data = new Option<string?>("--data") { Description = "Parent of the system's folder; the temporary folder by default.", HelpName = "DIR" };
        var workers = new Option<int>("--workers") { Description = "How many worker processes.", HelpName = "N", DefaultValueFactory = _ => 3 };
        workers.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 16) result.AddError("--workers: use 1 to 16.");
        });
        var command = new Command("nemesis", "Kill, freeze and disconnect parts of a private system under load, then check its invariants.") { minutes, seed, data, workers };
        command.SetAction(async (parsed, cancellation) =>
        {
            RefuseServersOfOthers();
            var number = parsed.GetValue(seed) ?? RandomNumberGenerator.GetInt32(1, 1_000_000);
            var folder = Path.Combine(Path.GetFullPath(parsed.GetValue(data) ?? Path.GetTempPath()), $"es-nemesis-{number}-{Guid.NewGuid().ToString("N")[..8]}");
            var options = new NemesisOptions(TimeSpan.FromMinutes(parsed.GetValue(minutes)), number, folder, parsed.GetValue(workers));
            return await new NemesisRun(screen, options, tools).RunAsync(cancellation);
        });
        return command;
    }

    // It may kill only servers that it has started itself.
    private static void RefuseServersOfOthers()
    {
        foreach (var name in new[] { ServerVariables.Postgres, ServerVariables.RabbitMq, ServerVariables.RabbitMqManagement })
        {
            if (Environment.GetEnvironmentVariable(name) is { Length: > 0 })
                throw CliException.Usage($"{name} names a server that others may use, and nemesis kills servers. Unset it: it starts private ones.");
        }
    }
}
