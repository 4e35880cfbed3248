using System.CommandLine;
using System.Diagnostics;
using EventSourced.Cli.Output;
using EventSourced.Cli.Parsing;
using EventSourced.Cli.Running;
using EventSourced.Cli.Testing;

namespace EventSourced.Cli.Commands;

/// <summary><c>es test</c>: builds the solution, starts the servers once, runs every test project, and sums up the results.</summary>
internal static class TestCommand
{
    private const string Configuration = "Release";
    private const int LinesOfStack = 8;

    // A test process ends before it has gained from optimised code: with these two settings (the second in hex) the tests of the API take 132 s and not 194 s on two cores (150 and 278 s of processor time).
    private static readonly Dictionary<string, string> s_compiler = new() { ["DOTNET_TieredPGO"] = "0", ["DOTNET_TC_CallCountThreshold"] = "200" };

    private static readonly TimeSpan s_silence = TimeSpan.FromMinutes(15);

    public static Command Create(Screen screen)
    {
        var filter = new Argument<string?>("FILTER")
        {
            Description = "Part of a full test name, or of a project's name; without, all tests run.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var noBuild = new Option<bool>("--no-build") { Description = "Do not build before." };
        var command = new Command("test", "Build, start servers and run the tests.") { filter, noBuild };
        command.SetAction((parsed, cancellation) => RunAsync(screen, parsed.GetValue(filter), !parsed.GetValue(noBuild), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(Screen screen, string? filter, bool build, CancellationToken cancellation)
    {
        var root = Repository.Require(Hint.Es("test"));
        if (build && !await BuildAsync(screen, root, cancellation))
        {
            screen.Line("0 passed, 1 failed");
            return 1;
        }
        var shared = CommandLineVariables.Current.SharedData is { Length: > 0 } given ? given : Path.GetFullPath(Path.Combine(root, "..", "shared", "data"));
        if (!Directory.Exists(shared)) screen.Step($"no shared data in {shared} (ES_SHARED_DATA names another folder): tests that read it are skipped");
        var projects = TestProject.All();
        var named = projects.Where(p => filter is not null && p.Name.Contains(filter, StringComparison.OrdinalIgnoreCase)).ToList();
        if (named.Count > 0) (projects, filter) = (named, null);

        var folder = Directory.CreateTempSubdirectory("es-test-").FullName;
        var results = new List<TestResults>();
        try
        {
            var clock = Stopwatch.StartNew();
            await using var servers = await HeldServers.StartAsync(root, Configuration, screen.Step, cancellation);
            screen.Good($"servers are ready ({Figures.Time(clock.Elapsed)})");
            var environment = new Dictionary<string, string>(servers.Environment.Concat(s_compiler));
            foreach (var project in projects)
                results.Add(await RunAsync(screen, root, folder, project, environment, filter, mustRun: filter is null, cancellation));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        foreach (var reason in results.SelectMany(r => r.Skips).GroupBy(s => s).OrderByDescending(g => g.Count())) screen.Line($"skipped {reason.Count()}: {reason.Key}");
        var (passed, failed, skipped) = (results.Sum(r => r.Passed), results.Sum(r => r.Failed), results.Sum(r => r.Skipped));
        if (passed + failed == 0)
        {
            screen.Error(filter is null ? "No test ran." : $"No test has \"{filter}\" in its name.");
            failed = 1;
        }
        screen.Line($"{passed} passed, {failed} failed{(skipped > 0 ? $", {skipped} skipped" : "")}");
        return failed == 0 ? 0 : 1;
    }

    private static async Task<bool> BuildAsync(Screen screen, string root, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        screen.Step("building the solution");
        var (exitCode, output) = await Tool.RunAsync(root, new Dictionary<string, string>(), ["build", "EventSourced.sln", "-c", Configuration, "-v", "q", "--nologo"], cancellation);
        if (exitCode == 0) screen.Good($"built ({Figures.Time(clock.Elapsed)})");
        else screen.Line(output);
        return exitCode == 0;
    }

    private static async Task<TestResults> RunAsync(
        Screen screen, string root, string folder, TestProject project, IReadOnlyDictionary<string, string> environment, string? filter, bool mustRun, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var trx = Path.Combine(folder, project.Name + ".trx");
        // Each test writes a line when it starts and ends: a run without output for this long hangs.
        List<string> arguments = [project.Program(Configuration), "-noLogo", "-noColor", "-reporter", "verbose", "-result-trx", trx];
        if (filter is not null) arguments.AddRange(["-filterVSTest", $"FullyQualifiedName~{filter}"]);
        var (exitCode, output) = await Tool.RunAsync(root, environment, arguments, cancellation, s_silence);

        var results = File.Exists(trx) ? TestResults.Read(trx) : TestResults.None;
        // A test host that died shows this only in its output and exit code.
        if (exitCode != 0 && results.Failed == 0 && (results.Total > 0 || !File.Exists(trx)))
            results = Failed(results, "the test run", $"It ended with exit code {exitCode}:\n{string.Join('\n', output.Split('\n').TakeLast(20))}");
        else if (mustRun && results.Total == 0)
            results = Failed(results, "the test run", "The project ran no test.");

        var line = $"{project.Name}: {results.Passed} passed{(results.Failed > 0 ? $", {results.Failed} failed" : "")}{(results.Skipped > 0 ? $", {results.Skipped} skipped" : "")} ({Figures.Time(clock.Elapsed)})";
        if (results.Total > 0)
        {
            if (results.Failed == 0) screen.Good(line);
            else screen.Bad(line);
        }
        foreach (var failure in results.Failures)
        {
            screen.Line($"    {failure.Name}");
            foreach (var text in failure.Message.Split('\n').Concat(failure.StackTrace.Split('\n').Take(LinesOfStack)).Where(l => l.Length > 0)) screen.Line($"        {text.TrimEnd()}");
        }
        return results;
    }

    private static TestResults Failed(TestResults results, string name, string message) =>
        results with { Failed = results.Failed + 1, Failures = [.. results.Failures, new TestFailure(name, message, "")] };
}
