using System.Text.Json;
using EventSourced.Servers.Setup;

namespace EventSourced.Testing;

/// <summary>
/// Runs the servers for several test processes: writes its progress to standard error and their addresses, as environment variables in JSON, to standard
/// output, and stops them when standard input ends. So they stop together with the process that started this program, however that one ends.
/// </summary>
internal static class Program
{
    private static async Task<int> Main()
    {
        // An interrupt reaches all programs of a terminal; the parent process closes the input when it no longer needs the servers.
        Console.CancelKeyPress += (_, e) => e.Cancel = true;
        try
        {
            await using var servers = await TestServers.HoldAsync(new StandardError());
            var variables = new Dictionary<string, string>(servers.ToEnvironment())
            {
                [TestContainers.Choice] = await TestContainers.AreUsedAsync() ? TestContainers.Containers : TestContainers.Installed,
            };
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(variables));
            await Console.In.ReadToEndAsync();
            return 0;
        }
        catch (ServerSetupException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }

    private sealed class StandardError : IProgress<string>
    {
        public void Report(string value) => Console.Error.WriteLine(value);
    }
}
