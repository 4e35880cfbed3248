using System.Text;
using CliWrap;

namespace EventSourced.Cli.Testing;

/// <summary>Runs the .NET SDK.</summary>
internal static class Tool
{
    // As a shell reports a program that SIGKILL ended.
    private const int Killed = 137;

    /// <summary>The program itself: the one that runs this process, or the one on the path.</summary>
    public static string Dotnet => Environment.ProcessPath is { } self && Path.GetFileNameWithoutExtension(self) == "dotnet" ? self : "dotnet";

    /// <summary>Runs it to its end.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="environment">Variables in addition to those of this process.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="cancellation">Kills it.</param>
    /// <param name="silence">Kills it when it says nothing for so long; null to wait for ever.</param>
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
        // A build server that stays behind would hold the output open, and with it this wait.
        var variables = new Dictionary<string, string?>(environment.Select(v => KeyValuePair.Create(v.Key, (string?)v.Value))) { ["MSBUILDDISABLENODEREUSE"] = "1" };
        try
        {
            var result = await CliWrap.Cli.Wrap(Dotnet).WithArguments(arguments).WithWorkingDirectory(folder).WithEnvironmentVariables(variables)
                .WithStandardOutputPipe(PipeTarget.ToDelegate(Take)).WithStandardErrorPipe(PipeTarget.ToDelegate(Take))
                .WithValidation(CommandResultValidation.None).ExecuteAsync(hangs.Token);
            return (result.ExitCode, output.ToString());
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return (Killed, $"{output}Nothing was written for {silence}, so it was killed.");
        }
    }
}
