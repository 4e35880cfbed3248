using EventSourced.Commands.Deciding;
using EventSourced.Commands.Fastest.Detection;
using EventSourced.Commands.Fastest.Drift;
using EventSourced.Commands.Fastest.Infrastructure;
using EventSourced.Commands.Fastest.Projects;
using EventSourced.Commands.Fastest.Sync;
using EventSourced.Commands.Fastest.Workspaces;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts;
using EventSourced.Contracts.Fastest;
using FluentValidation;

namespace EventSourced.Commands.Fastest.Deployments;

/// <summary>A project with its main workspace, its resources and a deployment of it.</summary>
internal sealed record ProjectDeployment(ProjectState Project, WorkspaceState? Main, ResourceState Resources, DeploymentState Deployment)
{
    public static async ValueTask<ProjectDeployment> LoadAsync(IStateSource states, DeployProject command, CancellationToken cancellationToken)
    {
        var project = await states.LoadAsync(new ProjectState(command.ProjectId), cancellationToken);
        return new(project, project.MainWorkspaceId is { } main ? await states.LoadAsync(new WorkspaceState(main), cancellationToken) : null,
            await states.LoadAsync(new ResourceState(command.ProjectId), cancellationToken), await states.LoadAsync(new DeploymentState(command.DeploymentId), cancellationToken));
    }

    /// <summary>The tree that is deployed; null when the main workspace has no snapshot.</summary>
    public ComparedTree? Tree => Main is { } main ? DriftDecider.TreeOf(main, Project, includeDirty: false) : null;
}

/// <summary>Decides about deployments of whole projects (specification, 2.10): what their files need is provisioned first.</summary>
internal static class ProjectDeploymentDecider
{
    /// <summary>The decision about a deployment that is not started, because it was before or cannot be; null for one that can be started if its manifest is stored.</summary>
    public static Decision? WithoutStarting(ProjectDeployment states, DeployProject command, CommandContext context)
    {
        if (!states.Project.IsOpenTo(context)) return FastestProblems.ProjectNotFound(command.ProjectId);
        if (states.Deployment.Started is { } before) return DeploymentDecider.Again(before, before.ProjectId == command.ProjectId);
        if (states.Main is not { } main) return new Problem(400, "no_main_workspace", "The project has no main workspace to deploy. Set one with PUT /v1/projects/{id}/main-workspace.");
        return states.Tree is null ? SyncProblems.NoSnapshot($"{main.WorkspaceId}") : (Decision?)null;
    }

    /// <summary>Starts a deployment and requests the resources that are missing. One whose provisioning failed is requested again. Two deployments do not wait for the same resource.</summary>
    public static Decision Start(ProjectDeployment states, DetectedProject detected)
    {
        var (project, main, resources, deployment) = states;
        List<ResourceRequested> requested = [];
        List<Guid> awaited = [];
        foreach (var needed in detected.Resources)
        {
            var known = resources.Find(needed.Type, needed.Name);
            if (known is { Status: ResourceStatus.Ready }) continue;
            if (known is { Status: ResourceStatus.Provisioning }) return Busy(known);
            var id = known?.Id ?? DeploymentStreams.Resource(deployment.DeploymentId, needed.Type, needed.Name);
            requested.Add(new(id, project.ProjectId, deployment.DeploymentId, needed.Type, known?.Requested.Provider ?? needed.Provider, needed.Name));
            awaited.Add(id);
        }
        var started = DeploymentDecider.Start(new WorkspaceContext(main!, project), deployment, detected.Provider, awaited)!;
        return Decision.Of(deployment, started).And(resources, requested).While(main!).Answer(new { deployment.DeploymentId });
    }

    private static Problem Busy(KnownResource resource) => new(
        409, "resource_provisioning", $"The deployment {resource.Requested.DeploymentId} is provisioning {resource.Name}. Wait until that is done, or delete the resource {resource.Id}.");
}

internal sealed class DeployProjectValidator : AbstractValidator<DeployProject>
{
    public DeployProjectValidator()
    {
        RuleFor(c => c.ProjectId).Id();
        RuleFor(c => c.DeploymentId).InScope(c => ScopedId.KeyOf(c.ProjectId.ToString()), "project", "POST /v1/projects/{id}/deploy");
    }
}
