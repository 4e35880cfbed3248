using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using EventSourced.Cli.Client;
using EventSourced.Cli.Importing;
using EventSourced.Cli.Modules;
using EventSourced.Cli.Output;
using EventSourced.Cli.Parsing;
using EventSourced.Commands.Modules;
using EventSourced.Contracts;

namespace EventSourced.Cli.Commands;

/// <summary>
/// <c>es import MODULE KIND FILE…</c>: every kind of import of a module, with its parameters as options. Generated from the kind's command. KIND may be
/// omitted if the module has only one.
/// </summary>
internal static class ImportCommand
{
    public const string Name = "import";

    /// <summary>The command; without its verbs when no word names it.</summary>
    public static Command Create(Screen screen, ModuleTools tools, bool withVerbs)
    {
        var import = new Command(Name, "Import files into a module and wait for the results.");
        foreach (var module in (withVerbs ? tools.Modules.Imports : []).GroupBy(k => k.Module))
        {
            var command = new Command(module.Key, $"Import files into {module.Key}: {string.Join(", ", module.Select(k => k.Name))}.");
            foreach (var kind in module) command.Add(Verb(screen, kind, tools.FoldersOf(kind)));
            import.Add(command);
        }
        return import;
    }

    /// <summary>Adds the kind of import if it was omitted and the module has only one.</summary>
    /// <param name="args">The command line as given.</param>
    /// <param name="modules">The modules.</param>
    public static string[] AddOnlyKind(string[] args, ModuleCatalog modules) =>
        args is [Name, var module, var next, ..] && next is not ("--help" or "-h" or "-?")
            && modules.Imports.Where(k => k.Module == module).ToList() is [var only] && next != only.Name
            ? [Name, module, only.Name, .. args[2..]] : args;

    private static Command Verb(Screen screen, ImportKind kind, IFolderImport? folders)
    {
        var client = CommonOptions.Client();
        var parameters = MemberOptions.Of(kind.Parameters);
        var create = new Option<bool>("--create") { Description = "Create what the import needs if it is missing." };
        var json = new Option<bool>("--json") { Description = "Print the result of each file as JSON." };
        var files = new Argument<string[]>("FILE") { Description = $"Files of {kind.Accepted}{(folders is null ? "" : $", or {folders.Folders}")}.", Arity = ArgumentArity.OneOrMore };
        var verb = new Command(kind.Name, kind.Summary) { files };
        if (kind.MayCreate) verb.Options.Add(create);
        verb.Options.Add(json);
        client.AddTo(verb);
        parameters.AddTo(verb);
        verb.SetAction(async (parsed, cancellation) =>
        {
            var given = parameters.Read(parsed);
            using var packed = new PackedFolders();
            List<ImportedFile> imports = [];
            var paths = parsed.GetRequiredValue(files);
            if (paths.Length > 1 && folders is { TakesFiles: true }) imports.Add(await packed.FileOfAllAsync(kind, folders, given, paths, screen.Note, cancellation));
            else foreach (var path in paths) imports.Add(await packed.FileOfAsync(kind, folders, given, path, screen.Note, cancellation));
            using var api = client.Connect(parsed);
            var creating = kind.MayCreate && parsed.GetValue(create);
            if (creating) await CreateAsync(screen, api, kind, given, imports, cancellation);
            return await RunAsync(screen, api, imports, creating, parsed.GetValue(json), cancellation);
        });
        return verb;
    }

    private static async Task CreateAsync(Screen screen, ApiClient api, ImportKind kind, JsonObject parameters, IReadOnlyList<ImportedFile> files, CancellationToken cancellation)
    {
        // Checked before anything is created: wrong files leave nothing behind.
        if (files.All(f => f.LocalError is not null))
            throw new CliException($"Nothing was created or imported. {string.Join('\n', files.Select(f => $"{f.Name}: {f.LocalError}"))}");
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
                // It exists already.
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
            foreach (var file in files.Where(f => f is { ImportId: not null, IsDone: false })) screen.Note($"{file.Name} was uploaded and will be imported: GET /imports/{file.ImportId}");
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
