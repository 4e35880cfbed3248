using CliWrap;
using CliWrap.Buffered;

namespace EventSourced.Cli.Testing;

/// <summary>Runs the .NET SDK.</summary>
internal static class Tool
{
    /// <summary>The program itself: the one that runs this process, or the one on the path.</summary>
    public static string Dotnet => Environment.ProcessPath is { } self && Path.GetFileNameWithoutExtension(self) == "dotnet" ? self : "dotnet";

    public static async Task<(int ExitCode, string Output)> RunAsync(
        string folder, IReadOnlyDictionary<string, string> environment, IEnumerable<string> arguments, CancellationToken cancellation)
    {
        // A build server that stays behind would hold the output open, and with it this wait.
        var variables = new Dictionary<string, string?>(environment.Select(v => KeyValuePair.Create(v.Key, (string?)v.Value))) { ["MSBUILDDISABLENODEREUSE"] = "1" };
        var result = await CliWrap.Cli.Wrap(Dotnet).WithArguments(arguments).WithWorkingDirectory(folder).WithEnvironmentVariables(variables)
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(cancellation);
        return (result.ExitCode, result.StandardOutput + result.StandardError);
    }
}
