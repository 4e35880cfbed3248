using System.CommandLine;
using EventSourced.Cli.Output;
using EventSourced.Cli.Running;
using EventSourced.Servers;

namespace EventSourced.Cli.Commands;

/// <summary><c>es down</c>: stops the system of a folder, and deletes the folder if requested.</summary>
internal static class DownCommand
{
    public static Command Create(Screen screen)
    {
        var data = CommonOptions.Data();
        var delete = new Option<bool>("--delete") { Description = "Delete the folder with all its data. Data in your own servers stays." };
        var command = new Command("down", "Stop API, workers and servers of a folder; its data stays.") { data, delete };
        command.SetAction((parsed, cancellation) => RunAsync(screen, new DataDirectory(parsed.GetRequiredValue(data)), parsed.GetValue(delete), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(Screen screen, DataDirectory directory, bool delete, CancellationToken cancellation)
    {
        if (!Directory.Exists(directory.Root))
        {
            screen.Good($"Nothing runs in {directory.Root}.");
            return 0;
        }
        if (delete && !directory.IsSystemFolder) throw new CliException($"{directory.Root} is not the folder of a system, and is not deleted. Name the folder with --data.");
        var state = directory.ReadState();
        var ran = state.Hosts.Any(h => h.Process.IsAlive);
        // The supervisor would restart the processes, so it is stopped first; it stops them itself.
        if (state.Supervisor is { IsAlive: true } supervisor)
        {
            ran = true;
            await RunningSystem.StopSupervisorAsync(supervisor, screen.Step, cancellation);
        }
        using var held = await directory.LockAsync(screen.Step, cancellation);
        state = directory.ReadState();
        directory.DeleteConnection();
        foreach (var group in state.Hosts.GroupBy(h => h.Role == Hosts.Workers).OrderBy(g => g.Key))
            await Task.WhenAll(group.Select(h => HostProcess.StopAsync(h, RunningSystem.StopLimit, screen.Step)));
        var servers = new ServerOptions { DataDirectory = directory.Root };
        ran |= await ServerSet.StopAsync(servers, new StepLog(screen), cancellation);
        directory.WriteState(state with { Hosts = [], Supervisor = null });
        if (delete)
        {
            // Personal data in a user's own server stays, and is unreadable without the key.
            var key = directory.HasPostgres ? null : directory.ReadMasterKey();
            await ServerSet.DestroyAsync(servers, new StepLog(screen), cancellation);
            if (key is not null)
            {
                directory.WriteMasterKey(key);
                screen.Good($"Stopped and deleted: {directory.Root}, but for the master key of the personal data in your PostgreSQL: {directory.MasterKeyFile}");
                return 0;
            }
            screen.Good($"Stopped and deleted: {directory.Root}.");
            return 0;
        }
        screen.Good(ran ? $"Stopped. The data stays in {directory.Root}." : $"Nothing ran in {directory.Root}.");
        return 0;
    }

    private sealed class StepLog(Screen screen) : IProgress<string>
    {
        public void Report(string value) => screen.Step(value);
    }
}
