using System.CommandLine;
using System.Diagnostics;
using EventSourced.Cli.Client;
using EventSourced.Cli.Demo;
using EventSourced.Cli.Modules;
using EventSourced.Cli.Output;
using EventSourced.Cli.Running;

namespace EventSourced.Cli.Commands;

/// <summary><c>es demo</c>: starts a system, imports the samples and shows the results.</summary>
internal static class DemoCommand
{
    public static Command Create(Screen screen, ModuleTools tools)
    {
        var options = SystemCommandOptions.Create();
        var once = new Option<bool>("--once") { Description = "Stop everything at the end; exit code 0 only if all facts of the samples hold." };
        var command = new Command("demo", "Start everything, import the samples and show the tables.") { once };
        options.AddTo(command);
        command.SetAction((parsed, cancellation) => RunAsync(
            screen, tools, options.Directory(parsed), options.Read(parsed) with { AnyPort = true }, parsed.GetValue(once), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(Screen screen, ModuleTools tools, DataDirectory directory, SystemOptions options, bool once, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var samples = ModuleSamples.Load(Path.Combine(Repository.Require("The demo"), "samples"), tools.Modules.All.Select(m => m.Name));
        screen.Heading("EventSourced: what products produce in, documented SQL tables out");
        var started = await new SystemStarter(tools.Modules, directory, options, screen.Step).StartAsync(cancellation);
        screen.Good(started.System is null
            ? $"the system runs already: {started.Connection.Url}"
            : $"servers, API and workers are ready: {started.Connection.Url} ({Figures.Time(clock.Elapsed)})");
        // Processes that die meanwhile are restarted.
        using var watching = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var watch = started.System?.WatchAsync(watching.Token) ?? Task.CompletedTask;
        try
        {
            var facts = await ImportAndShowAsync(screen, tools, started, directory, samples, cancellation);
            var hold = ShowFacts(screen, facts, clock.Elapsed);
            if (once) return hold ? 0 : 1;
            NextSteps.Show(screen, samples, directory, started.Connection);
            if (started.System is null) return hold ? 0 : 1;
            screen.Heading($"{started.Connection.Url} serves until Ctrl-C");
            await watch;
            return 0;
        }
        finally
        {
            await watching.CancelAsync();
            await watch;
            if (started.System is { } system)
            {
                screen.Step("stopping");
                await system.StopAsync();
                screen.Good("stopped");
            }
        }
    }

    private static async Task<IReadOnlyList<Fact>> ImportAndShowAsync(
        Screen screen, ModuleTools tools, Started started, DataDirectory directory, IReadOnlyList<ModuleSamples> samples, CancellationToken cancellation)
    {
        using var api = new ApiClient(new Uri(started.Connection.Url), started.Connection.Token);
        await using var rows = new SampleRows(api, started.Connection.Postgres);
        var catchUp = new ProjectionCatchUp(api);
        var views = new ViewRenderer(screen, rows);
        var check = new FactCheck((fact, token) => rows.ReadAsync(fact.What, fact.Query, fact.Sql, token), catchUp.HasGrownAsync);
        List<Fact> facts = [];
        foreach (var module in samples)
        {
            facts.AddRange(await new SampleImporter(screen, tools, directory, api, rows, catchUp).RunAsync(module, cancellation));
            facts.AddRange(await check.CheckAsync(module.Facts.Facts, cancellation));
            foreach (var view in module.Show.Views) await views.ShowAsync(view, cancellation);
        }
        return facts;
    }

    /// <summary>Shows which facts hold; true if all do.</summary>
    internal static bool ShowFacts(Screen screen, IReadOnlyList<Fact> facts, TimeSpan elapsed)
    {
        screen.Heading("Facts counted independently of the product (samples/*/facts.json)");
        foreach (var fact in facts.Where(f => !f.Holds)) screen.Bad($"{fact.What}: {fact.Actual}, expected {fact.Expected}");
        var held = facts.Count(f => f.Holds);
        var text = $"{held} of {facts.Count} hold, after {Figures.Time(elapsed)}";
        if (held == facts.Count) screen.Good(text);
        else screen.Bad(text);
        return held == facts.Count;
    }
}
