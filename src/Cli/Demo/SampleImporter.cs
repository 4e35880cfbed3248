using System.CommandLine;
using System.Text.Json.Nodes;
using EventSourced.Cli.Client;
using EventSourced.Cli.Commands;
using EventSourced.Cli.Importing;
using EventSourced.Cli.Modules;
using EventSourced.Cli.Output;
using EventSourced.Cli.Parsing;
using EventSourced.Cli.Running;
using EventSourced.EventStore;

namespace EventSourced.Cli.Demo;

/// <summary>Runs the steps of a module's samples: commands like <c>es do</c>, files like <c>es import</c>, requests like a product's client.</summary>
/// <param name="screen">Output.</param>
/// <param name="tools">The modules with their tools.</param>
/// <param name="directory">The system.</param>
/// <param name="api">Its API.</param>
/// <param name="rows">Reads existing rows.</param>
/// <param name="catchUp">Waits for the tables.</param>
internal sealed class SampleImporter(Screen screen, ModuleTools tools, DataDirectory directory, ApiClient api, SampleRows rows, ProjectionCatchUp catchUp)
{
    private readonly RootCommand _es = EsCommand.Build(screen, tools);

    /// <summary>Runs all steps; returns a fact for each file that failed.</summary>
    public async Task<IReadOnlyList<Fact>> RunAsync(ModuleSamples samples, CancellationToken cancellation)
    {
        screen.Heading(samples.Import.Title);
        List<Fact> failed = [];
        List<ImportedFile> files = [];
        var isNoted = false;
        foreach (var step in samples.Import.Steps)
        {
            if (step is { Import: { } kind, Files: { } names })
            {
                files.AddRange(names.Select(name => FileOf(samples, kind, step.With, name)));
                continue;
            }
            // A command may depend on the files of earlier steps.
            failed.AddRange(await ImportAsync(files, cancellation));
            if ((step.Unless ?? step.UnlessSql) is { } seen && (await rows.ReadAsync(seen, step.Unless, step.UnlessSql, cancellation)).Count > 0)
            {
                if (!isNoted && samples.Import.Again is { } again) screen.Note(again);
                isNoted = true;
                continue;
            }
            if (step is { Send: { } requests, Do: null, Files: null, Unless: null, UnlessSql: not null }) await SendAsync(samples, requests, step.With, cancellation);
            else await DoAsync(Words(samples, step), cancellation);
        }
        failed.AddRange(await ImportAsync(files, cancellation));
        await catchUp.ReachAsync(cancellation);
        return failed;
    }

    /// <summary>The command line of a step, without <c>es</c>.</summary>
    /// <exception cref="CliException">It is neither a command nor an import.</exception>
    public static IReadOnlyList<string> Words(ModuleSamples samples, SampleStep step)
    {
        var options = step.With.SelectMany(w => (string[])[$"--{w.Key.Replace('_', '-')}", w.Value]);
        return step switch
        {
            { Do: { } command, Import: null, Files: null, Send: null, UnlessSql: null } => ["do", command, .. options],
            { Import: { } kind, Do: null, Unless: null, Send: null, UnlessSql: null, Files: [_, ..] files } => ["import", samples.Module, kind, .. options, .. files.Select(f => Path.Combine(samples.Folder, f))],
            _ => throw new CliException($"{samples.Folder}: a step of import.json is a command (do), an import with files, or requests (send) with unless_sql."),
        };
    }

    private ImportedFile FileOf(ModuleSamples samples, string kind, IReadOnlyDictionary<string, string> with, string name)
    {
        var known = tools.Modules.Imports.SingleOrDefault(k => k.Module == samples.Module && k.Name == kind)
            ?? throw new CliException($"{samples.Folder}: import.json has the kind {kind}, which {samples.Module} does not import.");
        return new ImportedFile(known, new JsonObject(with.Select(w => KeyValuePair.Create(w.Key, (JsonNode?)JsonValue.Create(w.Value)))), Path.Combine(samples.Folder, name));
    }

    private async Task DoAsync(IReadOnlyList<string> words, CancellationToken cancellation)
    {
        var parsed = _es.Parse([.. words, "--data", directory.Root]);
        if (Faults.Of(parsed) is [var fault, ..]) throw new CliException($"{CommandHint.Of(string.Join(' ', words.Select(Hint.Quoted)))}: {fault}");
        await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, cancellation);
        // The next step may read what this one has written.
        await catchUp.ReachAsync(cancellation);
    }

    private async Task SendAsync(ModuleSamples samples, string name, IReadOnlyDictionary<string, string> with, CancellationToken cancellation)
    {
        var lines = await File.ReadAllLinesAsync(Path.Combine(samples.Folder, name), cancellation);
        await new SampleRequests(api, $"{samples.Folder}/{name}", with).RunAsync(lines, cancellation);
        screen.Good($"{name}: {Figures.Count(lines.Length, "request")} answered");
    }

    private async Task<IReadOnlyList<Fact>> ImportAsync(List<ImportedFile> files, CancellationToken cancellation)
    {
        if (files.Count == 0) return [];
        await ImportView.RunAsync(screen, api, files, cancellation);
        ImportView.Summarise(screen, files);
        List<Fact> failed = [.. files.Where(f => !f.IsCompleted).Select(f => new Fact($"{f.Name} is imported", "completed", f.Error ?? f.State))];
        files.Clear();
        return failed;
    }
}
