using EventSourced.Commands.Deciding;
using EventSourced.Commands.Fastest.Conversations;
using EventSourced.Commands.Fastest.Projects;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts;
using EventSourced.Contracts.Fastest;
using FluentValidation;

namespace EventSourced.Commands.Fastest.Workspaces;

/// <summary>A workspace in its project.</summary>
internal sealed record WorkspaceContext(WorkspaceState Workspace, ProjectState Project)
{
    /// <summary>Whether both exist and the sender may use them.</summary>
    public bool IsOpenTo(CommandContext context) => Workspace is { Created: not null, IsDeleted: false } && Project.IsOpenTo(context);

    public static async ValueTask<WorkspaceContext> LoadAsync(IStateSource states, Guid workspaceId, CancellationToken cancellationToken)
    {
        var workspace = await states.LoadAsync(new WorkspaceState(workspaceId), cancellationToken);
        return new(workspace, await states.LoadAsync(new ProjectState(workspace.Created?.ProjectId ?? Guid.Empty), cancellationToken));
    }

    /// <summary>The workspace of a command that names the project as well.</summary>
    public static async ValueTask<WorkspaceContext> LoadAsync(IStateSource states, Guid projectId, Guid workspaceId, CancellationToken cancellationToken) => new(
        await states.LoadAsync(new WorkspaceState(workspaceId), cancellationToken), await states.LoadAsync(new ProjectState(projectId), cancellationToken));
}

/// <summary>Decides about workspaces (specification, 2.3).</summary>
internal sealed class WorkspaceDecider :
    IJointDecider<WorkspaceContext, CreateWorkspace>, IJointDecider<WorkspaceContext, TouchWorkspace>, IJointDecider<WorkspaceContext, MoveManifest>,
    IJointDecider<WorkspaceContext, DeleteWorkspace>, IJointDecider<WorkspaceContext, CountDrift>
{
    public static ValueTask<WorkspaceContext> LoadAsync(IStateSource source, CreateWorkspace command, CancellationToken cancellationToken) =>
        WorkspaceContext.LoadAsync(source, command.ProjectId, command.WorkspaceId, cancellationToken);

    public static ValueTask<WorkspaceContext> LoadAsync(IStateSource source, TouchWorkspace command, CancellationToken cancellationToken) =>
        WorkspaceContext.LoadAsync(source, command.WorkspaceId, cancellationToken);

    public static ValueTask<WorkspaceContext> LoadAsync(IStateSource source, MoveManifest command, CancellationToken cancellationToken) =>
        WorkspaceContext.LoadAsync(source, command.WorkspaceId, cancellationToken);

    public static ValueTask<WorkspaceContext> LoadAsync(IStateSource source, DeleteWorkspace command, CancellationToken cancellationToken) =>
        WorkspaceContext.LoadAsync(source, command.WorkspaceId, cancellationToken);

    public static ValueTask<WorkspaceContext> LoadAsync(IStateSource source, CountDrift command, CancellationToken cancellationToken) =>
        WorkspaceContext.LoadAsync(source, command.WorkspaceId, cancellationToken);

    public static Decision Decide(WorkspaceContext states, CreateWorkspace command, CommandContext context)
    {
        var (workspace, project) = states;
        if (!project.IsOpenTo(context)) return FastestProblems.ProjectNotFound(command.ProjectId);
        if (command.BaseSnapshotId is { } from && !project.Snapshots.ContainsKey(from)) return FastestProblems.Invalid("base_snapshot_id", $"The project has no snapshot {from}.");
        var created = new WorkspaceCreated(command.WorkspaceId, command.ProjectId, command.Name.Trim(), command.MachineId, command.BaseSnapshotId, command.LocalPath);
        if (workspace.Created is { } before)
            return before == created && !workspace.IsDeleted ? Decision.Nothing.Answer(new { command.WorkspaceId })
                : new Problem(409, "workspace_id_taken", $"The id {command.WorkspaceId} is that of another workspace. Use a new one.");
        return Decision.Of(workspace, created).And(project, new ProjectWorkspaceAdded(command.ProjectId, command.WorkspaceId)).Answer(new { command.WorkspaceId });
    }

    public static Decision Decide(WorkspaceContext states, TouchWorkspace command, CommandContext context) =>
        !states.IsOpenTo(context) ? FastestProblems.WorkspaceNotFound(command.WorkspaceId) : Decision.Of(states.Workspace, new WorkspaceSeen(command.WorkspaceId));

    // Without a previous manifest only the first update succeeds. A lost race is no failure of the command: the caller adopts the other manifest.
    public static Decision Decide(WorkspaceContext states, MoveManifest command, CommandContext context)
    {
        var (workspace, project) = states;
        if (!states.IsOpenTo(context)) return FastestProblems.WorkspaceNotFound(command.WorkspaceId);
        if (command.ConversationId is { } talk && !workspace.Conversations.Contains(talk)) return FastestProblems.Invalid("conversation_id", $"The workspace has no conversation {talk}.");
        if (workspace.CurrentManifestHash is not { } current || current == command.PreviousManifestHash)
        {
            return Decision.Of(workspace, new WorkspaceManifestMoved(command.WorkspaceId, command.ManifestHash, command.ConversationId))
                .Answer(new { Updated = true, CurrentManifestHash = command.ManifestHash });
        }
        var lost = command.ConversationId is { } late ? Decision.Of(workspace, new WorkspaceOutOfDate(command.WorkspaceId, project.ProjectId, late, current)) : Decision.Nothing;
        return lost.Answer(new { Updated = false, CurrentManifestHash = current });
    }

    public static Decision Decide(WorkspaceContext states, DeleteWorkspace command, CommandContext context) =>
        states is { Workspace: { IsDeleted: true }, Project.Created: { } project } && context.Owns(project.OwnerUserId) ? Decision.Nothing
        : !states.IsOpenTo(context) ? FastestProblems.WorkspaceNotFound(command.WorkspaceId)
        : ConversationDecider.Delete(
            Decision.Of(states.Workspace, new WorkspaceDeleted(command.WorkspaceId, states.Project.ProjectId))
                .And(states.Project, new ProjectWorkspaceRemoved(states.Project.ProjectId, command.WorkspaceId)),
            states.Workspace, states.Project.ProjectId);

    public static Decision Decide(WorkspaceContext states, CountDrift command, CommandContext context) =>
        !states.IsOpenTo(context) ? FastestProblems.WorkspaceNotFound(command.WorkspaceId)
        : Decision.Of(states.Workspace, new DriftCounted(
            context.CommandId, command.WorkspaceId, states.Project.ProjectId, command.FilesAdded, command.FilesModified, command.FilesDeleted, command.BytesChanged))
            .Answer(new { ReportId = context.CommandId });
}

