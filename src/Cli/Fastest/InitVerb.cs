using System.CommandLine;
using EventSourced.Cli.Fastest.Folder;
using EventSourced.Cli.Fastest.Http;
using EventSourced.Cli.Output;
using EventSourced.Cli.Parsing;

namespace EventSourced.Cli.Fastest;

/// <summary><c>es fst init</c>: makes the folder a workspace of a project.</summary>
internal static class InitVerb
{
    public static Command Create(Screen screen)
    {
        var api = FstVerbs.Api();
        var project = new Option<string?>("--project") { Description = "Name or id of the project; a new name creates it. Default: the name of the folder.", HelpName = "NAME" };
        var workspace = new Option<string?>("--workspace") { Description = "Name or id of the workspace; a new name creates it. Default for the first one: main.", HelpName = "NAME" };
        var command = new Command("init", "Make this folder a workspace of a project, or show which one it is.") { project, workspace, api };
        command.Does(async (parsed, cancellation) =>
        {
            var root = Directory.GetCurrentDirectory();
            if (WorkingFolder.Find(root) is { } existing)
            {
                if (parsed.GetValue(project) is not null || parsed.GetValue(workspace) is not null || parsed.GetValue(api) is not null)
                    throw new CliException($"{existing.Root} is a workspace already; {Hint.Es("fst init")} without options shows which. To make it another one, delete {existing.OwnFile("")}, which has no files of yours.");
                await ShowAsync(screen, existing, cancellation);
                return 0;
            }
            using var client = Connections.Open(Connections.Address(parsed.GetValue(api)).AbsoluteUri);
            var places = new Places(client, screen);
            var page = await places.ProjectAsync(parsed.GetValue(project) ?? NameOf(root), cancellation);
            var chosen = await places.WorkspaceAsync(page, parsed.GetValue(workspace), root, cancellation);
            WorkingFolder.Create(root, new(client.Url.AbsoluteUri, page.Project.Id, chosen.Id), await BaseAsync(chosen, client, cancellation));
            screen.Good($"{root} is the workspace {chosen.Name} of the project {page.Project.Name} at {client.Url}");
            screen.Note($"Next: {Hint.Es("fst push")}");
            return 0;
        });
        return command;
    }

    private static async Task ShowAsync(Screen screen, WorkingFolder folder, CancellationToken cancellation)
    {
        using var client = Connections.Open(folder.Config.Api);
        var page = await client.ProjectAsync(folder.Config.ProjectId, cancellation);
        var workspace = page.Workspaces.FirstOrDefault(w => w.Id == folder.Config.WorkspaceId)
            ?? throw new CliException($"The project {page.Project.Name} has no workspace {folder.Config.WorkspaceId} any more. Delete {folder.OwnFile("")}, which has no files of yours, then run: {Hint.Es("fst init")}");
        screen.Line($"{folder.Root} is the workspace {workspace.Name} ({workspace.Id}) of the project {page.Project.Name} ({page.Project.Id}) at {client.Url}");
        screen.Line(workspace.CurrentSnapshotId is { } snapshot ? $"Its current snapshot is {snapshot}." : $"It has no snapshot yet. Next: {Hint.Es("fst push")}");
    }

    // A folder that becomes an existing workspace takes its snapshot as the base: what differs are the folder's changes.
    private static async Task<FolderBase> BaseAsync(Workspace workspace, FastestApi api, CancellationToken cancellation) =>
        workspace.CurrentSnapshotId is { } id ? new(id, (await api.SnapshotAsync(id, cancellation)).ManifestHash) : new(null, null);

    private static string NameOf(string root) => Path.GetFileName(root) is { Length: > 0 } name ? name : throw CliException.Usage($"{root} has no name. Name the project with --project.");
}
