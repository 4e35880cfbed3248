using System.CommandLine;
using EventSourced.Cli.Commands;
using EventSourced.Cli.Output;
using EventSourced.Cli.Parsing;
using EventSourced.Cli.Running;

namespace EventSourced.Cli.Demo;

/// <summary>Carries out the steps of a module's samples: each is the command of <c>es</c> that a person would type.</summary>
/// <param name="screen">Where the commands say what they did.</param>
/// <param name="directory">The system.</param>
/// <param name="rows">Reads what is there already.</param>
/// <param name="rest">Waits for the tables.</param>
internal sealed class SampleImporter(Screen screen, DataDirectory directory, SampleRows rows, SystemRest rest)
{
    private readonly RootCommand _es = EsCommand.Build(screen);

    /// <summary>Imports; returns a fact for each step that failed.</summary>
    public async Task<IReadOnlyList<Fact>> RunAsync(ModuleSamples samples, CancellationToken cancellation)
    {
        screen.Heading(samples.Import.Title);
        List<Fact> failed = [];
        var saidAgain = false;
        foreach (var step in samples.Import.Steps)
        {
            if (step.Unless is { } query && (await rows.QueryAsync(query, cancellation)).Count > 0)
            {
                if (!saidAgain && samples.Import.Again is { } again) screen.Note(again);
                saidAgain = true;
                continue;
            }
            var words = Words(samples, step);
            if (await RunAsync(words, cancellation) is not 0 and var code) failed.Add(new Fact($"es {string.Join(' ', words.Select(Hint.Quoted))}", "exit code 0", $"exit code {code}"));
            // The next step may rest on what this one made.
            await rest.ReachAsync(cancellation);
        }
        return failed;
    }

    /// <summary>The words of a step's command, without <c>es</c>.</summary>
    public IReadOnlyList<string> Words(ModuleSamples samples, SampleStep step)
    {
        var options = step.With.SelectMany(w => (string[])[$"--{w.Key.Replace('_', '-')}", w.Value]);
        return step switch
        {
            { Do: { } command, Import: null } => ["do", command, .. options],
            { Import: { } kind, Do: null, Files: [_, ..] files } => ["import", samples.Module, .. IsCommand("import", samples.Module, kind) ? [kind] : (string[])[], .. options, .. files.Select(f => Path.Combine(samples.Folder, f))],
            _ => throw new CliException($"{samples.Folder}: a step of import.json is either a command (do) or an import with files."),
        };
    }

    private async Task<int> RunAsync(IReadOnlyList<string> words, CancellationToken cancellation)
    {
        var parsed = _es.Parse([.. words, "--data", directory.Root]);
        if (Faults.Of(parsed) is [var fault, ..]) throw new CliException($"es {string.Join(' ', words.Select(Hint.Quoted))}: {fault}");
        return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, cancellation);
    }

    private bool IsCommand(params IEnumerable<string> path)
    {
        Command? command = _es;
        foreach (var word in path) command = command?.Subcommands.FirstOrDefault(c => c.Name == word);
        return command is not null;
    }
}
