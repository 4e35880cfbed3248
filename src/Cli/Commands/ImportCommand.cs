using System.CommandLine;
using EventSourced.Cli.Client;
using EventSourced.Cli.Importing;
using EventSourced.Cli.Output;
using EventSourced.Cli.Parsing;

namespace EventSourced.Cli.Commands;

/// <summary><c>es import pulse</c>: uploads chat exports and waits for their results.</summary>
internal static class ImportCommand
{
    public static Command Create(Screen screen)
    {
        var client = CommonOptions.Client();
        var community = new Option<string>("--community") { Description = "Community that the chat belongs to.", HelpName = "C", Required = true };
        var source = new Option<string>("--source") { Description = "The chat, a source of the community.", HelpName = "S", Required = true };
        var create = new Option<bool>("--create") { Description = "Create community and source when they are missing." };
        var name = new Option<string?>("--name") { Description = "Name of a source that is created; else as its id.", HelpName = "NAME" };
        var order = new Option<string?>("--date-order") { Description = "Order of the numbers in dates, where the file does not tell it: day-first, month-first or year-first.", HelpName = "ORDER" };
        order.AcceptOnlyFromAmong("day-first", "month-first", "year-first");
        var files = new Argument<string[]>("FILE") { Description = "WhatsApp exports: .txt, .chat or .zip.", Arity = ArgumentArity.OneOrMore };
        var pulse = new Command("pulse", "Import WhatsApp chat exports.") { community, source, create, name, order, files };
        client.AddTo(pulse);
        pulse.SetAction(async (parsed, cancellation) =>
        {
            var (c, s) = (parsed.GetRequiredValue(community), parsed.GetRequiredValue(source));
            List<ImportedFile> imports = [.. parsed.GetRequiredValue(files).Select(path =>
                File.Exists(path) ? new ImportedFile(c, s, path, parsed.GetValue(order)?.Replace('-', '_')) : throw CliException.Usage($"There is no file {path}."))];
            using var api = client.Connect(parsed);
            return await RunAsync(screen, api, imports, parsed.GetValue(create), parsed.GetValue(name) ?? s, cancellation);
        });
        return new Command("import", "Import files into a module.") { pulse, ImportRabbitCommand.Create(screen) };
    }

    private static async Task<int> RunAsync(Screen screen, ApiClient api, IReadOnlyList<ImportedFile> files, bool create, string name, CancellationToken cancellation)
    {
        var (community, source) = (files[0].Community, files[0].Source);
        if (create)
        {
            // Before anything is made: a typo in a file name leaves no community behind.
            var refusals = files.Select(f => (File: f, Why: ExportCheck.Refusal(f.Path, cancellation))).ToList();
            if (refusals.All(r => r.Why is not null))
                throw new CliException($"Nothing was created or imported. {string.Join('\n', refusals.Select(r => $"{r.File.Name}: {r.Why}"))}");
            var made = await Scope.EnsureAsync(api, community, community, "", source, name, "", cancellation);
            if (made.Community) screen.Step($"community {community} was created");
            if (made.Source) screen.Step($"source {community}/{source} was created");
        }
        else
        {
            if (!await Scope.HasCommunityAsync(api, community, cancellation))
                throw new CliException($"There is no community {community}. Create it together with the source: add --create.");
            if (!await Scope.HasSourceAsync(api, community, source, cancellation))
                throw new CliException($"Community {community} has no source {source}. Create it: add --create.");
        }
        try
        {
            await ImportView.RunAsync(screen, api, files, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            screen.Note($"Uploads that were complete are processed all the same: {Hint.Es($"query pulse.exports community_id={community}")}");
            throw;
        }
        ImportView.Summarise(screen, files);
        var failed = files.Where(f => !f.Succeeded).ToList();
        foreach (var file in failed) screen.Error($"{file.Name}: {file.Error}");
        if (failed.Count == 0) screen.Note($"Next: {Hint.Es($"query pulse.weekly_summaries_public community_id={community} source_id={source}")}");
        return failed.Count == 0 ? 0 : 1;
    }
}
