using EventSourced.Cli.Fastest.Http;
using EventSourced.Cli.Output;

namespace EventSourced.Cli.Fastest.Folder;

/// <summary>Finds projects and workspaces by name or id, and creates those that do not exist.</summary>
internal sealed class Places(FastestApi api, Screen screen)
{
    /// <summary>The project of a name or an id; a name that nobody has becomes a new project.</summary>
    /// <exception cref="CliException">Several projects have the name.</exception>
    public async Task<ProjectPage> ProjectAsync(string nameOrId, CancellationToken cancellation)
    {
        var found = (await api.ProjectsAsync(cancellation)).Where(p => p.Id == nameOrId || p.Name == nameOrId).ToList();
        switch (found)
        {
            case [var one]:
                return await api.ProjectAsync(one.Id, cancellation);
            case [] when Guid.TryParseExact(nameOrId, "D", out _):
                throw new CliException($"You have no project {nameOrId} at {api.Url}. Check the id, or give the name of a new project.");
            case []:
                var created = await api.CreateProjectAsync(nameOrId, cancellation);
                screen.Step($"created the project {created.Name} ({created.Id})");
                return new(created, []);
            default:
                throw new CliException($"{found.Count} projects have the name {nameOrId}. Use the id of one: {string.Join(", ", found.Select(p => p.Id))}.");
        }
    }

    /// <summary>
    /// The workspace of a name or an id; a name that no workspace has becomes a new one. It starts from the main workspace, so that both have an ancestor in common when they are
    /// merged; the first one becomes the main one.
    /// </summary>
    /// <exception cref="CliException">None is named although the project has some, or several have the name.</exception>
    public async Task<Workspace> WorkspaceAsync(ProjectPage page, string? nameOrId, string folder, CancellationToken cancellation)
    {
        if (nameOrId is null && page.Workspaces.Count > 0)
            throw new CliException($"The project {page.Project.Name} has the workspaces {string.Join(", ", page.Workspaces.Select(w => w.Name))}. Name one with --workspace; a new name creates another one.");
        if (nameOrId is not null && Find(page, nameOrId) is { } existing) return existing;
        if (Guid.TryParseExact(nameOrId, "D", out _)) throw new CliException($"The project {page.Project.Name} has no workspace {nameOrId}. Check the id, or give the name of a new workspace.");
        var created = await api.CreateWorkspaceAsync(page.Project.Id, nameOrId ?? "main", page.Main?.CurrentSnapshotId, folder, cancellation);
        screen.Step($"created the workspace {created.Name} ({created.Id}){(page.Main is { CurrentSnapshotId: { } start } main ? $", which starts from {main.Name}'s snapshot {start}" : "")}");
        if (page.Project.MainWorkspaceId is null && page.Workspaces.Count == 0)
        {
            await api.MakeMainAsync(page.Project.Id, created.Id, cancellation);
            screen.Step($"{created.Name} is the main workspace: others are compared with it");
        }
        return created;
    }

    /// <summary>The workspace of a name or an id, or null.</summary>
    /// <exception cref="CliException">Several have the name.</exception>
    public static Workspace? Find(ProjectPage page, string nameOrId) => page.Workspaces.Where(w => w.Id == nameOrId || w.Name == nameOrId).ToList() switch
    {
        [] => null,
        [var one] => one,
        var several => throw new CliException($"{several.Count} workspaces have the name {nameOrId}. Use the id of one: {string.Join(", ", several.Select(w => w.Id))}."),
    };
}
