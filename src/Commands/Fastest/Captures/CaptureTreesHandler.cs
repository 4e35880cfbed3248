using EventSourced.Commands.Deciding;
using EventSourced.Commands.Fastest.ActionItems;
using EventSourced.Commands.Fastest.Drift;
using EventSourced.Commands.Fastest.Snapshots;
using EventSourced.Commands.Fastest.Trees;
using EventSourced.Commands.Fastest.Workspaces;
using EventSourced.Commands.Intelligence;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts;
using EventSourced.Contracts.Fastest;
using EventSourced.EventStore;
using MediatR;
using Microsoft.Extensions.Logging;

namespace EventSourced.Commands.Fastest.Captures;

/// <summary>
/// Takes a snapshot of each unsaved tree with a conversation, compares it with the main workspace and analyses it; at most ten workspaces, those of the newest conversations first. A workspace that
/// changes concurrently, or whose manifest is not stored yet, is left to the next run.
/// </summary>
internal sealed partial class CaptureTreesHandler(
    CommandStates states, StateReader reader, ITableHints hints, StoredManifests manifests, WorkspaceAnalysis analysis, Claims claims, ILogger<CaptureTreesHandler> logger)
    : IRequestHandler<Handle<CaptureTrees>, CommandResult>
{
    private const int MaxWorkspaces = 10;

    // More than are captured, because one workspace may have many conversations.
    private const int MaxConversations = 200;

    private static readonly TableHint s_unsaved = new("fastest.conversations", "workspace_id", """
        exists (select from fastest.workspaces w where w.id = workspace_id and w.current_snapshot_id is not null and w.current_manifest_hash is distinct from
            (select s.manifest_hash from fastest.snapshots s where s.workspace_id = w.id order by s.created_at desc limit 1))
        """, "updated_at desc");

    public async Task<CommandResult> Handle(Handle<CaptureTrees> request, CancellationToken cancellationToken)
    {
        var (command, context) = (request.Command, request.Context);
        var (captured, position) = (0, 0L);
        foreach (var id in (await hints.FindAsync(s_unsaved, command.Now, MaxConversations, cancellationToken)).Distinct().Take(MaxWorkspaces))
        {
            if (await CaptureAsync(id, context, cancellationToken) is not { } at) continue;
            position = at;
            captured++;
        }
        return await states.CompleteAsync(context, Decision.Before(position).Answer(new { Captured = captured }), cancellationToken);
    }

    private async Task<long?> CaptureAsync(Guid workspaceId, CommandContext context, CancellationToken cancellationToken)
    {
        var loaded = await WorkspaceContext.LoadAsync(reader, workspaceId, cancellationToken);
        if (CaptureDecider.Unsaved(loaded) is not { } hash || await manifests.FindAsync(loaded.Project.Created!.OwnerUserId, hash, cancellationToken) is not { } tree) return null;
        var id = CaptureDecider.IdOf(workspaceId, context);
        await claims.TakeNewSnapshotAsync(id, loaded.Project, cancellationToken);
        if (await states.TryAppendAsync(context, CaptureDecider.Take(loaded, hash, id), cancellationToken) is not { } position) return null;
        position = Math.Max(position, await CompareAsync(workspaceId, tree, context, cancellationToken) ?? 0);
        return Math.Max(position, await AnalyseAsync(workspaceId, tree, context, cancellationToken) ?? 0);
    }

    private async Task<long?> CompareAsync(Guid workspaceId, FileTree tree, CommandContext context, CancellationToken cancellationToken)
    {
        var compare = new CompareDrift(workspaceId);
        var drift = await DriftContext.LoadAsync(reader, compare, cancellationToken);
        var project = drift.Workspace.Project;
        if (DriftDecider.Fault(drift, compare, context) is not null || DriftDecider.TreeOf(drift.Source!, project, includeDirty: false) is not { } source) return null;
        if (await manifests.FindAsync(project.Created!.OwnerUserId, source.ManifestHash, like: tree, cancellationToken: cancellationToken) is not { } main) return null;
        var own = DriftDecider.TreeOf(drift.Workspace.Workspace, project, includeDirty: false)!;
        // One command makes a report for each workspace.
        var report = DerivedId.Of($"fastest.capture_report {context.CommandId} {workspaceId}");
        return await states.TryAppendAsync(context, DriftDecider.Record(drift, own, source, TreeComparison.Of(main, tree), report), cancellationToken);
    }

    private async Task<long?> AnalyseAsync(Guid workspaceId, FileTree tree, CommandContext context, CancellationToken cancellationToken)
    {
        var loaded = await WorkspaceContext.LoadAsync(reader, workspaceId, cancellationToken);
        try
        {
            var items = await analysis.FindAsync(loaded.Project.Created!.OwnerUserId, tree, loaded.Workspace.ActionItems, DerivedId.Of($"{context.CommandId} {workspaceId}"), cancellationToken);
            return await states.TryAppendAsync(context, AnalyseWorkspaceHandler.Record(loaded, items), cancellationToken);
        }
        catch (ModelServiceException e)
        {
            NotAnalysed(workspaceId, e.Message);
            return null;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Workspace {Workspace} got a snapshot but was not analysed: {Reason} It can be analysed with POST /v1/workspaces/{{id}}/analyse.")]
    private partial void NotAnalysed(Guid workspace, string reason);
}
