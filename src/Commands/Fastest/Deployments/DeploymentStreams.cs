using EventSourced.Contracts;

namespace EventSourced.Commands.Fastest.Deployments;

/// <summary>Names of the streams of deployments, and derived ids.</summary>
public static class DeploymentStreams
{
    /// <summary>The stream of a deployment.</summary>
    /// <param name="deploymentId">The deployment.</param>
    public static string Deployment(Guid deploymentId) => $"fastest-deployment-{deploymentId}";

    /// <summary>Id of the deployment of a workspace that a command starts. Commands about it are ordered with those about the workspace and its project.</summary>
    /// <param name="workspaceId">The workspace.</param>
    /// <param name="commandId">The command.</param>
    public static Guid OfWorkspace(Guid workspaceId, Guid commandId) => ScopedId.Of(ScopedId.KeyOf(workspaceId), $"fastest.deployment {workspaceId} {commandId}");

    /// <summary>Id of the deployment of a project that a command starts.</summary>
    /// <param name="projectId">The project.</param>
    /// <param name="commandId">The command.</param>
    public static Guid OfProject(Guid projectId, Guid commandId) => ScopedId.Of(projectId.ToString(), $"fastest.project_deployment {commandId}");

    /// <summary>Id of a resource that a deployment requests.</summary>
    /// <param name="deploymentId">The deployment.</param>
    /// <param name="type">Type of the resource.</param>
    /// <param name="name">Name of the resource.</param>
    public static Guid Resource(Guid deploymentId, string type, string name) => DerivedId.Of($"fastest.resource {deploymentId} {type} {name}");
}
