using EventSourced.Commands.Deciding;
using EventSourced.Commands.Fastest.Conversations;
using EventSourced.Commands.Fastest.Drift;
using EventSourced.Commands.Fastest.Infrastructure;
using EventSourced.Commands.Fastest.Sync;
using EventSourced.Commands.Fastest.Workspaces;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts;
using EventSourced.Contracts.Fastest;
using FluentValidation;

namespace EventSourced.Commands.Fastest.Deployments;

/// <summary>A workspace with a deployment of it.</summary>
internal sealed record WorkspaceDeployment(WorkspaceContext Workspace, DeploymentState Deployment)
{
    public static async ValueTask<WorkspaceDeployment> LoadAsync(IStateSource states, Guid workspaceId, Guid deploymentId, CancellationToken cancellationToken) => new(
        await WorkspaceContext.LoadAsync(states, workspaceId, cancellationToken), await states.LoadAsync(new DeploymentState(deploymentId), cancellationToken));
}

/// <summary>Decides about deployments (specification, 2.10).</summary>
internal sealed class DeploymentDecider : IJointDecider<WorkspaceDeployment, StartDeployment>, IJointDecider<DeploymentContext, FinishDeployment>
{
    private const string Manual = "manual";
    private const string Title = "Deployment";

    public static ValueTask<WorkspaceDeployment> LoadAsync(IStateSource source, StartDeployment command, CancellationToken cancellationToken) =>
        WorkspaceDeployment.LoadAsync(source, command.WorkspaceId, command.DeploymentId, cancellationToken);

    public static ValueTask<DeploymentContext> LoadAsync(IStateSource source, FinishDeployment command, CancellationToken cancellationToken) =>
        DeploymentContext.LoadAsync(source, command.DeploymentId, cancellationToken);

    public static Decision Decide(WorkspaceDeployment states, StartDeployment command, CommandContext context)
    {
        var (workspace, deployment) = states;
        if (!workspace.IsOpenTo(context)) return FastestProblems.WorkspaceNotFound(command.WorkspaceId);
        if (deployment.Started is { } before) return Again(before, before.WorkspaceId == command.WorkspaceId);
        if (Start(workspace, deployment, provider: null, []) is not { } started) return SyncProblems.NoSnapshot($"{command.WorkspaceId}");
        return WithConversation(Decision.Of(deployment, started), workspace, context).Answer(new { command.DeploymentId });
    }

    // A run about a failed deployment needs a conversation (specification, 2.9 and 2.10).
    private static Decision WithConversation(Decision started, WorkspaceContext workspace, CommandContext context)
    {
        if (workspace.Workspace.Conversations.Count > 0) return started.While(workspace.Workspace);
        var conversation = new ConversationState(FastestStreams.NewConversation(workspace.Project.ProjectId, context.CommandId));
        return Decision.All([started, ConversationDecider.Start(conversation, workspace, workspace.Project.Created!.OwnerUserId, Title)]);
    }

    public static Decision Decide(DeploymentContext states, FinishDeployment command, CommandContext context)
    {
        var deployment = states.Deployment;
        if (!states.IsOpenTo(context)) return DeploymentNotFound(command.DeploymentId);
        var finished = new DeploymentFinished(command.DeploymentId, deployment.Started!.ProjectId, command.Status, command.Url, command.Error);
        return deployment.Finished is not { } before ? Decision.Of(deployment, finished)
            : before == finished ? Decision.Before(deployment.FinishedAt)
            : new Problem(409, "deployment_finished", $"The deployment {command.DeploymentId} has ended with {before.Status}. Start another one.");
    }

    /// <summary>The event of a new deployment of the current snapshot of a workspace; null when the workspace has none.</summary>
    public static DeploymentStarted? Start(WorkspaceContext workspace, DeploymentState deployment, string? provider, IReadOnlyList<Guid> resources) =>
        DriftDecider.TreeOf(workspace.Workspace, workspace.Project, includeDirty: false) is { SnapshotId: { } snapshot } tree
            ? new(deployment.DeploymentId, workspace.Project.ProjectId, workspace.Workspace.WorkspaceId, snapshot, tree.ManifestHash, Manual, provider, resources)
            : null;

    public static Problem DeploymentNotFound(Guid deploymentId) =>
        new(404, "deployment_not_found", $"You have no deployment {deploymentId}. GET /v1/workspaces/{{id}}/deployments lists those of a workspace.");

    /// <summary>The decision about a deployment that was started before: a retry has nothing to do.</summary>
    public static Decision Again(DeploymentStarted before, bool isSame) =>
        isSame ? Decision.Nothing.Answer(new { before.DeploymentId }) : new Problem(409, "deployment_id_taken", $"The id {before.DeploymentId} is that of another deployment. Use a new one.");
}

internal sealed class StartDeploymentValidator : AbstractValidator<StartDeployment>
{
    public StartDeploymentValidator()
    {
        RuleFor(c => c.WorkspaceId).Id();
        RuleFor(c => c.DeploymentId).InScope(c => ScopedId.KeyOf(c.WorkspaceId), "workspace", "POST /v1/workspaces/{id}/deploy");
    }
}

internal sealed class FinishDeploymentValidator : AbstractValidator<FinishDeployment>
{
    public FinishDeploymentValidator()
    {
        RuleFor(c => c.DeploymentId).Id();
        RuleFor(c => c.Status).Must(s => s is DeploymentStatus.Success or DeploymentStatus.Failed).WithMessage("{PropertyName} must be success or failed.");
        RuleFor(c => c.Url).Must(IsAddress).When(c => c.Status == DeploymentStatus.Success).WithMessage("{PropertyName} must be an http or https address.");
        RuleFor(c => c.Url).Null().When(c => c.Status == DeploymentStatus.Failed).WithMessage("{PropertyName} is for the status success only.");
        RuleFor(c => c.Error).NotEmpty().MaximumLength(FastestFields.ErrorLength).When(c => c.Status == DeploymentStatus.Failed);
        RuleFor(c => c.Error).Null().When(c => c.Status == DeploymentStatus.Success).WithMessage("{PropertyName} is for the status failed only.");
    }

    private static bool IsAddress(string? url) =>
        url is { Length: <= 2_000 } && Uri.TryCreate(url, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp);
}
