using System.CommandLine;
using System.Diagnostics;
using System.Text.Json.Nodes;
using EventSourced.Cli.Client;
using EventSourced.Cli.Demo;
using EventSourced.Cli.Importing;
using EventSourced.Cli.Output;
using EventSourced.Cli.Running;
using EventSourced.Commands.Modules;

namespace EventSourced.Cli.Commands;

/// <summary><c>es demo</c>: starts a system, imports the samples and shows what came out.</summary>
internal static class DemoCommand
{
    public static Command Create(Screen screen)
    {
        var options = SystemCommandOptions.Create();
        var once = new Option<bool>("--once") { Description = "Stop everything at the end; exit code 0 only if the known facts of the samples came out." };
        var command = new Command("demo", "Start everything, import the samples and show the tables.") { once };
        options.AddTo(command);
        command.SetAction((parsed, cancellation) => RunAsync(
            screen, options.Directory(parsed), options.Read(parsed) with { AnyPort = true }, parsed.GetValue(once), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(Screen screen, DataDirectory directory, SystemOptions options, bool once, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var samples = SampleSet.Load();
        screen.Heading("EventSourced: chats and conversations in, SQL tables out");
        var started = await new SystemStarter(directory, options, screen.Step).StartAsync(cancellation);
        screen.Good(started.System is null
            ? $"the system runs already: {started.Connection.Url}"
            : $"servers, API and workers are ready: {started.Connection.Url} ({Figures.Time(clock.Elapsed)})");
        // What dies meanwhile is restarted; the demo goes on.
        using var watching = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var watch = started.System?.WatchAsync(watching.Token) ?? Task.CompletedTask;
        try
        {
            using var api = new ApiClient(new Uri(started.Connection.Url), started.Connection.Token);
            var facts = await PlayAsync(screen, api, started.Connection, samples, cancellation);
            Judge(screen, facts, clock.Elapsed);
            var hold = facts.All(f => f.Holds);
            if (once) return hold ? 0 : 1;
            new DemoReport(screen, api, samples).Next(directory, started.Connection);
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

    private static async Task<IReadOnlyList<Fact>> PlayAsync(Screen screen, ApiClient api, Connection connection, SampleSet samples, CancellationToken cancellation)
    {
        var community = samples.Community;
        var before = new Dictionary<string, int>();
        foreach (var source in samples.Sources)
        {
            await Scope.EnsureAsync(api, community.CommunityId, community.Name, community.Description, source.SourceId, source.Name, source.Description, cancellation);
            var exports = await api.RowsAsync("pulse.exports", [("community_id", community.CommunityId), ("source_id", source.SourceId), ("select", "status"), ("limit", "1000")], null, cancellation);
            before[source.SourceId] = exports.Rows.Count(r => r["status"]!.ToString() == "completed");
        }
        if (before.Values.Any(n => n > 0)) screen.Note("The samples were imported before: this time all messages are duplicates.");

        screen.Heading("Upload → command → RabbitMQ → event log → projection → pulse.exports");
        var kind = ModuleCatalog.Default.Imports.Single(k => k.Name == "export");
        List<ImportedFile> files = [.. samples.Sources.SelectMany(s => s.Files.Select(f =>
            new ImportedFile(kind, new JsonObject { ["community_id"] = community.CommunityId, ["source_id"] = s.SourceId }, SampleSet.PathOf(f))))];
        await ImportView.RunAsync(screen, api, files, cancellation);
        ImportView.Summarise(screen, files);
        await new DemoReport(screen, api, samples).ShowAsync(cancellation);
        var words = await new ConversationDemo(screen, api, samples).PlayAsync(cancellation);
        return [.. await new DemoFacts(samples, api, connection.Postgres).CheckAsync(files, before, cancellation), .. words];
    }

    private static void Judge(Screen screen, IReadOnlyList<Fact> facts, TimeSpan elapsed)
    {
        screen.Heading("Facts counted apart from the product (samples/expected.json)");
        foreach (var fact in facts.Where(f => !f.Holds)) screen.Bad($"{fact.What}: {fact.Actual}, expected {fact.Expected}");
        var held = facts.Count(f => f.Holds);
        var text = $"{held} of {facts.Count} hold, after {Figures.Time(elapsed)}";
        if (held == facts.Count) screen.Good(text);
        else screen.Bad(text);
    }
}
