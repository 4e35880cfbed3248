using EventSourced.Commands.Deciding;
using EventSourced.Commands.Fastest.Projects;
using EventSourced.Commands.Fastest.Workspaces;
using EventSourced.Commands.Pipeline;

namespace EventSourced.Commands.Fastest.Sync;

/// <summary>A workspace with the main one of its project.</summary>
internal sealed record SyncContext(WorkspaceContext Target, WorkspaceState? Main)
{
    public WorkspaceState Workspace => Target.Workspace;

    public ProjectState Project => Target.Project;

    /// <summary>The tree that is merged into: the unsaved one if there is one, so that a sync loses nothing; otherwise that of the head. Null without any.</summary>
    public string? TreeHash => Workspace.CurrentManifestHash ?? (Workspace.CurrentSnapshotId is { } head ? Project.Snapshots.GetValueOrDefault(head)?.ManifestHash : null);

    public static async ValueTask<SyncContext> LoadAsync(IStateSource states, Guid workspaceId, CancellationToken cancellationToken)
    {
        var target = await WorkspaceContext.LoadAsync(states, workspaceId, cancellationToken);
        var main = target.Project.MainWorkspaceId switch
        {
            null => null,
            { } id when id == workspaceId => target.Workspace,
            { } id => await states.LoadAsync(new WorkspaceState(id), cancellationToken),
        };
        return new(target, main);
    }

    /// <summary>The user who sends a command; null for an admin and the system.</summary>
    public static Guid? UserOf(CommandContext context) => Guid.TryParse(context.Tenant, out var user) ? user : null;
}
