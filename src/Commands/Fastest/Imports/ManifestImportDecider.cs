using System.Security.Cryptography;
using System.Text;
using EventSourced.Commands.Deciding;
using EventSourced.Commands.Fastest.Drift;
using EventSourced.Commands.Fastest.Identity;
using EventSourced.Commands.Fastest.Projects;
using EventSourced.Commands.Fastest.Workspaces;
using EventSourced.Commands.Imports;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts;
using EventSourced.Contracts.Fastest;

namespace EventSourced.Commands.Fastest.Imports;

/// <summary>Everything that an import of a tree may change.</summary>
/// <param name="Import">The import.</param>
/// <param name="User">The owner.</param>
/// <param name="Project">The project.</param>
/// <param name="Workspace">The workspace of the import.</param>
/// <param name="Main">The main workspace of the project; null when there is none.</param>
internal sealed record ManifestImportContext(OneCommandImport Import, UserState User, ProjectState Project, WorkspaceState Workspace, WorkspaceState? Main)
{
    public static async ValueTask<ManifestImportContext> LoadAsync(IStateSource states, ImportManifest command, Guid owner, CancellationToken cancellationToken)
    {
        var project = await states.LoadAsync(new ProjectState(command.ProjectId ?? FastestStreams.ImportedProject(owner, command.Project.Trim())), cancellationToken);
        var workspace = await states.LoadAsync(new WorkspaceState(FastestStreams.ImportedWorkspace(project.ProjectId, command.Workspace.Trim())), cancellationToken);
        return new(
            await states.LoadAsync(new OneCommandImport(FastestStreams.Import(command.ImportId)), cancellationToken), await states.LoadAsync(new UserState(owner), cancellationToken), project, workspace,
            project.MainWorkspaceId is not { } main ? null : main == workspace.WorkspaceId ? workspace : await states.LoadAsync(new WorkspaceState(main), cancellationToken));
    }

    /// <summary>The snapshot that the tree follows: the workspace's current one, or main's for a new workspace. Null for the first tree of a project.</summary>
    public KnownSnapshot? Before => (Workspace.Created is null ? Main : Workspace)?.CurrentSnapshotId is { } id ? Project.Snapshots.GetValueOrDefault(id) : null;

    /// <summary>
    /// The two trees of the drift report: the tree of main is compared with the one before it, so that the report says what a release added; another workspace is compared with
    /// main. Null when there is no tree to compare with.
    /// </summary>
    public KnownSnapshot? ComparedWith => IsMain ? Before : Main!.CurrentSnapshotId is { } id ? Project.Snapshots.GetValueOrDefault(id) : null;

    /// <summary>Whether the import is into the main workspace, or creates it.</summary>
    public bool IsMain => Main is null || Main == Workspace;

    /// <summary>The id of a tree's snapshot: the same tree under the same label is the same snapshot of the workspace, however often it is imported.</summary>
    public string SnapshotOf(string manifestHash, string? label) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"fastest.imported_snapshot\n{Workspace.WorkspaceId}\n{manifestHash}\n{label}")));
}

/// <summary>A tree whose manifest is stored.</summary>
/// <param name="SnapshotId">Id of its snapshot.</param>
/// <param name="ManifestHash">Its manifest.</param>
/// <param name="Drift">The comparison with another tree; null when there is none, or the snapshot is registered already.</param>
internal sealed record StoredTree(string SnapshotId, string ManifestHash, TreeComparison? Drift);

