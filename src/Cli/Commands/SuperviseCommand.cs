using System.CommandLine;
using EventSourced.Cli.Output;
using EventSourced.Cli.Running;

namespace EventSourced.Cli.Commands;

/// <summary><c>es supervise</c>: supervises a detached system, as <c>es up</c> does in the foreground. <c>es up --detach</c> starts it.</summary>
internal static class SuperviseCommand
{
    public const string Name = "supervise";

    public static Command Create(Screen screen)
    {
        var data = CommonOptions.Data();
        var command = new Command(Name, "Supervise the processes of a folder until stopped.") { data };
        command.Hidden = true;
        command.SetAction((parsed, cancellation) => RunAsync(screen, new DataDirectory(parsed.GetRequiredValue(data)), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(Screen screen, DataDirectory directory, CancellationToken cancellation)
    {
        // The output is a log, with a time in each line.
        void Log(string text) => screen.Line($"{DateTimeOffset.UtcNow:yyyy-MM-dd'T'HH:mm:ss.fff} {text}");
        var system = await SystemStarter.AdoptAsync(directory, Log, cancellation);
        Log($"supervises {string.Join(", ", system.Hosts.Select(h => $"{h.Name} (process {h.Process.Pid})"))}");
        try
        {
            await system.WatchAsync(cancellation);
        }
        finally
        {
            Log("stopping");
            await system.StopAsync();
            Log("stopped");
        }
        return 0;
    }
}