internal sealed class CreateWorkspaceValidator : AbstractValidator<CreateWorkspace>
{
    public CreateWorkspaceValidator()
    {
        RuleFor(c => c.ProjectId).Id();
        RuleFor(c => c.WorkspaceId).Id();
        RuleFor(c => c.WorkspaceId).InScope(c => ScopedId.KeyOf(c.ProjectId.ToString()), "project", "POST /v1/projects/{id}/workspaces");
        RuleFor(c => c.Name).Name();
        RuleFor(c => c.MachineId).MaximumLength(FastestFields.NameLength);
        RuleFor(c => c.BaseSnapshotId).MaximumLength(FastestFields.IdLength);
        RuleFor(c => c.LocalPath).MaximumLength(FastestFields.PathLength);
    }
}

internal sealed class MoveManifestValidator : AbstractValidator<MoveManifest>
{
    public MoveManifestValidator()
    {
        RuleFor(c => c.ManifestHash).NotNull().Hash();
        RuleFor(c => c.PreviousManifestHash).Hash();
    }
}

internal sealed class CountDriftValidator : AbstractValidator<CountDrift>
{
    public CountDriftValidator()
    {
        RuleFor(c => c.FilesAdded).GreaterThanOrEqualTo(0);
        RuleFor(c => c.FilesModified).GreaterThanOrEqualTo(0);
        RuleFor(c => c.FilesDeleted).GreaterThanOrEqualTo(0);
        RuleFor(c => c.BytesChanged).GreaterThanOrEqualTo(0);
    }
}