/// <summary>Decides about imports of trees: all that one needs and that is missing is recorded in one append.</summary>
internal static class ManifestImportDecider
{
    /// <summary>Why a tree cannot be imported, or null.</summary>
    public static Problem? Fault(ManifestImportContext states, ImportManifest command, Guid owner, CommandContext context)
    {
        var (project, workspace) = (states.Project, states.Workspace);
        if (project.Created is null && command.ProjectId is { } unknown) return FastestProblems.ProjectNotFound(unknown);
        if (project.Created is { } created && (created.OwnerUserId != owner || (project.IsDeleted && command.ProjectId is not null))) return FastestProblems.ProjectNotFound(project.ProjectId);
        if (project.IsDeleted) return new Problem(409, "project_deleted", $"The imported project \"{command.Project.Trim()}\" was deleted. Import into a project of another name.");
        if (workspace.IsDeleted) return new Problem(409, "workspace_deleted", $"The imported workspace \"{command.Workspace.Trim()}\" was deleted. Import into a workspace of another name.");
        return states.Import.HasEnded ? UploadProblems.Ended(command.ImportId) : null;
    }

    /// <summary>Records a tree.</summary>
    /// <param name="states">The states.</param>
    /// <param name="command">The import.</param>
    /// <param name="email">The owner's address when the owner may be new, or null.</param>
    /// <param name="tree">What was read.</param>
    /// <param name="stored">What was made of it.</param>
    /// <param name="context">The command.</param>
    public static Decision Record(
        ManifestImportContext states, ImportManifest command, string? email, ReadTree tree, StoredTree stored, CommandContext context)
    {
        var (import, user, project, workspace, _) = states;
        var (owner, projectId, workspaceId) = (user.UserId, project.ProjectId, workspace.WorkspaceId);
        var (id, manifestHash, drift) = stored;
        var isNew = !project.Snapshots.ContainsKey(id);
        var ended = Ended(command, states, id, manifestHash, isNew, tree);
        if (!isNew) return Decision.Of(import, ended).Answer(new { command.ImportId, ProjectId = projectId, WorkspaceId = workspaceId, SnapshotId = id });

        var before = states.Before;
        List<IEvent> ofProject = [], ofWorkspace = [];
        if (project.Created is null) ofProject.Add(new ProjectCreated(projectId, owner, command.Project.Trim()));
        if (workspace.Created is null)
        {
            ofProject.Add(new ProjectWorkspaceAdded(projectId, workspaceId));
            ofWorkspace.Add(new WorkspaceCreated(workspaceId, projectId, command.Workspace.Trim(), null, before?.Id, null));
        }
        if (states.Main is null) ofProject.Add(new ProjectMainSet(projectId, workspaceId));
        ofProject.Add(new SnapshotRegistered(projectId, id, manifestHash, before is null ? [] : [before.Id], workspaceId, "import", command.Label));
        ofWorkspace.Add(new WorkspaceHeadMoved(workspaceId, id, manifestHash));
        if (drift is not null)
        {
            var (workspaceTree, sourceTree) = states.IsMain ? (states.ComparedWith!.Id, id) : (id, states.ComparedWith!.Id);
            ofWorkspace.Add(new DriftCompared(
                context.CommandId, workspaceId, projectId, states.Main?.WorkspaceId ?? workspaceId, workspaceTree, sourceTree,
                drift.SourceOnly, drift.WorkspaceOnly, drift.BothSame, drift.BothDifferent));
        }
        return Decision.Of(user, user.Register(email, null, null)).And(project, ofProject).And(workspace, ofWorkspace).And(import, ended).Answer(new { command.ImportId, ProjectId = projectId, WorkspaceId = workspaceId, SnapshotId = id });
    }

    private static ManifestImported Ended(ImportManifest command, ManifestImportContext states, string snapshotId, string manifestHash, bool isNew, ReadTree tree)
    {
        var (files, directories, symlinks, bytes) = (0, 0, 0, 0L);
        foreach (var entry in tree.Tree.Entries)
        {
            if (entry.IsFile) (files, bytes) = (files + 1, bytes + entry.Size);
            else if (entry.Type == Trees.TreeEntryType.Symlink) symlinks++;
            else directories++;
        }
        return new(
            command.ImportId, states.User.UserId, states.Project.ProjectId, states.Workspace.WorkspaceId, snapshotId, manifestHash, isNew, files, directories, symlinks, bytes, tree.LeftOut);
    }
}
