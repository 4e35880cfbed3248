using EventSourced.Commands.Deciding;
using EventSourced.Commands.Fastest.Drift;
using EventSourced.Commands.Fastest.Snapshots;
using EventSourced.Commands.Fastest.Trees;
using EventSourced.Commands.Fastest.Workspaces;
using EventSourced.Commands.Intelligence;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Fastest;
using MediatR;

namespace EventSourced.Commands.Fastest.ActionItems;

/// <summary>Analyses the tree of a workspace before the items are recorded.</summary>
internal sealed class AnalyseWorkspaceHandler(CommandStates states, StoredManifests manifests, WorkspaceAnalysis analysis) : IRequestHandler<Handle<AnalyseWorkspace>, CommandResult>
{
    public async Task<CommandResult> Handle(Handle<AnalyseWorkspace> request, CancellationToken cancellationToken)
    {
        var (command, context) = (request.Command, request.Context);
        var loaded = await WorkspaceContext.LoadAsync(states, command.WorkspaceId, cancellationToken);
        var decision = !loaded.IsOpenTo(context) ? FastestProblems.WorkspaceNotFound(command.WorkspaceId) : await AnalyseAsync(loaded, context, cancellationToken);
        return await states.CompleteAsync(context, decision, cancellationToken);
    }

    private async Task<Decision> AnalyseAsync(WorkspaceContext loaded, CommandContext context, CancellationToken cancellationToken)
    {
        var (workspace, project) = loaded;
        if (DriftDecider.TreeOf(workspace, project, includeDirty: true) is not { } current) return new Problem(400, "no_snapshot", "The workspace has no snapshot. Push one first.");
        if (await manifests.FindAsync(project.Created!.OwnerUserId, current.ManifestHash, cancellationToken) is not { } tree) return SnapshotDecider.NoManifest(current.ManifestHash);
        try
        {
            var items = await analysis.FindAsync(project.Created.OwnerUserId, tree, workspace.ActionItems, context.CommandId, cancellationToken);
            return Record(loaded, items).Answer(new { ActionItemIds = items.Select(i => i.Id) });
        }
        catch (ModelServiceException e)
        {
            return FastestProblems.ModelUnavailable(e);
        }
    }

    /// <summary>Records items; nothing when there are none.</summary>
    internal static Decision Record(WorkspaceContext loaded, IReadOnlyList<ActionItem> items) => items.Count == 0 ? Decision.Nothing
        : Decision.Of(loaded.Workspace, new ActionItemsFound(loaded.Workspace.WorkspaceId, loaded.Project.ProjectId, "analysis", items)).While(loaded.Project);
}
