using System.CommandLine;
using EventSourced.Api.Hosting;
using EventSourced.Cli.Running;
using EventSourced.EventStore;
using EventSourced.Workers.Hosting;
using Microsoft.Extensions.Hosting;

namespace EventSourced.Cli.Commands;

/// <summary><c>es serve api|workers|all</c>: the hosts as processes. <c>es up</c> starts them; so does whoever runs the parts on machines of their own.</summary>
internal static class ServeCommand
{
    // Never reached: RunAsync is asked before the command line is parsed. It is here so that the word is known.
    public static Command Create() => new("serve", "Run a host in this process: api, workers or all.") { Hidden = true };

    public static async Task<int> RunAsync(string role, string[] args)
    {
        try
        {
            using IHost host = role switch
            {
                Hosts.Api => ApiHost.Build(args),
                Hosts.Workers => WorkerHost.Build(args),
                Hosts.All => ApiHost.Build(args, builder => builder.Services.AddWorkers(builder.Configuration)),
                _ => throw CliException.Usage($"There is no host \"{role}\": use api, workers or all."),
            };
            await host.RunAsync();
            // A host that ended itself because it could not go on has set it.
            return Environment.ExitCode;
        }
        catch (CliException e)
        {
            await Console.Error.WriteLineAsync($"error: {e.Message}");
            return e.ExitCode;
        }
        catch (SharedSessionsException e)
        {
            await Console.Error.WriteLineAsync($"error: {e.Message}");
            return 1;
        }
    }
}
