using System.CommandLine;
using System.Diagnostics;
using EventSourced.Cli.Output;
using EventSourced.Cli.Parsing;
using EventSourced.Cli.Running;
using EventSourced.Cli.Testing;
using EventSourced.Servers.Processes;

namespace EventSourced.Cli.Commands;

/// <summary><c>es bench</c>: builds the benchmarks and runs them in a separate process, which writes <c>bench/RESULTS.md</c>.</summary>
internal static class BenchCommand
{
    private static readonly TimeSpan s_stopLimit = TimeSpan.FromSeconds(30);

    public static Command Create(Screen screen)
    {
        var names = new Argument<string[]>("NAME") { Description = "Benchmarks to run; without, all of them.", Arity = ArgumentArity.ZeroOrMore };
        var noBuild = new Option<bool>("--no-build") { Description = "Do not build before." };
        var command = new Command("bench", "Measure against baselines on a durable PostgreSQL, and write bench/RESULTS.md.") { names, noBuild };
        command.SetAction((parsed, cancellation) => RunAsync(screen, parsed.GetValue(names) ?? [], !parsed.GetValue(noBuild), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(Screen screen, string[] names, bool build, CancellationToken cancellation)
    {
        var root = Repository.Require(Hint.Es("bench"));
        if (build)
        {
            screen.Step("building the benchmarks");
            var (exitCode, output) = await Tool.RunAsync(root, new Dictionary<string, string>(), ["build", "bench", "-c", "Release", "-v", "q", "--nologo"], cancellation);
            if (exitCode != 0)
            {
                screen.Line(output);
                return 1;
            }
        }
        // Its output goes directly to the terminal.
        var info = new ProcessStartInfo(Tool.Dotnet, [Path.Combine(root, "bench", "bin", "Release", "net10.0", "EventSourced.Bench.dll"), .. names]) { WorkingDirectory = root };
        using var process = Process.Start(info) ?? throw new CliException("dotnet did not start.");
        try
        {
            await process.WaitForExitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            // Terminated, not killed: it has servers to stop.
            ProcessIdentity.Of(process.Id)?.Signal(Signal.Terminate);
            if (!process.WaitForExit(s_stopLimit)) process.Kill(entireProcessTree: true);
            throw;
        }
        return process.ExitCode;
    }
}
