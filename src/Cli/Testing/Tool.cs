using System.Text;
using CliWrap;
using EventSourced.Cli.Running;

namespace EventSourced.Cli.Testing;

/// <summary>Runs the .NET SDK.</summary>
internal static class Tool
{
    // Exit code of a program that was killed by SIGKILL.
    private const int Killed = 137;

    /// <summary>The dotnet program: the one that runs this process, or the one on the path.</summary>
    public static string Dotnet => Environment.ProcessPath is { } self && Path.GetFileNameWithoutExtension(self) == "dotnet" ? self : "dotnet";

    /// <summary>Runs it to its end.</summary>
    /// <param name="folder">Working directory.</param>
    /// <param name="environment">Additional environment variables.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="cancellation">Kills it.</param>
    /// <param name="silence">Kills it after this time without output; null for no limit.</param>
    public static async Task<(int ExitCode, string Output)> RunAsync(
        string folder, IReadOnlyDictionary<string, string> environment, IEnumerable<string> arguments, CancellationToken cancellation, TimeSpan? silence = null)
    {
        using var hangs = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var output = new StringBuilder();
        void Take(string line)
        {
            if (silence is { } limit) hangs.CancelAfter(limit);
            lock (output) output.AppendLine(line);
        }

        if (silence is { } first) hangs.CancelAfter(first);
        // A build server that stays behind would keep the output open, and this method waiting. Tests compare suggested commands, which are not those of who runs the tests.
        var variables = new Dictionary<string, string?>(environment.Select(v => KeyValuePair.Create(v.Key, (string?)v.Value)))
        {
            ["MSBUILDDISABLENODEREUSE"] = "1",
            [CommandLineVariables.ProgramVariable] = null,
        };
        try
        {
            var result = await CliWrap.Cli.Wrap(Dotnet).WithArguments(arguments).WithWorkingDirectory(folder).WithEnvironmentVariables(variables)
                .WithStandardOutputPipe(PipeTarget.ToDelegate(Take)).WithStandardErrorPipe(PipeTarget.ToDelegate(Take))
                .WithValidation(CommandResultValidation.None).ExecuteAsync(hangs.Token);
            return (result.ExitCode, output.ToString());
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return (Killed, $"{output}It was killed after {silence} without output.");
        }
    }
}
