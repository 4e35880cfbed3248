using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using EventSourced.Cli.Client;
using EventSourced.Cli.Importing;
using EventSourced.Cli.Output;
using EventSourced.Cli.Parsing;
using EventSourced.Commands.Modules;
using EventSourced.Contracts;

namespace EventSourced.Cli.Commands;

/// <summary>
/// <c>es import MODULE KIND FILE…</c>: every kind of file that a module imports, with its parameters as options; all of it from the kind's command. The kind may be left
/// out where the module has only one.
/// </summary>
internal static class ImportCommand
{
    private const string Name = "import";

    public static Command Create(Screen screen, ModuleCatalog modules)
    {
        var import = new Command(Name, "Upload files for a module to import and wait for what comes out.");
        foreach (var module in modules.Imports.GroupBy(k => k.Module))
        {
            var command = new Command(module.Key, $"Import files into {module.Key}: {string.Join(", ", module.Select(k => k.Name))}.");
            foreach (var kind in module) command.Add(Verb(screen, kind));
            import.Add(command);
        }
        return import;
    }

    /// <summary>The command line with the kind of a module that has only one, where it was left out.</summary>
    /// <param name="args">The words of the command line.</param>
    /// <param name="modules">The modules.</param>
    public static string[] WithOnlyKind(string[] args, ModuleCatalog modules) =>
        args is [Name, var module, var next, ..] && next is not ("--help" or "-h" or "-?")
            && modules.Imports.Where(k => k.Module == module).ToList() is [var only] && next != only.Name
            ? [Name, module, only.Name, .. args[2..]] : args;

    private static Command Verb(Screen screen, ImportKind kind)
    {
        var client = CommonOptions.Client();
        var parameters = MemberOptions.Of(kind.Parameters);
        var create = new Option<bool>("--create") { Description = "Create what the files belong to when it is missing." };
        var json = new Option<bool>("--json") { Description = "Print what became of each file as JSON." };
        var files = new Argument<string[]>("FILE") { Description = $"Files of {kind.Accepted}.", Arity = ArgumentArity.OneOrMore };
        var verb = new Command(kind.Name, kind.Summary) { files };
        if (kind.MayCreate) verb.Options.Add(create);
        verb.Options.Add(json);
        client.AddTo(verb);
        parameters.AddTo(verb);
        verb.SetAction(async (parsed, cancellation) =>
        {
            var given = parameters.Read(parsed);
            List<ImportedFile> imports = [.. parsed.GetRequiredValue(files).Select(path =>
                File.Exists(path) ? new ImportedFile(kind, given, path) : throw CliException.Usage($"There is no file {path}."))];
            using var api = client.Connect(parsed);
            var creating = kind.MayCreate && parsed.GetValue(create);
            if (creating) await CreateAsync(screen, api, kind, given, imports, cancellation);
            return await RunAsync(screen, api, imports, creating, parsed.GetValue(json), cancellation);
        });
        return verb;
    }

    private static async Task CreateAsync(Screen screen, ApiClient api, ImportKind kind, JsonObject parameters, IReadOnlyList<ImportedFile> files, CancellationToken cancellation)
    {
        // Before anything is made: a wrong file leaves nothing behind.
        if (files.All(f => f.Obstacle is not null))
            throw new CliException($"Nothing was created or imported. {string.Join('\n', files.Select(f => $"{f.Name}: {f.Obstacle}"))}");
        foreach (var command in kind.CreationsFor(kind.Draft(parameters)))
        {
            var declared = CommandCatalog.Of(command.GetType());
            try
            {
                var body = JsonSerializer.SerializeToNode(command, command.GetType(), CommandCatalog.Json)!.AsObject();
                await api.CommandAsync(new HttpMethod(declared.Method!), declared.AddressOf(body), body, null, cancellation);
                screen.Note($"{declared.Name} completed: it was missing.");
            }
            catch (ApiException e) when (e.Code?.EndsWith("_exists", StringComparison.Ordinal) == true)
            {
                // It is there.
            }
        }
    }

    private static async Task<int> RunAsync(Screen screen, ApiClient api, IReadOnlyList<ImportedFile> files, bool creating, bool json, CancellationToken cancellation)
    {
        try
        {
            if (json) await new ImportRun(api).RunAsync(files, _ => { }, cancellation);
            else await ImportView.RunAsync(screen, api, files, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            foreach (var file in files.Where(f => f is { ImportId: not null, IsDone: false })) screen.Note($"{file.Name} was uploaded and is imported all the same: GET /imports/{file.ImportId}");
            throw;
        }
        if (json) screen.Line(JsonText.Indented(new JsonArray([.. files.Select(f => f.ToJson())])));
        else ImportView.Summarise(screen, files);
        var failed = files.Where(f => f.Error is not null).ToList();
        foreach (var file in failed) screen.Error(file.Error!);
        if (!creating && files[0].Kind.MayCreate && failed.Any(f => f.Code?.EndsWith("_not_found", StringComparison.Ordinal) == true)) screen.Note("Create what is missing together with the import: add --create.");
        if (failed.Count == 0) screen.Note($"Next: {Hint.Es($"query {files[0].Kind.Module}.TABLE --help")}");
        return failed.Count == 0 ? 0 : 1;
    }
}
